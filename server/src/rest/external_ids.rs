//! `/v1/tenants/{tenant}/external-id`: read, replaced, or brought along.

use super::auth::Api;
use crate::answer::rfc3339;
use crate::input::{Ids, Json};
use crate::problem::Problem;
use domain::{ExternalId, TenantId};
use serde::{Deserialize, Serialize};
use service::{Tenant, TenantScope};

#[derive(Serialize)]
pub struct Shown {
    external_id: ExternalId,
    /// Still good while it is being replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<ExternalId>,
    created_at: String,
}

fn shown(tenant: Tenant) -> axum::Json<Shown> {
    axum::Json(Shown {
        external_id: tenant.external_id,
        previous: tenant.previous_external_id,
        created_at: rfc3339(tenant.external_id_created_at),
    })
}

pub async fn get(api: Api, ids: Ids) -> Result<axum::Json<Shown>, Problem> {
    let scope = scope(&api, &ids)?;
    Ok(shown(api.service.tenant(&scope, None).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    external_id: String,
}

/// For vendors who migrate: what stands in their customers' trust policies already.
pub async fn put(
    api: Api,
    ids: Ids,
    Json(asked): Json<Asked>,
) -> Result<axum::Json<Shown>, Problem> {
    let scope = scope(&api, &ids)?;
    let imported = ExternalId::parse(&asked.external_id)
        .map_err(|refusal| Problem::fields(vec![refusal.at("external_id")]))?;
    let tenant = api.service.import_external_id(&scope, &imported).await?;
    Ok(shown(tenant))
}

pub async fn rotate(api: Api, ids: Ids) -> Result<axum::Json<Shown>, Problem> {
    let scope = scope(&api, &ids)?;
    Ok(shown(api.service.rotate_external_id(&scope).await?))
}

pub async fn call_off(api: Api, ids: Ids) -> Result<axum::Json<Shown>, Problem> {
    let scope = scope(&api, &ids)?;
    Ok(shown(api.service.call_off_rotation(&scope).await?))
}

fn scope(api: &Api, ids: &Ids) -> Result<TenantScope, Problem> {
    let tenant = ids.get("tenant", TenantId::parse)?;
    Ok(TenantScope::new(api.environment.clone(), tenant))
}
