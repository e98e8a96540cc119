//! A tenant's external ID, and what a path prefix is for it.

use super::auth::{Api, ApiTenant};
use crate::answer::rfc3339;
use crate::input::{Ids, Json};
use crate::problem::Problem;
use domain::{ExternalId, TenantId};
use serde::{Deserialize, Serialize};
use service::{PathPreview, TenantScope};
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct ShownId {
    external_id: ExternalId,
    created_at: String,
}

pub async fn external_id(api: Api, ids: Ids) -> Result<axum::Json<ShownId>, Problem> {
    let scope = TenantScope::new(api.environment, ids.get("tenant", TenantId::parse)?);
    let tenant = api.service.tenant(&scope, None).await?;
    Ok(axum::Json(ShownId {
        external_id: tenant.external_id,
        created_at: rfc3339(tenant.external_id_created_at),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    path_prefix: String,
    at: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

pub async fn path_preview(
    tenant: ApiTenant,
    Json(asked): Json<Asked>,
) -> Result<axum::Json<PathPreview>, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
    } = tenant;
    service.connector(&scope.environment, &flow).await?;
    let root = service.tenant(&scope, None).await?.root_tenant;
    let preview = service.path_preview(
        (&scope, &flow, root.as_ref()),
        &asked.path_prefix,
        asked.at.as_deref(),
        &asked.values,
    )?;
    Ok(axum::Json(preview))
}
