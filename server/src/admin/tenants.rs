//! The list of tenants.

use super::page::Place;
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{ConnectionRow, Standing, Tab, TenantFilter, TenantList, TenantRow, Tenants};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{AccessMode, AccountId, BucketName, Cause, FlowId, Outcome, Refusal};
use leptos::prelude::*;
use service::{Connector, Health, ListedConnection, TenantPage, TenantSearch};

pub async fn list(place: Place, query: Query) -> Result<Response, Problem> {
    let mut filter = TenantFilter {
        text: query.get("q").to_owned(),
        by: query.get("by").to_owned(),
        flow: query.get("flow").to_owned(),
        health: query.get("state").to_owned(),
        error: None,
    };
    let connectors = place.service.connectors(&place.environment).await?;
    let asked = search(&filter, &query);
    let (search, page, status) = match asked {
        Ok(search) => {
            let page = place.service.find_tenants(&place.environment, &search);
            (search.clone(), page.await?, StatusCode::OK)
        }
        Err(refusal) => {
            filter.error = Some(i18n::english(&refusal.detail));
            let nobody = TenantPage {
                tenants: Vec::new(),
                next: None,
            };
            (
                TenantSearch::default(),
                nobody,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
        }
    };
    let rows = page.tenants.into_iter().map(|tenant| TenantRow {
        tenant: tenant.tenant.into(),
        root_tenant: tenant.root_tenant.map(String::from),
        since: tenant.created_at,
        connections: tenant
            .connections
            .into_iter()
            .map(|connection| row(connection, &connectors))
            .collect(),
    });
    let list = TenantList {
        rows: rows.collect(),
        flows: flows(&connectors),
        all: !search.looks_for_something() && filter.error.is_none(),
        by_name: search.by_name,
        first: search
            .after
            .as_ref()
            .map(|_| address(&place, &filter, &search, None)),
        next: page
            .next
            .map(|next| address(&place, &filter, &search, Some(&next))),
        filter,
    };
    let frame = place.frame(Tab::Tenants);
    let content = move || view! { <Tenants frame=frame.clone() list=list.clone() /> };
    Ok(place.page("Tenants", status, content))
}

fn search(filter: &TenantFilter, query: &Query) -> Result<TenantSearch, Refusal> {
    let mut search = TenantSearch {
        flow: query.some("flow").map(FlowId::parse).transpose()?,
        health: query.some("state").and_then(Health::parse),
        by_name: query.get("order") == "name",
        after: query.some("after").map(str::to_owned),
        ..TenantSearch::default()
    };
    match (filter.by.as_str(), filter.text.as_str()) {
        (_, "") => {}
        ("bucket", bucket) => search.bucket = Some(BucketName::parse(bucket)?),
        ("account", account) => search.account = Some(AccountId::parse(account)?),
        (_, prefix) => prefix.clone_into(&mut search.prefix),
    }
    Ok(search)
}

/// Of another page of the same list.
fn address(
    place: &Place,
    filter: &TenantFilter,
    search: &TenantSearch,
    after: Option<&str>,
) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    let order = if search.by_name { "name" } else { "" };
    for (name, value) in [
        ("by", filter.by.as_str()),
        ("q", &filter.text),
        ("flow", &filter.flow),
        ("state", &filter.health),
        ("order", order),
        ("after", after.unwrap_or_default()),
    ] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    format!("/admin/{}/tenants?{}", place.environment, pairs.finish())
}

pub fn flows(connectors: &[Connector]) -> Vec<String> {
    connectors
        .iter()
        .map(|connector| connector.flow.to_string())
        .collect()
}

/// How a connection stands with the flow as it is now.
pub fn standing(
    connectors: &[Connector],
    flow: &FlowId,
    mode: AccessMode,
    outcome: Outcome,
) -> Standing {
    let mut of_flow = connectors
        .iter()
        .filter(|connector| connector.flow == *flow);
    let to_move = of_flow.any(|connector| !connector.params.modes().allows(mode));
    Standing { outcome, to_move }
}

pub fn row(connection: ListedConnection, connectors: &[Connector]) -> ConnectionRow {
    let ListedConnection {
        flow,
        mode,
        bucket,
        external_id: _,
        outcome,
        cause,
        last_checked_at,
    } = connection;
    ConnectionRow {
        standing: standing(connectors, &flow, mode, outcome),
        flow: flow.into(),
        bucket: bucket.into(),
        cause: cause.map(Cause::code),
        checked_at: last_checked_at,
    }
}
