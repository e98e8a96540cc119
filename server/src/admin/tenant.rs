//! One tenant.

use super::log;
use super::page::Place;
use super::tenants::row;
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{OpenLink, Tab, TenantPage, TenantPageModel};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::{EventsAsked, SessionKind};

const EVENTS_SHOWN: usize = 10;

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let (scope, tenant) = place.tenant().await?;
    let connectors = place.service.connectors(&place.environment).await?;
    let connections = place.service.connections(&scope).await?;
    let (links, more_links) = place.service.open_links(&scope).await?;
    let asked = EventsAsked {
        tenant: Some(&scope.tenant),
        limit: EVENTS_SHOWN,
        ..EventsAsked::default()
    };
    let (events, _) = place.service.events(&place.environment, asked).await?;
    let connected = |flow: &str| connections.iter().any(|c| c.flow.as_str() == flow);
    let others = super::tenants::flows(&connectors);
    let model = TenantPageModel {
        tenant: tenant.tenant.to_string(),
        root_tenant: tenant.root_tenant.map(String::from),
        since: tenant.created_at,
        external_id: tenant.external_id.into(),
        external_id_since: tenant.external_id_created_at,
        others: others.into_iter().filter(|flow| !connected(flow)).collect(),
        connections: connections
            .into_iter()
            .map(|connection| row(connection, &connectors))
            .collect(),
        links: links
            .into_iter()
            .map(|link| OpenLink {
                flow: link.flow.into(),
                handed_on: link.kind == SessionKind::HandOff,
                made_at: link.created_at,
                until: link.expires_at,
            })
            .collect(),
        more_links,
        log: events.iter().map(log::row).collect(),
        done: match query.get("done") {
            "ended" => Some("The links are ended."),
            "disconnected" => Some("Disconnected."),
            _ => None,
        },
    };
    let title = format!("Tenant {}", model.tenant);
    let frame = place.frame(Tab::Tenants);
    let content = move || view! { <TenantPage frame=frame.clone() model=model.clone() /> };
    Ok(place.page(&title, StatusCode::OK, content).await)
}
