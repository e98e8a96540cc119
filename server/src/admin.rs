//! The admin pages. Whoever is not signed in sees the sign-in page instead.

mod admin_extractor;
mod admin_request;
mod api_keys;
mod attempt;
mod audit_log;
mod connect_links;
mod connection;
mod csrf_guard;
mod document;
mod editor;
mod environment_settings;
mod environments;
pub mod error_page;
mod field_text;
mod flows;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod looks;
mod server_log;
mod sign_in;
mod tenant;
mod tenant_deletion;
mod tenants;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};

/// Returns the routes of all admin pages.
pub fn router(state: &AppState) -> Router<AppState> {
    let csrf_guard = || from_fn_with_state(state.clone(), csrf_guard::layer);
    // A layer that is added later runs first. The guard reads the body, so the limit has to be set before it runs.
    let editor = editor_routes()
        .route_layer(csrf_guard())
        .layer(DefaultBodyLimit::max(editor::MAX_FORM_BYTES));
    let others = environment_routes()
        .merge(history_routes())
        .merge(tenant_routes());
    editor.merge(others.route_layer(csrf_guard()))
}

fn environment_routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(environments::redirect_to_start))
        .route("/admin/sign-in", post(sign_in::sign_in))
        .route("/admin/sign-out", post(sign_in::sign_out))
        .route(
            "/admin/environments",
            get(environments::list).post(environments::create),
        )
        .route("/admin/log", get(server_log::show))
        .route("/admin/{environment}", get(async || Redirect::to("/admin")))
        .route(
            "/admin/{environment}/delete",
            get(environments::confirm_deletion).post(environments::delete),
        )
        .route(
            "/admin/{environment}/flows",
            get(flows::list).post(flows::create),
        )
        .route(
            "/admin/{environment}/flows/{flow}/delete",
            get(flows::confirm_deletion).post(flows::delete),
        )
        .route(
            "/admin/{environment}/looks",
            get(looks::show).post(looks::save),
        )
        .route("/admin/{environment}/log", get(audit_log::show))
        .route(
            "/admin/{environment}/keys",
            get(api_keys::list).post(api_keys::create),
        )
        .route(
            "/admin/{environment}/keys/{key}/revoke",
            get(api_keys::confirm_revocation).post(api_keys::revoke),
        )
        .route(
            "/admin/{environment}/settings",
            get(environment_settings::show),
        )
        .route(
            "/admin/{environment}/settings/origins",
            post(environment_settings::save_origins),
        )
        .route(
            "/admin/{environment}/settings/template",
            post(environment_settings::save_template_url),
        )
        .route(
            "/admin/{environment}/settings/template.json",
            get(environment_settings::download_template),
        )
}

/// Returns the routes that edit the settings of one flow.
fn editor_routes() -> Router<AppState> {
    Router::new()
        .route(
            "/admin/{environment}/flows/{flow}",
            get(editor::show).post(editor::submit),
        )
        .route(
            "/admin/{environment}/flows/{flow}/preview",
            get(editor::preview::show_saved).post(editor::preview::show_unsaved),
        )
}

/// Returns the routes of the earlier versions of a flow's settings.
fn history_routes() -> Router<AppState> {
    Router::new()
        .route(
            "/admin/{environment}/flows/{flow}/history",
            get(editor::history::list),
        )
        .route(
            "/admin/{environment}/flows/{flow}/history/{version}",
            get(editor::history::show).post(editor::history::restore),
        )
}

fn tenant_routes() -> Router<AppState> {
    Router::new()
        .route("/admin/{environment}/tenants", get(tenants::list))
        .route(
            "/admin/{environment}/links",
            get(connect_links::new).post(connect_links::create),
        )
        .route("/admin/{environment}/tenants/{tenant}", get(tenant::show))
        .route(
            "/admin/{environment}/tenants/{tenant}/delete",
            get(tenant_deletion::confirm).post(tenant_deletion::delete),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/external-id/rotate",
            get(tenant::confirm_rotation).post(tenant::rotate),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/external-id/cancel",
            post(tenant::cancel_rotation),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/links/end",
            get(connect_links::confirm_end_all).post(connect_links::end_all),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}",
            get(connection::show),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}/attempt",
            get(attempt::show),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}/check",
            post(connection::check),
        )
        .route(
            "/admin/{environment}/tenants/{tenant}/flows/{flow}/disconnect",
            get(connection::confirm_disconnect).post(connection::disconnect),
        )
}
