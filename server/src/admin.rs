//! The admin's pages. Who is not signed in sees the sign-in page in place of any other.

mod attempts;
mod connection;
mod editor;
mod environments;
mod flows;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod guard;
mod keys;
mod links;
mod log;
mod looks;
mod page;
mod refused;
mod session;
mod settings;
mod sign_in;
mod tenant;
mod tenants;

pub use attempts::Attempts;
pub(crate) use log::is_cursor;
pub use refused::{is_for_a_page, refused};
pub use session::AdminSessions;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};

pub fn router(state: &AppState) -> Router<AppState> {
    let guard = || from_fn_with_state(state.clone(), guard::layer);
    // A layer that is added later comes first: the guard reads a body, and has to know how long that may be.
    let editor = editor()
        .route_layer(guard())
        .layer(DefaultBodyLimit::max(editor::MAX_FORM_BYTES));
    let others = others().merge(history()).merge(tenants());
    editor.merge(others.route_layer(guard()))
}

fn others() -> Router<AppState> {
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
        .route(
            "/admin/{environment}/looks",
            get(looks::show).post(looks::save),
        )
        .route("/admin/{environment}/log", get(log::show))
        .route(
            "/admin/{environment}/keys",
            get(keys::list).post(keys::create),
        )
        .route(
            "/admin/{environment}/keys/{key}/revoke",
            get(keys::confirm).post(keys::revoke),
        )
        .route("/admin/{environment}/settings", get(settings::show))
        .route(
            "/admin/{environment}/settings/origins",
            post(settings::save_origins),
        )
        .route(
            "/admin/{environment}/settings/template",
            post(settings::save_template_url),
        )
        .route(
            "/admin/{environment}/settings/template.json",
            get(settings::template),
        )
}

/// The settings of one flow, as they are edited.
fn editor() -> Router<AppState> {
    Router::new()
        .route(
            "/admin/{environment}/flows/{flow}",
            get(editor::show).post(editor::act),
        )
        .route(
            "/admin/{environment}/flows/{flow}/preview",
            get(editor::preview).post(editor::preview_typed),
        )
}

/// The settings a flow had.
fn history() -> Router<AppState> {
    Router::new()
        .route(
            "/admin/{environment}/flows/{flow}/history",
            get(editor::history),
        )
        .route(
            "/admin/{environment}/flows/{flow}/history/{version}",
            get(editor::version).post(editor::restore),
        )
}

fn tenants() -> Router<AppState> {
    Router::new()
        .route("/admin/{environment}/tenants", get(tenants::list))
        .route(
            "/admin/{environment}/links",
            get(links::form).post(links::make),
        )
        .route("/admin/{environment}/tenants/{tenant}", get(tenant::show))
        .route(
            "/admin/{environment}/tenants/{tenant}/external-id/rotate",
            post(tenant::rotate),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/external-id/cancel",
            post(tenant::call_off),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/links/end",
            post(links::end),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}",
            get(connection::show),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}/check",
            post(connection::check),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}/disconnect",
            get(connection::confirm).post(connection::disconnect),
        )
}
