//! One connection of a tenant: seen, checked, given up.

use super::page::Place;
use super::tenants::standing;
use crate::input::Query;
use crate::problem::Problem;
use crate::widget::model;
use app::admin::{ConfirmRemoval, ConnectionPage, ConnectionPageModel, Tab};
use app::widget::JustNow;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FlowId, Outcome};
use leptos::prelude::*;
use serde_json::Value;
use service::{Connection, TenantScope};

/// Which connection of whom, both there.
async fn found(place: &Place) -> Result<(TenantScope, FlowId, Connection), Problem> {
    let (scope, _) = place.tenant().await?;
    let flow = place.flow()?;
    let connection = place.service.connection(&scope, &flow).await?;
    Ok((scope, flow, connection))
}

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let (scope, flow, connection) = found(&place).await?;
    let connectors = place.service.connectors(&place.environment).await?;
    let done = match (query.get("done"), connection.report.outcome) {
        ("checked", Outcome::Passed) => Some("Checked. Everything works."),
        _ => None,
    };
    let model = ConnectionPageModel {
        tenant: scope.tenant.to_string(),
        standing: standing(
            &connectors,
            &flow,
            connection.mode,
            connection.report.outcome,
        ),
        connection: model::connection(&connection, JustNow::Nothing),
        more: more(&connection),
        flow: flow.to_string(),
        done,
    };
    let title = format!("{} on {}", model.tenant, model.flow);
    let frame = place.frame(Tab::Tenants);
    let content = move || view! { <ConnectionPage frame=frame.clone() model=model.clone() /> };
    Ok(place.page(&title, StatusCode::OK, content))
}

/// What only some connections have, the vendor's own fields last.
fn more(c: &Connection) -> Vec<(String, String)> {
    let known = [
        ("External ID", c.external_id.clone().map(String::from)),
        (
            "Endpoint",
            c.endpoint.as_ref().map(|e| e.as_str().to_owned()),
        ),
        ("KMS key", c.kms_key.clone().map(String::from)),
        (
            "Bucket owner",
            c.bucket_owner.as_ref().map(ToString::to_string),
        ),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let fields = c.vendor_fields.iter().map(|(name, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (name.clone(), text)
    });
    known.chain(fields).collect()
}

/// Asks AWS, and then shows what came of it.
pub async fn check(place: Place) -> Result<Response, Problem> {
    let (scope, flow, _) = found(&place).await?;
    place.service.check_again(&scope, &flow, |_| {}).await?;
    Ok(place.to(&format!(
        "tenants/{}/flows/{flow}?done=checked",
        scope.tenant
    )))
}

pub async fn confirm(place: Place) -> Result<Response, Problem> {
    let (scope, flow, connection) = found(&place).await?;
    let (tenant, flow) = (scope.tenant.to_string(), flow.to_string());
    let bucket = connection.bucket.to_string();
    let frame = place.frame(Tab::Tenants);
    let content = move || {
        let (frame, tenant, flow, bucket) =
            (frame.clone(), tenant.clone(), flow.clone(), bucket.clone());
        view! { <ConfirmRemoval frame tenant flow bucket /> }
    };
    Ok(place.page("Disconnect", StatusCode::OK, content))
}

pub async fn disconnect(place: Place) -> Result<Response, Problem> {
    let (scope, flow, _) = found(&place).await?;
    place.service.disconnect(&scope, &flow).await?;
    Ok(place.to(&format!("tenants/{}?done=disconnected", scope.tenant)))
}
