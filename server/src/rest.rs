//! The REST API under `/v1`, for the vendor's own servers.

mod auth;
mod connections;
mod connectors;
mod events;
mod sessions;
mod tenants;

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
        .route("/tenants/{tenant}/external-id", get(tenants::external_id))
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
            "/flows/{flow}/tenants/{tenant}/path-preview",
            post(tenants::path_preview),
        )
}
