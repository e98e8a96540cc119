//! The page of one tenant: its external ID, connections, links and latest audit events.

use super::admin_request::AdminRequest;
use super::attempt::attempt_rows;
use super::audit_log::event_row;
use super::tenants::{connection_row, flow_names};
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{ActiveLink, Confirmation, ExternalIdModel, Tab, TenantPage, TenantPageModel};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::ExternalId;
use leptos::prelude::*;
use service::{AuditEventQuery, Error, SessionKind, Tenant};

/// How many of the latest audit events the page shows.
const MAX_EVENTS: usize = 10;

/// Shows the tenant.
pub async fn show(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    page(&request, query.get("done"), None, StatusCode::OK).await
}

/// Asks for confirmation before the external ID is rotated. What it says depends on whether a role relies on the ID.
pub async fn confirm_rotation(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, tenant) = request.tenant().await?;
    let connections = request.service.connections(&scope).await?;
    let is_in_use = connections
        .iter()
        .any(|connection| connection.external_id.as_ref() == Some(&tenant.external_id));
    let consequence = if is_in_use {
        "A new external ID replaces it once the tenant’s roles require the new one. Until then both are valid, the widget shows the tenant what to change, and you can cancel the rotation."
    } else {
        "No role uses it, so the new external ID replaces it at once. If the tenant is setting up a role right now, the trust policy needs the new one."
    };
    let back = format!("/admin/{}/tenants/{}", request.environment, scope.tenant);
    let confirmation = Confirmation {
        question: "Make a new external ID for",
        name: scope.tenant.to_string(),
        consequence: consequence.to_owned(),
        yes: "Yes, make a new one",
        no: "Keep this one",
        action: format!("{back}/external-id/rotate"),
        back,
        is_destructive: !is_in_use,
    };
    Ok(request.confirm_page("Rotate the external ID", Tab::Tenants, confirmation))
}

/// Starts the rotation of the external ID. It is complete at once if no role relies on the ID.
pub async fn rotate(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    let result = request.service.rotate_external_id(&scope).await;
    let is_complete = |tenant: &Tenant| tenant.previous_external_id.is_none();
    let done = if result.as_ref().is_ok_and(is_complete) {
        "replaced"
    } else {
        "rotated"
    };
    answer_rotation(&request, result, done).await
}

/// Cancels the rotation of the external ID.
pub async fn cancel_rotation(request: AdminRequest) -> Result<Response, Problem> {
    let (scope, _) = request.tenant().await?;
    let result = request.service.cancel_rotation(&scope).await;
    answer_rotation(&request, result, "called-off").await
}

/// Redirects to the tenant's page after a change. `done` selects the message there.
async fn answer_rotation(
    request: &AdminRequest,
    result: Result<Tenant, Error>,
    done: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(tenant) => {
            let tenant_page = format!(
                "/admin/{}/tenants/{}?done={done}",
                request.environment, tenant.tenant
            );
            Ok(Redirect::to(&tenant_page).into_response())
        }
        // Somebody else changed the rotation while this page was open. It shows the error above the current state.
        Err(
            error @ (Error::RotationInProgress | Error::NoRotation | Error::NewExternalIdInUse),
        ) => page(request, "", Some(error.to_string()), StatusCode::CONFLICT).await,
        Err(other) => Err(other.into()),
    }
}

async fn page(
    request: &AdminRequest,
    done: &str,
    error: Option<String>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let (scope, tenant) = request.tenant().await?;
    let connectors = request.service.connectors(&request.environment).await?;
    let connections = request.service.connections(&scope).await?;
    let attempts = attempt_rows(request.service.attempts(&scope).await?, &connections);
    let (links, has_more_links) = request.service.active_links(&scope).await?;
    let latest = AuditEventQuery {
        tenant: Some(&scope.tenant),
        limit: MAX_EVENTS,
        ..AuditEventQuery::default()
    };
    let events = request.service.events(&request.environment, latest).await?;
    let is_connected = |flow: &str| connections.iter().any(|c| c.flow.as_str() == flow);
    let has_tried = |flow: &str| attempts.iter().any(|attempt| attempt.flow == flow);
    let unconnected_flows = flow_names(&connectors)
        .into_iter()
        .filter(|flow| !is_connected(flow) && !has_tried(flow))
        .collect();
    let flows_using = |id: &ExternalId| -> Vec<String> {
        let using = connections
            .iter()
            .filter(|c| c.external_id.as_ref() == Some(id));
        using.map(|c| c.flow.to_string()).collect()
    };
    let external_id = ExternalIdModel {
        previous: tenant
            .previous_external_id
            .as_ref()
            .map(|id| (id.to_string(), flows_using(id))),
        flows_on_new_id: flows_using(&tenant.external_id),
        id: tenant.external_id.into(),
        created_at: tenant.external_id_created_at,
    };
    let model = TenantPageModel {
        tenant: tenant.tenant.to_string(),
        root_tenant: tenant.root_tenant.map(String::from),
        created_at: tenant.created_at,
        external_id,
        attempts,
        unconnected_flows,
        connections: connections
            .into_iter()
            .map(|connection| connection_row(connection, &connectors))
            .collect(),
        links: links
            .into_iter()
            .map(|link| ActiveLink {
                flow: link.flow.into(),
                is_forwarded: link.kind == SessionKind::Forwarded,
                created_at: link.created_at,
                expires_at: link.expires_at,
            })
            .collect(),
        has_more_links,
        events: events.items.iter().map(event_row).collect(),
        success: match done {
            "ended" => Some("The links are ended."),
            "disconnected" => Some("Disconnected."),
            "rotated" => Some(
                "A new external ID is created. The old one is valid until the tenant’s roles accept the new one.",
            ),
            "replaced" => Some(
                "A new external ID is in place. No role used the old one, so it is no longer valid.",
            ),
            "called-off" => Some("The old external ID stays. The new one is no longer valid."),
            _ => None,
        },
        error,
    };
    let title = format!("Tenant {}", model.tenant);
    let layout = request.layout(Tab::Tenants);
    let content = move || view! { <TenantPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page(&title, status, content))
}
