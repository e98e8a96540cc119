//! The audit log of an environment, with a sentence for each event.

use super::admin_request::AdminRequest;
use crate::input::{Query, is_event_cursor};
use crate::problem::Problem;
use app::admin::{AuditEventRow, AuditLogPage, AuditLogPageModel, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::TenantId;
use leptos::prelude::*;
use serde_json::{Map, Value};
use service::{Actor, AuditAction, AuditEvent, AuditEventQuery};

/// Shows one page of the log, newest first.
pub async fn show(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let (tenant, kind) = (query.get("tenant").to_owned(), query.get("kind").to_owned());
    let before = query
        .get_non_empty("before")
        .filter(|text| is_event_cursor(text));
    let mut model = AuditLogPageModel {
        tenant: tenant.clone(),
        kind: kind.clone(),
        ..AuditLogPageModel::default()
    };
    let tenant_filter = query
        .get_non_empty("tenant")
        .map(TenantId::parse)
        .transpose();
    let status = match tenant_filter {
        Ok(tenant_filter) => {
            let event_query = AuditEventQuery {
                tenant: tenant_filter.as_ref(),
                kind: AuditAction::kinds()
                    .into_iter()
                    .find(|known| *known == kind),
                before,
                ..AuditEventQuery::default()
            };
            let page = request
                .service
                .events(&request.environment, event_query)
                .await?;
            model.events = page.items.iter().map(event_row).collect();
            model.first_page = before.map(|_| log_url(&request, &tenant, &kind, ""));
            model.next_page = page
                .next
                .map(|next| log_url(&request, &tenant, &kind, &next));
            StatusCode::OK
        }
        Err(refusal) => {
            model.error = Some(i18n::english(&refusal.detail));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let layout = request.layout(Tab::Log);
    let content = move || view! { <AuditLogPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page("Log", status, content))
}

/// Returns the address of another page of the same search.
fn log_url(request: &AdminRequest, tenant: &str, kind: &str, before: &str) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("tenant", tenant), ("kind", kind), ("before", before)] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    format!("/admin/{}/log?{}", request.environment, pairs.finish())
}

/// Returns the row of an event in a list.
pub fn event_row(event: &AuditEvent) -> AuditEventRow {
    AuditEventRow {
        at: event.at,
        actor: actor_name(&event.actor),
        summary: summary(&event.action, &event.detail),
        is_failure: event.action == AuditAction::CheckFailed.as_str(),
        tenant: event.tenant.as_ref().map(ToString::to_string),
        flow: event.flow.as_ref().map(ToString::to_string),
    }
}

/// Returns how a page names an actor.
pub fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::Admin(name) if name.is_empty() => "an admin".to_owned(),
        Actor::Admin(name) => format!("{name} (admin)"),
        Actor::ApiKey(name) => format!("API key “{name}”"),
        Actor::Tenant => "the tenant".to_owned(),
        Actor::ForwardedLink => "somebody with a link that the tenant forwarded".to_owned(),
        Actor::CommandLine => "the command line".to_owned(),
        Actor::Server => "the server".to_owned(),
        Actor::Anonymous => "somebody who is not signed in".to_owned(),
    }
}

/// Describes an event in English.
fn summary(action: &str, detail: &Map<String, Value>) -> String {
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    let list = |name: &str| {
        let values = detail.get(name).and_then(Value::as_array);
        let values: Option<Vec<_>> =
            values.map(|values| values.iter().filter_map(Value::as_str).collect());
        values.unwrap_or_default().join(", ")
    };
    let location = || match (text("bucket"), text("path_prefix")) {
        // The details were erased when the tenant was deleted.
        ("", _) => "a bucket".to_owned(),
        (bucket, "") => bucket.to_owned(),
        (bucket, prefix) => format!("{bucket}/{prefix}"),
    };
    let Some(action) = AuditAction::parse(action) else {
        // A newer server may have written events that this one does not know.
        return action.replace(['.', '_'], " ");
    };
    match action {
        AuditAction::EnvironmentCreated => "Environment created".to_owned(),
        AuditAction::EnvironmentDeleted => "Environment deleted".to_owned(),
        AuditAction::FlowDeleted => "Flow deleted".to_owned(),
        AuditAction::ConnectorSaved => "Flow settings saved".to_owned(),
        AuditAction::ConnectorRestored => match detail.get("version") {
            Some(version) => format!("Flow settings restored from version {version}"),
            None => "Flow settings restored from an earlier version".to_owned(),
        },
        AuditAction::LinkCreated => "Connect link created".to_owned(),
        AuditAction::LinkForwarded => "Link forwarded to an AWS administrator".to_owned(),
        AuditAction::LinkEnded => match detail.get("links").and_then(Value::as_u64) {
            Some(1) | None => "Link ended".to_owned(),
            Some(links) => format!("{links} links ended"),
        },
        AuditAction::CheckPassed => "Check passed".to_owned(),
        AuditAction::CheckFailed => format!("Check failed: {}", list("causes")),
        AuditAction::CheckUndetermined => format!("Check was inconclusive: {}", list("causes")),
        AuditAction::ConnectionSaved => format!("Connected {}", location()),
        AuditAction::ConnectionReplaced => format!("Connection changed to {}", location()),
        AuditAction::ConnectionRemoved => "Disconnected".to_owned(),
        AuditAction::CredentialsIssued => {
            let access = match text("access") {
                "" => "reach",
                "both" => "read and write",
                access => access,
            };
            format!("Temporary credentials to {access} {} issued", location())
        }
        AuditAction::ApiKeyCreated => format!("API key “{}” created", text("name")),
        AuditAction::ApiKeyRevoked => format!("API key “{}” revoked", text("name")),
        AuditAction::ExternalIdRotated => "New external ID created".to_owned(),
        AuditAction::ExternalIdRotationCancelled => {
            "Rotation of the external ID canceled".to_owned()
        }
        AuditAction::ExternalIdImported => "External ID imported".to_owned(),
        AuditAction::ExternalIdRotationEnded => {
            "No role needs the previous external ID; it is no longer valid".to_owned()
        }
        AuditAction::TenantDeleted => "Tenant deleted".to_owned(),
        AuditAction::ThemeSaved => "Appearance changed".to_owned(),
        AuditAction::AllowedOriginsSaved => match list("origins") {
            origins if origins.is_empty() => "Any origin allowed".to_owned(),
            origins => format!("Allowed origins: {origins}"),
        },
        AuditAction::TemplateUrlSaved => match text("url") {
            "" => "Template URL removed".to_owned(),
            url => format!("Template URL: {url}"),
        },
    }
}
