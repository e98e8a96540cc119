//! Every route, and the layers around them.

use crate::input::MAX_BODY_BYTES;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use crate::{
    admin, api_docs, embed, environment_look, error_responses, health, logs, request_id, rest,
    widget,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::convert::Infallible;
use std::io::ErrorKind;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Returns all routes with their layers.
pub fn router(state: AppState) -> Router {
    let options = &state.site.leptos;
    let files = ServeDir::new(format!("{}/{}", options.site_root, options.site_pkg_dir))
        .precompressed_br()
        .precompressed_gzip();
    let pkg = Router::new()
        .fallback(move |request| serve_file(files.clone(), request))
        // The names of these files do not change with their content, so a browser has to ask whether its copy is still
        // current.
        .layer(default_header(header::CACHE_CONTROL, "no-cache"));
    let pages = Router::new()
        .route("/", get(|| async { Redirect::temporary("/admin") }))
        .route(
            "/connect",
            get(widget::open)
                .post(widget::submit)
                .layer::<_, Infallible>(
                    ServiceBuilder::new()
                        .layer(compression())
                        .layer(default_header(header::VARY, "accept-language")),
                ),
        )
        // With the policy `no-referrer`, browsers would send `Origin: null` with a form, which the CSRF guard refuses.
        // The addresses of admin pages hold no secret, and `same-origin` sends them to no other site.
        .merge(admin::router(&state).layer(default_header(header::REFERRER_POLICY, "same-origin")))
        .layer(default_header(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(pages)
        .nest("/v1", rest::router(&state))
        .route(
            "/v1/openapi.json",
            get(api_docs::openapi_json).layer::<_, Infallible>(compression()),
        )
        .route(
            "/v1/docs",
            get(api_docs::page).layer::<_, Infallible>(compression()),
        )
        .route(
            "/logo/{environment}/{fingerprint}",
            get(environment_look::logo),
        )
        .route(
            "/embed.js",
            get(embed::script).layer::<_, Infallible>(compression()),
        )
        .route("/accent/{file}", get(environment_look::accent))
        .route("/messages/{file}", get(widget::browser_messages::get))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .nest_service(&format!("/{}", options.site_pkg_dir), pkg)
        .fallback(|| async {
            Problem::new(ProblemCode::NotFound, "There is nothing at this address.")
        })
        .method_not_allowed_fallback(|| async {
            Problem::new(
                ProblemCode::MethodNotAllowed,
                "This address does not accept this method.",
            )
        })
        // A layer that is added later wraps those before it. So the request's ID exists when a request is logged, and
        // an error gets its body before its status is logged.
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(from_fn_with_state(state.clone(), error_responses::layer))
        .layer(logs::layer())
        .layer(from_fn(request_id::layer))
        // The widget's first address holds the token, which must not reach another site in a referrer.
        .layer(default_header(header::REFERRER_POLICY, "no-referrer"))
        .layer(default_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(default_header(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(default_header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), clipboard-write=(self)",
        ))
        .with_state(state)
}

/// Compresses the widget's pages, and the lines of a running check. Each line is flushed as it is sent.
///
/// A compressed page that holds both a secret and text of an attacker's choice can leak the secret through its length
/// (BREACH, <https://breachattack.com>). The attacker needs a page that the victim's browser fetches with the victim's
/// rights. `/connect` has no cookies: whoever can make a browser fetch it knows the token already. The admin pages have
/// a cookie, so they are not compressed.
fn compression() -> CompressionLayer {
    // The highest level at which brotli keeps up with the rendering of pages. It turns 45 KB into 7 KB.
    CompressionLayer::new().quality(CompressionLevel::Precise(5))
}

/// Answers with a file of the site. `ServeDir` alone would answer a name that no file can have with a server error.
async fn serve_file(mut files: ServeDir, request: Request) -> Response {
    match files.try_call(request).await {
        Ok(response) => response.into_response(),
        Err(error) if is_not_found(error.kind()) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a file of the site cannot be read");
            internal_error()
        }
    }
}

/// Returns whether an error means that there is no such file.
fn is_not_found(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
    )
}

/// Sets a header on responses whose handler did not set it.
fn default_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Answers a panic. The panic's message may hold anything, so it is not sent. The panic hook has printed it to stderr.
fn answer_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    internal_error()
}

fn internal_error() -> Response {
    Problem::new(ProblemCode::Internal, "Something went wrong on our side.").into_response()
}
