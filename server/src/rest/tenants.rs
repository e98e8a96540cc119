//! `/v1/tenants`: the tenants of the caller's environment.

use super::auth::Api;
use crate::input::{PathIds, Query, parse_choice, parse_filter, parse_page};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::timestamp::rfc3339;
use axum::http::StatusCode;
use domain::{AccessMode, AccountId, BucketAddress, Cause, FlowId, Outcome, StepId, TenantId};
use serde::Serialize;
use serde_json::{Value, json};
use service::{
    AttemptSummary, ConnectionSummary, TenantScope, TenantSearch, TenantStatus, TenantSummary,
};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// What a search can ask for. The first three are the outcomes of a connection's last check.
const STATES: [(&str, TenantStatus); 6] = [
    ("passed", TenantStatus::Works),
    ("failed", TenantStatus::Fails),
    ("undetermined", TenantStatus::Unclear),
    ("attempted", TenantStatus::Tried),
    ("not_connected", TenantStatus::NotConnected),
    ("access_not_offered", TenantStatus::AccessNotOffered),
];

const SEARCHED_STATES: &str = "\
Only tenants in this state.

- `passed`, `failed`, `undetermined`: the last check of a connection had this outcome.
- `attempted`: the latest attempt to connect, or to change a connection, did not pass.
- `not_connected`: there is no connection, and no attempt that did not pass.
- `access_not_offered`: the flow no longer offers the access mode of a connection.";

/// The states, for the document.
struct SearchedState;

impl utoipa::PartialSchema for SearchedState {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(STATES.map(|(name, _)| name)))
            .into()
    }
}

impl ToSchema for SearchedState {}

/// A page of tenants.
#[derive(Serialize, ToSchema)]
#[schema(as = TenantPage)]
pub struct TenantsBody {
    /// The tenants, sorted by ID.
    tenants: Vec<TenantBody>,
    /// The `cursor` of the next page, or null on the last page.
    #[schema(required)]
    next: Option<String>,
}

/// A tenant, with what it connected.
#[derive(Serialize, ToSchema)]
#[schema(as = Tenant)]
pub struct TenantBody {
    tenant: TenantId,
    /// The tenant that this one belongs to, if a connect session named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    root_tenant: Option<TenantId>,
    /// When a call named the tenant for the first time.
    #[schema(format = DateTime)]
    created_at: String,
    /// The connections, sorted by flow.
    connections: Vec<TenantConnectionBody>,
    /// The latest attempts that did not pass, sorted by flow.
    attempts: Vec<AttemptBody>,
}

/// A connection of a tenant.
#[derive(Serialize, ToSchema)]
#[schema(as = TenantConnection)]
struct TenantConnectionBody {
    flow: FlowId,
    access: AccessMode,
    /// The name of the bucket, or the ARN or alias of an access point.
    #[schema(value_type = String)]
    bucket: BucketAddress,
    /// The outcome of the last check.
    state: Outcome,
    /// The first cause in the report of the last check.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    /// When the connection was last checked.
    #[schema(format = DateTime)]
    last_checked_at: String,
}

/// The latest attempt that did not pass.
#[derive(Serialize, ToSchema)]
#[schema(as = Attempt)]
struct AttemptBody {
    flow: FlowId,
    /// The outcome of its check.
    state: Outcome,
    /// The first step that did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<StepId>,
    /// The first cause in its report.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    /// When the check ended.
    #[schema(format = DateTime)]
    attempted_at: String,
}

impl From<TenantSummary> for TenantBody {
    fn from(tenant: TenantSummary) -> Self {
        let connections = tenant.connections.into_iter();
        let attempts = tenant.attempts.into_iter();
        Self {
            tenant: tenant.tenant,
            root_tenant: tenant.root_tenant,
            created_at: rfc3339(tenant.created_at),
            connections: connections.map(TenantConnectionBody::from).collect(),
            attempts: attempts.map(AttemptBody::from).collect(),
        }
    }
}

impl From<ConnectionSummary> for TenantConnectionBody {
    fn from(connection: ConnectionSummary) -> Self {
        Self {
            flow: connection.flow,
            access: connection.mode,
            bucket: connection.bucket,
            state: connection.outcome,
            cause: connection.cause,
            last_checked_at: rfc3339(connection.last_checked_at),
        }
    }
}

impl From<AttemptSummary> for AttemptBody {
    fn from(attempt: AttemptSummary) -> Self {
        Self {
            flow: attempt.flow,
            state: attempt.outcome,
            step: attempt.step,
            cause: attempt.cause,
            attempted_at: rfc3339(attempt.attempted_at),
        }
    }
}

