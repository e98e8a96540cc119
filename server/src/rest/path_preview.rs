//! `POST /v1/flows/{flow}/tenants/{tenant}/path-preview`: what a path prefix becomes for a tenant.

use super::auth::ApiTenant;
use crate::input::Json;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use domain::FieldError;
use i18n::english;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The path prefix to resolve.
#[derive(Deserialize, ToSchema)]
#[schema(as = PathPreviewRequest)]
#[serde(deny_unknown_fields)]
pub struct PathPreviewBody {
    /// The path prefix, with variables such as `{tenant}`.
    path_prefix: String,
    /// The time for the variables of dates. Without it, the current time.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Values of variables, in place of those that the tenant has.
    #[serde(default)]
    values: BTreeMap<String, String>,
}

/// What a path prefix becomes.
#[derive(Serialize, ToSchema)]
pub struct PathPreview {
    /// The path, or null if there are problems.
    #[schema(required)]
    resolved: Option<String>,
    /// The variables in the path prefix.
    #[schema(value_type = Vec<String>)]
    variables: Vec<&'static str>,
    /// What is wrong with the path prefix.
    problems: Vec<FieldError<String>>,
}

/// Resolves a path prefix with a tenant's values.
///
/// What is wrong with the path prefix is part of the answer, not an error. Creates the tenant if it does not exist.
#[utoipa::path(
    post,
    path = "/flows/{flow}/tenants/{tenant}/path-preview",
    operation_id = "previewPath",
    tag = "Setup",
    summary = "Preview a path prefix",
    request_body(content = PathPreviewBody, example = json!({
        "path_prefix": "exports/{tenant}/{full_date}",
        "at": "2026-11-22T14:05:00Z",
    })),
    responses((status = 200, description = "What the path prefix becomes.", body = PathPreview, example = json!({
        "resolved": "exports/acme_corp/20261122",
        "variables": ["tenant", "full_date"],
        "problems": [],
    }))),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow]))),
)]
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
