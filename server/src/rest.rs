//! The REST API under `/v1`, for the vendor's own servers.

mod auth;
mod connections;
mod connectors;
mod events;
mod external_ids;
mod sessions;
mod setup;
mod tenants;

#[cfg(feature = "fuzzing")]
pub(crate) use connections::raw_draft;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

pub fn router() -> Router<AppState> {
    const CONNECTION: &str = "/flows/{flow}/tenants/{tenant}/connection";
    Router::new()
        .route("/connect-sessions", post(sessions::create))
        .route(
            "/flows/{flow}/connector",
            get(connectors::get).put(connectors::put),
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
            post(external_ids::call_off),
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
        .route("/flows/{flow}/tenants/{tenant}/setup", get(setup::get))
        .route(
            "/flows/{flow}/tenants/{tenant}/path-preview",
            post(tenants::path_preview),
        )
}

/// The types of the bodies.
#[cfg(feature = "fuzzing")]
pub(crate) mod bodies {
    pub use super::connectors::Asked as Connector;
    pub use super::external_ids::Asked as ExternalId;
    pub use super::sessions::Asked as Session;
    pub use super::tenants::Asked as PathPreview;
}
