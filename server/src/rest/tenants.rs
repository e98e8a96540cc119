//! A tenant's external ID, and what a path prefix is for it.

use super::auth::{Api, ApiTenant};
use crate::answer::rfc3339;
use crate::input::{Ids, Json};
use crate::problem::Problem;
use axum::extract::State;
use domain::{ExternalId, FieldError, TenantId};
use serde::{Deserialize, Serialize};
use service::{Service, TenantScope};
use std::collections::BTreeMap;
use words::english;

#[derive(Serialize)]
pub struct ShownId {
    external_id: ExternalId,
    created_at: String,
}

pub async fn external_id(
    State(service): State<Service>,
    Api(environment): Api,
    ids: Ids,
) -> Result<axum::Json<ShownId>, Problem> {
    let scope = TenantScope::new(environment, ids.get("tenant", TenantId::parse)?);
    let tenant = service.tenant(&scope, None).await?;
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

#[derive(Serialize)]
pub struct PathPreview {
    resolved: Option<String>,
    variables: Vec<&'static str>,
    problems: Vec<FieldError<String>>,
}

pub async fn path_preview(
    State(service): State<Service>,
    tenant: ApiTenant,
    Json(asked): Json<Asked>,
) -> Result<axum::Json<PathPreview>, Problem> {
    let ApiTenant { scope, flow } = tenant;
    service.connector(&scope.environment, &flow).await?;
    let root = service.tenant(&scope, None).await?.root_tenant;
    let preview = service.path_preview(
        (&scope, &flow, root.as_ref()),
        &asked.path_prefix,
        asked.at.as_deref(),
        &asked.values,
    )?;
    let problems = preview.problems.into_iter();
    Ok(axum::Json(PathPreview {
        resolved: preview.resolved,
        variables: preview.variables,
        problems: problems.map(|p| p.said(|words| english(&words))).collect(),
    }))
}
