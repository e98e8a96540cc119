//! The REST API under `/v1`, for the vendor's own servers.

mod api_key_guard;
mod auth;
mod connect_sessions;
mod connection_fields;
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
pub(crate) use idempotency::observes_idempotency_key;

use crate::state::AppState;
use api_key_guard::KeyFormat;
use axum::Router;
use axum::middleware::from_fn_with_state;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Returns the routes of the API. None of them can be called without an API key.
pub fn router(state: &AppState) -> Router<AppState> {
    let guard = |format| from_fn_with_state((state.clone(), format), api_key_guard::layer);
    // A layer that is added later runs first.
    let routes = routes()
        .route_layer(from_fn_with_state(state.clone(), idempotency::layer))
        .route_layer(guard(KeyFormat::Bearer));
    routes
        .merge(routes_for_sdks().route_layer(guard(KeyFormat::BearerOrBare)))
        .into()
}

/// Returns the part of the OpenAPI document that describes the routes. Paths are relative to `/v1`.
///
/// The annotation of a handler names its operation, body, answer and the codes of its own problems.
/// [`crate::openapi`] adds what every operation has: the parameters in the path, and the problems that can happen
/// everywhere.
pub fn description() -> OpenApi {
    routes().merge(routes_for_sdks()).into_openapi()
}

/// Returns the routes that AWS SDKs call.
fn routes_for_sdks() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(credentials::container))
}

fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(connect_sessions::create))
        .routes(routes!(connection_list::list))
        .routes(routes!(
            connections::get,
            connections::put,
            connections::delete
        ))
        .routes(routes!(connections::check))
        .routes(routes!(credentials::issue))
        .routes(routes!(tenants::list))
        .routes(routes!(tenants::get, tenants::delete))
        .routes(routes!(external_ids::get, external_ids::put))
        .routes(routes!(external_ids::rotate))
        .routes(routes!(external_ids::cancel_rotation))
        .routes(routes!(flows::list))
        .routes(routes!(flows::delete))
        .routes(routes!(connectors::get, connectors::put))
        .routes(routes!(environments::delete))
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
