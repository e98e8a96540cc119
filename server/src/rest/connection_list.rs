//! `GET /v1/connections`: the connections of all tenants of the caller's environment.

use super::auth::Api;
use crate::input::{Query, parse_choice, parse_filter, parse_page};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{AccessMode, BucketAddress, Cause, FlowId, Outcome, PathTemplate, Region, TenantId};
use serde::Serialize;
use service::{ConnectionCursor, ConnectionSearch, ListedConnection};
use utoipa::ToSchema;

/// The outcomes of a check, as reports name them.
const STATES: [(&str, Outcome); 3] = [
    ("passed", Outcome::Passed),
    ("failed", Outcome::Failed),
    ("undetermined", Outcome::Undetermined),
];

/// A page of connections.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionPage)]
pub struct ConnectionsBody {
    /// The connections, sorted by tenant and flow.
    connections: Vec<ListedConnectionBody>,
    /// The `cursor` of the next page, or null on the last page.
    #[schema(required)]
    next: Option<String>,
}

/// A connection in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedConnection)]
struct ListedConnectionBody {
    flow: FlowId,
    tenant: TenantId,
    access: AccessMode,
    /// The name of the bucket, or the ARN or alias of an access point.
    #[schema(value_type = String)]
    bucket: BucketAddress,
    /// The path prefix, which may contain variables such as `{tenant}`. Empty for the whole bucket.
    #[schema(value_type = String)]
    path_prefix: PathTemplate,
    /// The region of the bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
    /// The AWS account of the key or role.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The outcome of the last check.
    state: Outcome,
    /// The first cause in the report of the last check.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    /// When the tenant connected.
    #[schema(format = DateTime)]
    created_at: String,
    /// When the connection was last saved.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When the connection was last checked.
    #[schema(format = DateTime)]
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

/// Lists the connections.
///
/// The list has the connections of all tenants of the environment, each with the outcome of its last check. It is sorted
/// by tenant and flow.
#[utoipa::path(
    get,
    path = "/connections",
    operation_id = "listConnections",
    tag = "Connections",
    summary = "List connections",
    params(
        ("flow" = Option<FlowId>, Query, description = "Only connections of this flow."),
        ("state" = Option<Outcome>, Query, description = "Only connections whose last check had this outcome."),
        ("cursor" = Option<String>, Query, description = "The `next` of the previous page."),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "How many items a page has at most. Without it, 50."),
    ),
    responses((status = 200, description = "A page of connections, sorted by tenant and flow.", body = ConnectionsBody, example = json!({
        "connections": [{
            "flow": "demo",
            "tenant": "acme_corp",
            "access": "role",
            "bucket": "my-company-data",
            "path_prefix": "incoming",
            "region": "eu-west-1",
            "account": "111122223333",
            "state": "failed",
            "cause": "put_denied",
            "created_at": "2026-11-22T14:05:00Z",
            "updated_at": "2026-11-22T14:05:00Z",
            "last_checked_at": "2026-11-30T06:00:00Z",
        }],
        "next": null,
    }))),
)]
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
