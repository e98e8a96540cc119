//! `/v1/flows/{flow}/connector`: the connector settings of a flow.

use super::auth::Api;
use crate::entity_tag::{etag, if_match};
use crate::input::{Json, PathIds};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use domain::{ConnectUiParams, Direction, FlowId, RawParams};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use service::Connector;
use utoipa::ToSchema;

/// The connector settings of a flow.
#[derive(Serialize, ToSchema)]
#[schema(as = Connector)]
struct ConnectorBody {
    direction: Direction,
    connect_ui_params: ConnectUiParams,
    /// The number of the version. Each change adds one.
    version: i64,
}

/// The new connector settings of a flow.
#[derive(Deserialize, ToSchema)]
#[schema(as = ConnectorUpdate)]
#[serde(deny_unknown_fields)]
pub struct PutConnectorBody {
    direction: Direction,
    #[schema(value_type = ConnectUiParams)]
    connect_ui_params: RawParams,
    /// The version that the change is based on. The header `If-Match` overrides it.
    version: Option<i64>,
}

/// Answers with the connector settings.
///
/// They say in which direction files move, and which fields the widget has. The header `ETag` has their version.
#[utoipa::path(
    get,
    path = "/flows/{flow}/connector",
    operation_id = "getConnector",
    tag = "Flows",
    summary = "Get the connector settings of a flow",
    responses((
        status = 200,
        description = "The connector settings.",
        body = ConnectorBody,
        headers(("etag" = String, description = "The version, for `If-Match`.")),
        example = connector_example,
    )),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow]))),
)]
pub async fn get(api: Api, ids: PathIds) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    let connector = api.service.connector(&api.environment, &flow).await?;
    Ok(connector_response(connector))
}

/// Saves the connector settings.
///
/// Creates the flow if it does not exist. Saved connections stay as they are. Send `If-Match` with the `ETag` that you
/// read, so that you don't overwrite what somebody else has saved since. If nothing differs, no version is added.
#[utoipa::path(
    put,
    path = "/flows/{flow}/connector",
    operation_id = "putConnector",
    tag = "Flows",
    summary = "Save the connector settings of a flow",
    params(("if-match" = Option<String>, Header, description = "The `ETag` of the version that the change is based on, or `*` for any.")),
    request_body(content = PutConnectorBody, example = json!({
        "direction": "both",
        "connect_ui_params": {
            "bucket": { "label": "Bucket" },
            "aws_role_arn": { "label": "Role ARN" },
            "aws_external_id": { "label": "External ID" },
        },
    })),
    responses((
        status = 200,
        description = "The connector settings as they are now.",
        body = ConnectorBody,
        headers(("etag" = String, description = "The version, for `If-Match`.")),
        example = connector_example,
    )),
    extensions(("x-problem-codes" = json!([ProblemCode::VersionConflict, ProblemCode::TooManyFlows]))),
)]
pub async fn put(
    api: Api,
    ids: PathIds,
    headers: HeaderMap,
    Json(body): Json<PutConnectorBody>,
) -> Result<Response, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    let version = if headers.contains_key(header::IF_MATCH) {
        if_match(&headers)?
    } else {
        body.version
    };
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

fn connector_example() -> Value {
    let field = |label: &str| json!({ "label": label, "type": "text", "required": true });
    json!({
        "direction": "both",
        "connect_ui_params": {
            "bucket": field("Bucket"),
            "aws_role_arn": field("Role ARN"),
            "aws_external_id": field("External ID"),
        },
        "version": 3,
    })
}
