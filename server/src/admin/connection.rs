//! The page of one connection of a tenant, on which it is checked and disconnected.

use super::admin_request::AdminRequest;
use super::field_text::field_text;
use super::tenants::connection_health;
use crate::input::Query;
use crate::problem::Problem;
use crate::widget::connection_view::connection_view;
use app::admin::{ConfirmDisconnectPage, ConnectionPage, ConnectionPageModel, Tab};
use app::widget::RecentAction;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FlowId, Outcome};
use leptos::prelude::*;
use service::{Connection, TenantScope};

/// Finds the connection that the path names.
///
/// # Errors
/// - `bad_id` if the path holds an ID that is not valid.
/// - `unknown_tenant` or `no_connection` if there is no such tenant or connection.
async fn find_connection(
    request: &AdminRequest,
) -> Result<(TenantScope, FlowId, Connection), Problem> {
    let (scope, _) = request.tenant().await?;
    let flow = request.flow()?;
    let connection = request.service.connection(&scope, &flow).await?;
    Ok((scope, flow, connection))
}

/// Shows the connection with the report of its last check.
pub async fn show(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let (scope, flow, connection) = find_connection(&request).await?;
    let connectors = request.service.connectors(&request.environment).await?;
    // The address may be reloaded much later, so the current outcome decides, too. A failed check needs no message of
    // its own, because the report below it says more.
    let success = match (query.get("done"), connection.report.outcome) {
        ("checked", Outcome::Passed) => Some("Checked. Everything works."),
        _ => None,
    };
    let model = ConnectionPageModel {
        tenant: scope.tenant.to_string(),
        health: connection_health(
            &connectors,
            &flow,
            connection.mode,
            connection.report.outcome,
        ),
        connection: connection_view(&connection, RecentAction::None),
        other_facts: other_facts(&connection),
        flow: flow.to_string(),
        success,
    };
    let title = format!("{} on {}", model.tenant, model.flow);
    let layout = request.layout(Tab::Tenants);
    let content = move || view! { <ConnectionPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page(&title, StatusCode::OK, content))
}

/// Returns the names and values of what only some connections have. The vendor's own fields come last.
fn other_facts(c: &Connection) -> Vec<(String, String)> {
    let standard_fields = [
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
    let standard_fields = standard_fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let vendor_fields = c.vendor_fields.iter();
    let vendor_fields = vendor_fields.map(|(name, value)| (name.clone(), field_text(value)));
    standard_fields.chain(vendor_fields).collect()
}

/// Checks the connection again, and then shows it.
pub async fn check(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, flow, _) = find_connection(&request).await?;
    request.service.check_again(&scope, &flow, |_| {}).await?;
    Ok(request.redirect_to(&format!(
        "tenants/{}/flows/{flow}?done=checked",
        scope.tenant
    )))
}

/// Asks for confirmation before disconnecting.
pub async fn confirm_disconnect(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, flow, connection) = find_connection(&request).await?;
    let (tenant, flow) = (scope.tenant.to_string(), flow.to_string());
    let bucket = connection.bucket.to_string();
    let layout = request.layout(Tab::Tenants);
    let content = move || {
        let (layout, tenant, flow, bucket) =
            (layout.clone(), tenant.clone(), flow.clone(), bucket.clone());
        view! { <ConfirmDisconnectPage layout tenant flow bucket /> }
    };
    Ok(request.page("Disconnect", StatusCode::OK, content))
}

/// Disconnects, and then shows the tenant.
pub async fn disconnect(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, flow, _) = find_connection(&request).await?;
    request.service.disconnect(&scope, &flow).await?;
    Ok(request.redirect_to(&format!("tenants/{}?done=disconnected", scope.tenant)))
}