/// Lists the tenants.
///
/// The list has the tenants of the environment with their connections, and with their latest attempts that did not pass.
/// It is sorted by ID. A tenant has to match all filters.
#[utoipa::path(
    get,
    path = "/tenants",
    operation_id = "listTenants",
    tag = "Tenants",
    summary = "List tenants",
    params(
        ("prefix" = Option<TenantId>, Query, description = "Only tenants whose ID begins with this."),
        ("flow" = Option<FlowId>, Query, description = "Only what belongs to this flow."),
        ("state" = inline(Option<SearchedState>), Query, description = SEARCHED_STATES),
        ("bucket" = Option<String>, Query, description = "Only tenants that connected this bucket."),
        ("account" = Option<String>, Query, description = "Only tenants that connected this AWS account."),
        ("cursor" = Option<String>, Query, description = "The `next` of the previous page."),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "How many items a page has at most. Without it, 50."),
    ),
    responses((status = 200, description = "A page of tenants, sorted by ID.", body = TenantsBody, example = tenants_example)),
)]
pub async fn list(api: Api, query: Query) -> Result<axum::Json<TenantsBody>, Problem> {
    let ([prefix, flow, state, bucket, account, cursor, limit], mut errors) = query.fields([
        "prefix", "flow", "state", "bucket", "account", "cursor", "limit",
    ]);
    let prefix = parse_filter("prefix", &prefix, TenantId::parse, &mut errors);
    let flow = parse_filter("flow", &flow, FlowId::parse, &mut errors);
    let status = parse_choice("state", &state, &STATES, &mut errors);
    let bucket = parse_filter("bucket", &bucket, BucketAddress::parse, &mut errors);
    let account = parse_filter("account", &account, AccountId::parse, &mut errors);
    let page = parse_page(
        &cursor,
        &limit,
        |text| TenantId::parse(text).ok(),
        &mut errors,
    );
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let search = TenantSearch {
        prefix: prefix.map(String::from).unwrap_or_default(),
        bucket,
        account,
        flow,
        status,
        by_name: true,
        after: page.cursor.map(String::from),
        limit: page.limit,
    };
    let found = api.service.find_tenants(&api.environment, &search).await?;
    Ok(axum::Json(TenantsBody {
        tenants: found.items.into_iter().map(TenantBody::from).collect(),
        next: found.next,
    }))
}

/// Answers with one tenant.
///
/// Creates no tenant. Creating a connect session, saving a connection, reading the setup guide, previewing a path prefix,
/// and every external-ID call do.
#[utoipa::path(
    get,
    path = "/tenants/{tenant}",
    operation_id = "getTenant",
    tag = "Tenants",
    summary = "Get a tenant",
    responses((status = 200, description = "The tenant.", body = TenantBody, example = tenant_example)),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownTenant]))),
)]
pub async fn get(api: Api, ids: PathIds) -> Result<axum::Json<TenantBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.tenant_summary(&scope).await?;
    Ok(axum::Json(tenant.into()))
}

/// Deletes a tenant.
///
/// Deletes the tenant's connections with their secrets, its attempts and its links. The audit log keeps what was done,
/// without the tenant's data. If the tenant comes back, it gets a new external ID.
#[utoipa::path(
    delete,
    path = "/tenants/{tenant}",
    operation_id = "deleteTenant",
    tag = "Tenants",
    summary = "Delete a tenant",
    responses((status = 204, description = "The tenant was deleted.")),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownTenant]))),
)]
pub async fn delete(api: Api, ids: PathIds) -> Result<StatusCode, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    api.service.delete_tenant(&scope).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn tenant_scope(api: &Api, ids: &PathIds) -> Result<TenantScope, Problem> {
    let tenant = ids.get("tenant", TenantId::parse)?;
    Ok(TenantScope::new(api.environment.clone(), tenant))
}

fn tenant_example() -> Value {
    json!({
        "tenant": "acme_corp",
        "created_at": "2026-11-22T14:00:00Z",
        "connections": [{
            "flow": "demo",
            "access": "role",
            "bucket": "my-company-data",
            "state": "passed",
            "last_checked_at": "2026-11-30T06:00:00Z",
        }],
        "attempts": [{
            "flow": "exports",
            "state": "failed",
            "step": "put",
            "cause": "put_denied",
            "attempted_at": "2026-11-22T14:20:00Z",
        }],
    })
}

fn tenants_example() -> Value {
    json!({ "tenants": [tenant_example()], "next": null })
}
