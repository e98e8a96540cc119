//! `/v1/flows/{flow}/connector`: the settings of a flow.

use super::auth::Api;
use crate::entity_tag::{etag, if_match};
use crate::input::{Json, PathIds};
use crate::problem::Problem;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use domain::{ConnectUiParams, Direction, FlowId, RawParams};
use serde::{Deserialize, Serialize};
use service::Connector;

#[derive(Serialize)]
struct ConnectorBody {
    direction: Direction,
    connect_ui_params: ConnectUiParams,
    version: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutConnectorBody {
    direction: Direction,
    connect_ui_params: RawParams,
    /// The version that the change is based on. The header `If-Match` overrides it.
    version: Option<i64>,
}

/// Answers with the settings.
pub async fn get(api: Api, ids: PathIds) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    let connector = api.service.connector(&api.environment, &flow).await?;
    Ok(connector_response(connector))
}

/// Saves the settings, and creates the flow if it does not exist.
pub async fn put(
    api: Api,
    ids: PathIds,
    headers: HeaderMap,
    Json(body): Json<PutConnectorBody>,
) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    let version = if_match(&headers)?.or(body.version);
    let params =
        ConnectUiParams::from_raw(&body.connect_ui_params).map_err(Problem::invalid_fields)?;
    let connector = api
        .service
        .put_connector(&api.environment, &flow, body.direction, &params, version)
        .await?;
    Ok(connector_response(connector))
}

fn connector_response(connector: Connector) -> Response {
    let version = connector.version;
    let body = ConnectorBody {
        direction: connector.direction,
        connect_ui_params: connector.params,
        version,
    };
    (etag(version), axum::Json(body)).into_response()
}
