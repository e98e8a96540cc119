//! The audit log, told in words.

use super::page::Place;
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{Log, LogPage, LogRow, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use domain::TenantId;
use leptos::prelude::*;
use serde_json::{Map, Value};
use service::{Actor, Event, EventsAsked, KINDS};

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let (tenant, kind) = (query.get("tenant").to_owned(), query.get("kind").to_owned());
    let before = query.some("before").filter(|text| is_cursor(text));
    let mut page = LogPage {
        tenant: tenant.clone(),
        kind: kind.clone(),
        ..LogPage::default()
    };
    let asked = query.some("tenant").map(TenantId::parse).transpose();
    let status = match asked {
        Ok(of_tenant) => {
            let asked = EventsAsked {
                tenant: of_tenant.as_ref(),
                kind: KINDS.into_iter().find(|known| *known == kind),
                before,
                ..EventsAsked::default()
            };
            let (events, next) = place.service.events(&place.environment, asked).await?;
            page.rows = events.iter().map(row).collect();
            page.first = before.map(|_| address(&place, &tenant, &kind, ""));
            page.next = next.map(|next| address(&place, &tenant, &kind, &next));
            StatusCode::OK
        }
        Err(refusal) => {
            page.error = Some(i18n::english(&refusal.detail));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let frame = place.frame(Tab::Log);
    let content = move || view! { <Log frame=frame.clone() page=page.clone() /> };
    Ok(place.page("Log", status, content))
}

/// As ids of events are.
pub fn is_cursor(text: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 28 && text.bytes().all(hex)
}

fn address(place: &Place, tenant: &str, kind: &str, before: &str) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("tenant", tenant), ("kind", kind), ("before", before)] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    format!("/admin/{}/log?{}", place.environment, pairs.finish())
}

pub fn row(event: &Event) -> LogRow {
    LogRow {
        at: event.at,
        who: who(&event.actor),
        what: what(&event.action, &event.detail),
        bad: event.action == "check.failed",
        tenant: event.tenant.as_ref().map(ToString::to_string),
        flow: event.flow.as_ref().map(ToString::to_string),
    }
}

pub fn who(actor: &Actor) -> String {
    match actor {
        Actor::Admin(name) if name.is_empty() => "an admin".to_owned(),
        Actor::Admin(name) => format!("{name} (admin)"),
        Actor::ApiKey(name) => format!("API key “{name}”"),
        Actor::Tenant => "the tenant".to_owned(),
        Actor::ForwardedLink => "somebody with a link the tenant handed on".to_owned(),
        Actor::CommandLine => "the command line".to_owned(),
        Actor::Server => "the server".to_owned(),
    }
}

/// What is not known here is told by its name.
fn what(action: &str, detail: &Map<String, Value>) -> String {
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    let list = |name: &str| {
        let values = detail.get(name).and_then(Value::as_array);
        let values: Option<Vec<_>> =
            values.map(|values| values.iter().filter_map(Value::as_str).collect());
        values.unwrap_or_default().join(", ")
    };
    let place = || match text("path_prefix") {
        "" => text("bucket").to_owned(),
        prefix => format!("{}/{prefix}", text("bucket")),
    };
    match action {
        "environment.created" => "Environment made".to_owned(),
        "connector.saved" => "Settings of the flow saved".to_owned(),
        "connector.restored" => match detail.get("version") {
            Some(version) => format!("Settings of the flow as they were in version {version}"),
            None => "Settings of the flow as they were before".to_owned(),
        },
        "link.made" => "Connect link made".to_owned(),
        "link.forwarded" => "Link handed on to an AWS administrator".to_owned(),
        "link.ended" => match detail.get("links").and_then(Value::as_u64) {
            Some(1) | None => "Link ended".to_owned(),
            Some(links) => format!("{links} links ended"),
        },
        "check.passed" => "Check passed".to_owned(),
        "check.failed" => format!("Check failed: {}", list("causes")),
        "check.undetermined" => format!("Check could not be finished: {}", list("causes")),
        "connection.saved" => format!("Connected {}", place()),
        "connection.replaced" => format!("Connection changed, now to {}", place()),
        "connection.removed" => "Disconnected".to_owned(),
        "key.made" => format!("API key “{}” made", text("name")),
        "key.revoked" => format!("API key “{}” revoked", text("name")),
        "external_id.rotated" => "New external ID made; the one before is good still".to_owned(),
        "external_id.called_off" => "New external ID called off".to_owned(),
        "external_id.imported" => "External ID brought along".to_owned(),
        "external_id.switched" => {
            "Every role has the new external ID; the one before is good no longer".to_owned()
        }
        "theme.saved" => "Looks changed".to_owned(),
        "origins.saved" => match list("origins") {
            origins if origins.is_empty() => "Any origin allowed".to_owned(),
            origins => format!("Allowed origins: {origins}"),
        },
        "template.saved" => match text("url") {
            "" => "No template URL any more".to_owned(),
            url => format!("Template URL: {url}"),
        },
        other => other.replace(['.', '_'], " "),
    }
}
