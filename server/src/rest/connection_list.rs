//! `GET /v1/connections`: the connections of all tenants of the caller's environment.

use super::auth::Api;
use crate::input::{Query, parse_choice, parse_filter, parse_page};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{AccessMode, BucketName, Cause, FlowId, Outcome, PathTemplate, Region, TenantId};
use serde::Serialize;
use service::{ConnectionCursor, ConnectionSearch, ListedConnection};

/// The outcomes of a check, as reports name them.
const STATES: [(&str, Outcome); 3] = [
    ("passed", Outcome::Passed),
    ("failed", Outcome::Failed),
    ("undetermined", Outcome::Undetermined),
];

#[derive(Serialize)]
pub struct ConnectionsBody {
    connections: Vec<ListedConnectionBody>,
    /// The `cursor` of the next page, or null on the last page.
    next: Option<String>,
}

#[derive(Serialize)]
struct ListedConnectionBody {
    flow: FlowId,
    tenant: TenantId,
    access: AccessMode,
    bucket: BucketName,
    path_prefix: PathTemplate,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The outcome of the last check.
    state: Outcome,
    /// The first cause in the report of the last check.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    created_at: String,
    updated_at: String,
    last_checked_at: String,
}

impl From<ListedConnection> for ListedConnectionBody {
    fn from(connection: ListedConnection) -> Self {
        Self {
            flow: connection.flow,
            tenant: connection.tenant,
            access: connection.mode,
            bucket: connection.bucket,
            path_prefix: connection.path_prefix,
            region: connection.region,
            account: connection.account,
            state: connection.outcome,
            cause: connection.cause,
            created_at: rfc3339(connection.created_at),
            updated_at: rfc3339(connection.updated_at),
            last_checked_at: rfc3339(connection.last_checked_at),
        }
    }
}

/// Lists the connections, sorted by tenant and flow.
pub async fn list(api: Api, query: Query) -> Result<axum::Json<ConnectionsBody>, Problem> {
    let ([flow, state, cursor, limit], mut errors) =
        query.fields(["flow", "state", "cursor", "limit"]);
    let flow = parse_filter("flow", &flow, FlowId::parse, &mut errors);
    let outcome = parse_choice("state", &state, &STATES, &mut errors);
    let page = parse_page(&cursor, &limit, ConnectionCursor::parse, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let search = ConnectionSearch {
        flow,
        outcome,
        after: page.cursor,
        limit: page.limit,
    };
    let found = api
        .service
        .list_connections(&api.environment, &search)
        .await?;
    let connections = found.items.into_iter().map(ListedConnectionBody::from);
    Ok(axum::Json(ConnectionsBody {
        connections: connections.collect(),
        next: found.next,
    }))
}
