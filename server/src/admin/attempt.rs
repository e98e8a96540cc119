//! The page of a tenant's latest attempt on a flow, whose check did not pass.

use super::admin_request::AdminRequest;
use super::field_text::field_text;
use crate::problem::Problem;
use app::admin::{AttemptPage, AttemptPageModel, AttemptRow, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Cause;
use leptos::prelude::*;
use service::{AttemptSummary, ConnectionSummary};

/// Shows what the tenant entered, and the report.
pub async fn show(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    let flow = request.flow()?;
    let attempt = request.service.failed_attempt(&scope, &flow).await?;
    let connections = request.service.connections(&scope).await?;
    let connector = request
        .service
        .connector(&request.environment, &flow)
        .await?;
    let fields = attempt.public_fields.iter();
    let label = |name: &str| match connector.params.field(name) {
        Some(field) => field.label.clone(),
        None => "Access".to_owned(),
    };
    let model = AttemptPageModel {
        tenant: scope.tenant.to_string(),
        fields: fields
            .map(|(name, value)| (label(name), field_text(value)))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        report: attempt.report,
        attempted_at: attempt.attempted_at,
        is_change: connections.iter().any(|connection| connection.flow == flow),
        flow: flow.into(),
    };
    let title = format!("Last try of {} on {}", model.tenant, model.flow);
    let layout = request.layout(Tab::Tenants);
    let content = move || view! { <AttemptPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page(&title, StatusCode::OK, content))
}

/// Returns the rows of attempts in a list, beside the tenant's connections.
pub fn attempt_rows(
    attempts: Vec<AttemptSummary>,
    connections: &[ConnectionSummary],
) -> Vec<AttemptRow> {
    let rows = attempts.into_iter().map(|attempt| AttemptRow {
        is_change: connections
            .iter()
            .any(|connection| connection.flow == attempt.flow),
        flow: attempt.flow.into(),
        outcome: attempt.outcome,
        step: attempt.step,
        cause: attempt.cause.map(Cause::code),
        attempted_at: attempt.attempted_at,
    });
    rows.collect()
}
