//! `/v1/tenants/{tenant}/external-id`: a tenant's external ID, which can be imported and rotated.

use super::auth::Api;
use crate::input::{Json, PathIds};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::timestamp::rfc3339;
use domain::{ExternalId, TenantId};
use serde::{Deserialize, Serialize};
use service::{Tenant, TenantScope};
use utoipa::ToSchema;

/// The external ID of a tenant.
#[derive(Serialize, ToSchema)]
#[schema(as = TenantExternalId)]
pub struct ExternalIdBody {
    /// The external ID that new roles must require.
    external_id: ExternalId,
    /// The external ID that is still accepted during a rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<ExternalId>,
    /// When the external ID was created or imported.
    #[schema(format = DateTime)]
    created_at: String,
}

fn external_id_response(tenant: Tenant) -> axum::Json<ExternalIdBody> {
    axum::Json(ExternalIdBody {
        external_id: tenant.external_id,
        previous: tenant.previous_external_id,
        created_at: rfc3339(tenant.external_id_created_at),
    })
}

/// Answers with the external ID.
///
/// Creates the tenant if it does not exist, so that you can show an external ID before you create a connect session.
#[utoipa::path(
    get,
    path = "/tenants/{tenant}/external-id",
    operation_id = "getExternalId",
    tag = "External IDs",
    summary = "Get the external ID of a tenant",
    responses((status = 200, description = "The external ID.", body = ExternalIdBody, example = json!({
        "external_id": "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25",
        "created_at": "2026-11-22T14:05:00Z",
    }))),
)]
pub async fn get(api: Api, ids: PathIds) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.ensure_tenant(&scope, None).await?;
    Ok(external_id_response(tenant))
}

/// The external ID to import.
#[derive(Deserialize, ToSchema)]
#[schema(as = ExternalIdImport)]
#[serde(deny_unknown_fields)]
pub struct ImportExternalIdBody {
    /// The external ID that the tenant's roles require already.
    #[schema(value_type = ExternalId)]
    external_id: String,
}

/// Imports an external ID.
///
/// If you migrate to s3-connect, you can keep the external IDs that are in your customers' trust policies. An external
/// ID that is or ever was another tenant's, in any environment and ignoring case, is refused with `taken` in `errors`,
/// because all tenants reach AWS as one principal. Creates the tenant if it does not exist.
#[utoipa::path(
    put,
    path = "/tenants/{tenant}/external-id",
    operation_id = "importExternalId",
    tag = "External IDs",
    summary = "Import the external ID of a tenant",
    request_body(content = ImportExternalIdBody, example = json!({ "external_id": "acme-7f3b9c2e" })),
    responses((status = 200, description = "The external ID as it is now.", body = ExternalIdBody, example = json!({
        "external_id": "acme-7f3b9c2e",
        "created_at": "2026-11-22T14:05:00Z",
    }))),
    extensions(("x-problem-codes" = json!([ProblemCode::RotationUnderWay]))),
)]
pub async fn put(
    api: Api,
    ids: PathIds,
    Json(body): Json<ImportExternalIdBody>,
) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let external_id = ExternalId::parse(&body.external_id)
        .map_err(|refusal| Problem::invalid_fields(vec![refusal.for_field("external_id")]))?;
    let tenant = api.service.import_external_id(&scope, &external_id).await?;
    Ok(external_id_response(tenant))
}

/// Starts a rotation.
///
/// Creates a new external ID. The old one stays valid as `previous` until every role of the tenant has passed a check
/// with the new one. If no role uses it, it becomes invalid at once.
#[utoipa::path(
    post,
    path = "/tenants/{tenant}/external-id/rotate",
    operation_id = "rotateExternalId",
    tag = "External IDs",
    summary = "Rotate the external ID of a tenant",
    responses((status = 200, description = "The new external ID, and the previous one.", body = ExternalIdBody, example = json!({
        "external_id": "s3c-b2e40c9d71f84a36a5d3f1e8c7096b4d",
        "previous": "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25",
        "created_at": "2026-11-30T06:00:00Z",
    }))),
    extensions(("x-problem-codes" = json!([ProblemCode::RotationUnderWay]))),
)]
pub async fn rotate(api: Api, ids: PathIds) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.rotate_external_id(&scope).await?;
    Ok(external_id_response(tenant))
}

/// Cancels a rotation.
///
/// Returns to the previous external ID, unless a role already requires the new one.
#[utoipa::path(
    post,
    path = "/tenants/{tenant}/external-id/rotate/cancel",
    operation_id = "cancelExternalIdRotation",
    tag = "External IDs",
    summary = "Cancel the rotation of an external ID",
    responses((status = 200, description = "The external ID that is valid again.", body = ExternalIdBody, example = json!({
        "external_id": "s3c-5f1c8b0e3a7d49c2b6e0d4a1f8937c25",
        "created_at": "2026-11-22T14:05:00Z",
    }))),
    extensions(("x-problem-codes" = json!([ProblemCode::NoRotation, ProblemCode::RotationTakenUp]))),
)]
pub async fn cancel_rotation(
    api: Api,
    ids: PathIds,
) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.cancel_rotation(&scope).await?;
    Ok(external_id_response(tenant))
}

fn tenant_scope(api: &Api, ids: &PathIds) -> Result<TenantScope, Problem> {
    let tenant = ids.get("tenant", TenantId::parse)?;
    Ok(TenantScope::new(api.environment.clone(), tenant))
}
