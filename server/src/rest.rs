//! The REST API under `/v1`, for the vendor's own servers.

mod auth;
mod connect_sessions;
mod connection_fields;
mod connections;
mod connectors;
mod credentials;
mod events;
mod external_ids;
mod path_preview;
mod setup_guide;

#[cfg(feature = "fuzzing")]
pub(crate) use connections::draft_from_fields;

use crate::state::AppState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Returns the routes of the API, with their part of the OpenAPI document. Paths are relative to `/v1`.
///
/// The annotation of a handler names its operation, body, answer and the codes of its own problems.
/// [`crate::openapi`] adds what every operation has: the parameters in the path, and the problems that can happen
/// everywhere.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(connect_sessions::create))
        .routes(routes!(connectors::get, connectors::put))
        .routes(routes!(
            connections::get,
            connections::put,
            connections::delete
        ))
        .routes(routes!(connections::check))
        .routes(routes!(credentials::issue))
        .routes(routes!(credentials::container))
        .routes(routes!(external_ids::get, external_ids::put))
        .routes(routes!(external_ids::rotate))
        .routes(routes!(external_ids::cancel_rotation))
        .routes(routes!(setup_guide::get))
        .routes(routes!(path_preview::create))
        .routes(routes!(events::list))
}

/// The types of the request bodies.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod request_bodies {
    pub use super::connect_sessions::CreateSessionBody;
    pub use super::connectors::PutConnectorBody;
    pub use super::credentials::CredentialsBody;
    pub use super::external_ids::ImportExternalIdBody;
    pub use super::path_preview::PathPreviewBody;
}
