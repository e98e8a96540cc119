//! Every route, and the layers around them.

use crate::input::MAX_BODY_BYTES;
use crate::problem::{self, Problem};
use crate::state::AppState;
use crate::{admin, health, logs, looks, request_id, rest, widget};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::convert::Infallible;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

pub fn router(state: AppState) -> Router {
    let options = &state.site.leptos;
    let files = ServeDir::new(format!("{}/{}", options.site_root, options.site_pkg_dir))
        .precompressed_br()
        .precompressed_gzip();
    let pkg = Router::new()
        .fallback_service(files)
        .layer(header(header::CACHE_CONTROL, "no-cache"));
    let pages = Router::new()
        .route("/", get(|| async { Redirect::temporary("/admin") }))
        .route(
            "/connect",
            get(widget::open).post(widget::act).layer::<_, Infallible>(
                ServiceBuilder::new()
                    .layer(compression())
                    .layer(header(header::VARY, "accept-language")),
            ),
        )
        .merge(admin::router())
        .layer(header(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(pages)
        .nest("/v1", rest::router())
        .route("/logo/{environment}/{fingerprint}", get(looks::logo))
        .route("/words/{file}", get(widget::words_file::get))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .nest_service(&format!("/{}", options.site_pkg_dir), pkg)
        .fallback(|| async {
            Problem::new(
                StatusCode::NOT_FOUND,
                "not_found",
                "There is nothing at this address.",
            )
        })
        .method_not_allowed_fallback(|| async {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take this method.",
            )
        })
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), problem::layer))
        .layer(from_fn(logs::layer))
        .layer(from_fn(request_id::layer))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), clipboard-write=(self)",
        ))
        .with_state(state)
}

/// Compresses the widget's pages and the lines of a check; each line is flushed as it is sent.
///
/// A compressed page that holds a secret beside text of an attacker's choice can leak it through its length (BREACH,
/// <https://breachattack.com>). That takes a page which the attacker can make the victim's browser fetch with the
/// victim's own rights. `/connect` knows no cookies: whoever can make a browser fetch it has the token already. The
/// admin's pages do have a cookie, and are not compressed.
fn compression() -> CompressionLayer {
    // The level where brotli still keeps up with the pages: 45 KB become 7 KB.
    CompressionLayer::new().quality(CompressionLevel::Precise(5))
}

/// Set unless the handler set it.
fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The panic's own words may hold anything, so they stay in the log's place: the panic hook's stderr.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong on our side.",
    )
    .into_response()
}
