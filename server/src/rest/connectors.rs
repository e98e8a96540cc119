//! `/v1/flows/{flow}/connector`: the direction and the fields of a flow.

use super::auth::Api;
use crate::answer::{etag, if_match};
use crate::input::{Ids, Json};
use crate::problem::Problem;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use domain::{ConnectUiParams, Direction, FlowId, RawParams};
use serde::{Deserialize, Serialize};
use service::Connector;

#[derive(Serialize)]
struct Shown {
    direction: Direction,
    connect_ui_params: ConnectUiParams,
    version: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    direction: Direction,
    connect_ui_params: RawParams,
    /// What the change was made from; `If-Match` says the same and wins.
    version: Option<i64>,
}

pub async fn get(api: Api, ids: Ids) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    Ok(shown(api.service.connector(&api.environment, &flow).await?))
}

pub async fn put(
    api: Api,
    ids: Ids,
    headers: HeaderMap,
    Json(asked): Json<Asked>,
) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    let version = if_match(&headers)?.or(asked.version);
    let params = ConnectUiParams::from_raw(&asked.connect_ui_params).map_err(Problem::fields)?;
    Ok(shown(
        api.service
            .put_connector(&api.environment, &flow, asked.direction, &params, version)
            .await?,
    ))
}

fn shown(connector: Connector) -> Response {
    let version = connector.version;
    let body = Shown {
        direction: connector.direction,
        connect_ui_params: connector.params,
        version,
    };
    (etag(version), axum::Json(body)).into_response()
}
