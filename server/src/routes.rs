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
use tower_http::catch_panic::CatchPanicLayer;
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
            get(widget::open)
                .post(widget::act)
                .layer(header(header::VARY, "accept-language")),
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
