//! One tenant.

use super::log;
use super::page::Place;
use super::tenants::row;
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{ExternalIdModel, OpenLink, Tab, TenantPage, TenantPageModel};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::ExternalId;
use leptos::prelude::*;
use service::{Error, EventsAsked, SessionKind, Tenant};

const EVENTS_SHOWN: usize = 10;

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    page(&place, query.get("done"), None, StatusCode::OK).await
}

pub async fn rotate(place: Place) -> Result<Response, Problem> {
    let (scope, _) = place.tenant().await?;
    let done = place.service.rotate_external_id(&scope).await;
    settled(&place, done, "rotated").await
}

pub async fn call_off(place: Place) -> Result<Response, Problem> {
    let (scope, _) = place.tenant().await?;
    let done = place.service.call_off_rotation(&scope).await;
    settled(&place, done, "called-off").await
}

/// What somebody else did in the meantime is told on the page, as it is now.
async fn settled(
    place: &Place,
    done: Result<Tenant, Error>,
    word: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(tenant) => {
            let to = format!(
                "/admin/{}/tenants/{}?done={word}",
                place.environment, tenant.tenant
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(error @ (Error::RotationUnderWay | Error::NoRotation | Error::RotationTakenUp)) => {
            page(place, "", Some(error.to_string()), StatusCode::CONFLICT).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    place: &Place,
    done: &str,
    refused: Option<String>,
    status: StatusCode,
) -> Result<Response, Problem> {
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
    let relying_on = |id: &ExternalId| -> Vec<String> {
        let relying = connections
            .iter()
            .filter(|c| c.external_id.as_ref() == Some(id));
        relying.map(|c| c.flow.to_string()).collect()
    };
    let external_id = ExternalIdModel {
        previous: tenant
            .previous_external_id
            .as_ref()
            .map(|id| (id.to_string(), relying_on(id))),
        taken_up: relying_on(&tenant.external_id),
        id: tenant.external_id.into(),
        since: tenant.external_id_created_at,
    };
    let model = TenantPageModel {
        tenant: tenant.tenant.to_string(),
        root_tenant: tenant.root_tenant.map(String::from),
        since: tenant.created_at,
        external_id,
        others: others.into_iter().filter(|flow| !connected(flow)).collect(),
        connections: connections
            .into_iter()
            .map(|connection| row(connection, &connectors))
            .collect(),
        links: links
            .into_iter()
            .map(|link| OpenLink {
                flow: link.flow.into(),
                is_forwarded: link.kind == SessionKind::Forwarded,
                made_at: link.created_at,
                until: link.expires_at,
            })
            .collect(),
        more_links,
        log: events.iter().map(log::row).collect(),
        done: match done {
            "ended" => Some("The links are ended."),
            "disconnected" => Some("Disconnected."),
            "rotated" => Some(
                "A new external ID is made. The old one is good until the tenant’s roles know the new one.",
            ),
            "called-off" => Some("The old external ID stays; the new one is good for nothing."),
            _ => None,
        },
        refused,
    };
    let title = format!("Tenant {}", model.tenant);
    let frame = place.frame(Tab::Tenants);
    let content = move || view! { <TenantPage frame=frame.clone() model=model.clone() /> };
    Ok(place.page(&title, status, content))
}
