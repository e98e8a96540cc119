//! `/v1/flows`: the flows of the caller's environment.

use super::auth::Api;
use crate::input::{PathIds, Query, parse_page};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::timestamp::rfc3339;
use axum::http::StatusCode;
use domain::{Direction, FlowId};
use serde::Serialize;
use service::FlowSummary;
use utoipa::ToSchema;

/// A page of flows.
#[derive(Serialize, ToSchema)]
#[schema(as = FlowPage)]
pub struct FlowsBody {
    /// The flows, sorted by ID.
    flows: Vec<FlowBody>,
    /// The `cursor` of the next page, or null on the last page.
    #[schema(required)]
    next: Option<String>,
}

/// A flow in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Flow)]
struct FlowBody {
    flow: FlowId,
    direction: Direction,
    /// The version of the connector settings.
    version: i64,
    /// When the connector settings were last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl From<FlowSummary> for FlowBody {
    fn from(flow: FlowSummary) -> Self {
        Self {
            flow: flow.flow,
            direction: flow.direction,
            version: flow.version,
            updated_at: rfc3339(flow.updated_at),
        }
    }
}

/// Lists the flows.
///
/// The list has the flows of the environment, sorted by ID. `getConnector` has the connector settings of each.
#[utoipa::path(
    get,
    path = "/flows",
    operation_id = "listFlows",
    tag = "Flows",
    summary = "List flows",
    params(
        ("cursor" = Option<String>, Query, description = "The `next` of the previous page."),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "How many items a page has at most. Without it, 50."),
    ),
    responses((status = 200, description = "A page of flows, sorted by ID.", body = FlowsBody, example = json!({
        "flows": [{
            "flow": "demo",
            "direction": "both",
            "version": 3,
            "updated_at": "2026-11-22T14:05:00Z",
        }],
        "next": null,
    }))),
)]
pub async fn list(api: Api, query: Query) -> Result<axum::Json<FlowsBody>, Problem> {
    let ([cursor, limit], mut errors) = query.fields(["cursor", "limit"]);
    let page = parse_page(
        &cursor,
        &limit,
        |text| FlowId::parse(text).ok(),
        &mut errors,
    );
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let found = api
        .service
        .list_flows(&api.environment, page.cursor.as_ref(), page.limit)
        .await?;
    Ok(axum::Json(FlowsBody {
        flows: found.items.into_iter().map(FlowBody::from).collect(),
        next: found.next,
    }))
}

/// Deletes a flow.
///
/// Deletes a flow that no tenant is connected to, and its connector settings with their history. Its links expire.
#[utoipa::path(
    delete,
    path = "/flows/{flow}",
    operation_id = "deleteFlow",
    tag = "Flows",
    summary = "Delete a flow",
    responses((status = 204, description = "The flow was deleted.")),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow, ProblemCode::NotEmpty]))),
)]
pub async fn delete(api: Api, ids: PathIds) -> Result<StatusCode, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    api.service.delete_flow(&api.environment, &flow).await?;
    Ok(StatusCode::NO_CONTENT)
}
