//! `POST /v1/flows/{flow}/tenants/{tenant}/path-preview`: what a path prefix becomes for a tenant.

use super::auth::ApiTenant;
use crate::input::Json;
use crate::problem::Problem;
use domain::FieldError;
use i18n::english;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathPreviewBody {
    path_prefix: String,
    /// The time for the variables of dates. Without it, the current time.
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

/// Resolves a path prefix with a tenant's values. What is wrong with the prefix is part of the answer, not an error.
pub async fn create(
    tenant: ApiTenant,
    Json(body): Json<PathPreviewBody>,
) -> Result<axum::Json<PathPreview>, Problem> {
    let ApiTenant {
        scope,
        flow,
        service,
        ..
    } = tenant;
    // Only to answer `unknown_flow` if there is no such flow.
    service.connector(&scope.environment, &flow).await?;
    let root_tenant = service.ensure_tenant(&scope, None).await?.root_tenant;
    let preview = service.preview_path(
        (&scope, &flow, root_tenant.as_ref()),
        &body.path_prefix,
        body.at.as_deref(),
        &body.values,
    )?;
    let problems = preview.problems.into_iter();
    Ok(axum::Json(PathPreview {
        resolved: preview.resolved,
        variables: preview.variables,
        problems: problems
            .map(|p| p.map_messages(|message| english(&message)))
            .collect(),
    }))
}
