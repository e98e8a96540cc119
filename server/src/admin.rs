//! The admin's pages. Who is not signed in sees the sign-in page in place of any other.

mod editor;
mod environments;
mod flows;
mod page;
mod session;
mod sign_in;

pub use session::AdminSessions;
pub use sign_in::Attempts;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Redirect;
use axum::routing::{get, post};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/admin", get(environments::first))
        .route("/admin/sign-in", post(sign_in::sign_in))
        .route("/admin/sign-out", post(sign_in::sign_out))
        .route(
            "/admin/environments",
            get(environments::list).post(environments::create),
        )
        .route("/admin/{environment}", get(async || Redirect::to("/admin")))
        .route(
            "/admin/{environment}/flows",
            get(flows::list).post(flows::create),
        )
        .merge(settings())
}

/// The settings of one flow.
fn settings() -> Router<AppState> {
    Router::new()
        .route(
            "/admin/{environment}/flows/{flow}",
            get(editor::show).post(editor::act),
        )
        .route(
            "/admin/{environment}/flows/{flow}/preview",
            get(editor::preview).post(editor::preview_typed),
        )
        .layer(DefaultBodyLimit::max(editor::MAX_FORM_BYTES))
        .route(
            "/admin/{environment}/flows/{flow}/history",
            get(editor::history),
        )
        .route(
            "/admin/{environment}/flows/{flow}/history/{version}",
            get(editor::version).post(editor::restore),
        )
}
