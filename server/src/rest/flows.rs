//! `/v1/flows`: the flows of the caller's environment.

use super::auth::Api;
use crate::input::{PathIds, Query, parse_page};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use axum::http::StatusCode;
use domain::{Direction, FlowId};
use serde::Serialize;
use service::FlowSummary;

#[derive(Serialize)]
pub struct FlowsBody {
    flows: Vec<FlowBody>,
    /// The `cursor` of the next page, or null on the last page.
    next: Option<String>,
}

#[derive(Serialize)]
struct FlowBody {
    flow: FlowId,
    direction: Direction,
    /// The version of the connector settings.
    version: i64,
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

/// Lists the flows, sorted by ID.
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

/// Deletes a flow that no tenant is connected to. Its links end.
pub async fn delete(api: Api, ids: PathIds) -> Result<StatusCode, Problem> {
    let flow = ids.get("flow", FlowId::parse)?;
    api.service.delete_flow(&api.environment, &flow).await?;
    Ok(StatusCode::NO_CONTENT)
}
