//! The REST API under `/v1`, for the vendor's own servers.

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
mod path_preview;
mod setup_guide;
mod tenants;

#[cfg(feature = "fuzzing")]
pub(crate) use connections::draft_from_fields;

use crate::state::AppState;
use axum::Router;
use axum::routing::{delete, get, post};

/// Returns the routes of the API.
pub fn router() -> Router<AppState> {
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
            "/flows/{flow}/tenants/{tenant}/connection/credentials/container",
            get(credentials::container),
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
