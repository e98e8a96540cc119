//! The REST API under `/v1`, for the vendor's own servers.

mod api_key_guard;
mod auth;
mod connect_sessions;
mod connection_list;
mod connections;
mod connectors;
mod credentials;
mod environments;
mod events;
mod external_ids;
mod flows;
mod idempotency;
mod idempotency_key;
mod path_preview;
mod rate_limit_fields;
mod setup_guide;
mod stored_answer;
mod tenants;

#[cfg(feature = "fuzzing")]
pub(crate) use connections::draft_from_fields;

use crate::state::AppState;
use api_key_guard::KeyFormat;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};

/// Returns the routes of the API. None of them can be called without an API key.
pub fn router(state: &AppState) -> Router<AppState> {
    let guard = |format| from_fn_with_state((state.clone(), format), api_key_guard::layer);
    // A layer that is added later runs first.
    let routes = routes()
        .route_layer(from_fn_with_state(state.clone(), idempotency::layer))
        .route_layer(guard(KeyFormat::Bearer));
    routes.merge(routes_for_sdks().route_layer(guard(KeyFormat::BearerOrBare)))
}

/// Returns the routes that AWS SDKs call.
fn routes_for_sdks() -> Router<AppState> {
    Router::new().route(
        "/flows/{flow}/tenants/{tenant}/connection/credentials/container",
        get(credentials::container),
    )
}

fn routes() -> Router<AppState> {
    const CONNECTION: &str = "/flows/{flow}/tenants/{tenant}/connection";
    Router::new()
        .route("/connect-sessions", post(connect_sessions::create))
        .route(
            "/flows/{flow}/connector",
            get(connectors::get).put(connectors::put),
        )
        .route("/connections", get(connection_list::list))
        .route("/flows", get(flows::list))
        .route("/flows/{flow}", delete(flows::delete))
        .route("/environments/{environment}", delete(environments::delete))
        .route("/tenants", get(tenants::list))
        .route(
            "/tenants/{tenant}",
            get(tenants::get).delete(tenants::delete),
        )
        .route("/events", get(events::list))
        .route(
            "/tenants/{tenant}/external-id",
            get(external_ids::get).put(external_ids::put),
        )
        .route(
            "/tenants/{tenant}/external-id/rotate",
            post(external_ids::rotate),
        )
        .route(
            "/tenants/{tenant}/external-id/rotate/cancel",
            post(external_ids::cancel_rotation),
        )
        .route(
            CONNECTION,
            get(connections::get)
                .put(connections::put)
                .delete(connections::delete),
        )
        .route(
            "/flows/{flow}/tenants/{tenant}/connection/check",
            post(connections::check),
        )
        .route(
            "/flows/{flow}/tenants/{tenant}/connection/credentials",
            post(credentials::issue),
        )
        .route(
            "/flows/{flow}/tenants/{tenant}/setup",
            get(setup_guide::get),
        )
        .route(
            "/flows/{flow}/tenants/{tenant}/path-preview",
            post(path_preview::create),
        )
}

/// The types of the request bodies.
#[cfg(feature = "fuzzing")]
pub(crate) mod request_bodies {
    pub use super::connect_sessions::CreateSessionBody;
    pub use super::connectors::PutConnectorBody;
    pub use super::credentials::CredentialsBody;
    pub use super::external_ids::ImportExternalIdBody;
    pub use super::path_preview::PathPreviewBody;
}
