//! `/v1/tenants/{tenant}/external-id`: a tenant's external ID, which can be imported and rotated.

use super::auth::Api;
use crate::input::{Json, PathIds};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{ExternalId, TenantId};
use serde::{Deserialize, Serialize};
use service::{Tenant, TenantScope};

#[derive(Serialize)]
pub struct ExternalIdBody {
    external_id: ExternalId,
    /// The external ID that is still accepted during a rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<ExternalId>,
    created_at: String,
}

fn external_id_response(tenant: Tenant) -> axum::Json<ExternalIdBody> {
    axum::Json(ExternalIdBody {
        external_id: tenant.external_id,
        previous: tenant.previous_external_id,
        created_at: rfc3339(tenant.external_id_created_at),
    })
}

/// Answers with the external ID. Creates the tenant if it does not exist, so that a vendor can show an external ID
/// before it creates a connect link.
pub async fn get(api: Api, ids: PathIds) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.ensure_tenant(&scope, None).await?;
    Ok(external_id_response(tenant))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportExternalIdBody {
    external_id: String,
}

/// Imports an external ID. Vendors who migrate to us use it to keep the IDs that are in their customers' trust
/// policies.
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

/// Starts a rotation: creates a new external ID, and keeps the previous one until all roles accept the new one.
pub async fn rotate(api: Api, ids: PathIds) -> Result<axum::Json<ExternalIdBody>, Problem> {
    let scope = tenant_scope(&api, &ids)?;
    let tenant = api.service.rotate_external_id(&scope).await?;
    Ok(external_id_response(tenant))
}

/// Cancels a rotation.
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
