//! What a path prefix is for a tenant.

use super::auth::ApiTenant;
use crate::input::Json;
use crate::problem::Problem;
use domain::FieldError;
use i18n::english;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    tenant: ApiTenant,
    Json(asked): Json<Asked>,
) -> Result<axum::Json<PathPreview>, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
        ..
    } = tenant;
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
        problems: problems
            .map(|p| p.translate(|words| english(&words)))
            .collect(),
    }))
}
