//! What a path prefix is for a tenant.

use super::auth::ApiTenant;
use crate::input::Json;
use crate::problem::Problem;
use serde::Deserialize;
use service::PathPreview;
use std::collections::BTreeMap;

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
