//! The list of tenants, with a search.

use super::admin_request::AdminRequest;
use super::attempt::attempt_rows;
use crate::input::Query;
use crate::problem::Problem;
use app::admin::{
    ConnectionHealth, ConnectionRow, Tab, TenantFilter, TenantRow, TenantsPage, TenantsPageModel,
};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{AccessMode, AccountId, BucketAddress, Cause, FlowId, Outcome, Refusal};
use leptos::prelude::*;
use service::{ConnectionSummary, Connector, Page, TenantSearch, TenantStatus};

/// Shows one page of the tenants that match the search.
pub async fn list(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let mut filter = TenantFilter {
        text: query.get("q").to_owned(),
        by: query.get("by").to_owned(),
        flow: query.get("flow").to_owned(),
        health: query.get("state").to_owned(),
        error: None,
    };
    let connectors = request.service.connectors(&request.environment).await?;
    let (search, page, status) = match parse_search(&filter, &query) {
        Ok(search) => {
            let page = request.service.find_tenants(&request.environment, &search);
            (search.clone(), page.await?, StatusCode::OK)
        }
        Err(refusal) => {
            filter.error = Some(i18n::english(&refusal.detail));
            // The page shows the error in place of results.
            let no_tenants = Page {
                items: Vec::new(),
                next: None,
            };
            (
                TenantSearch::default(),
                no_tenants,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
        }
    };
    let rows = page.items.into_iter().map(|tenant| TenantRow {
        tenant: tenant.tenant.into(),
        root_tenant: tenant.root_tenant.map(String::from),
        created_at: tenant.created_at,
        attempts: attempt_rows(tenant.attempts, &tenant.connections),
        connections: tenant
            .connections
            .into_iter()
            .map(|connection| connection_row(connection, &connectors))
            .collect(),
    });
    let model = TenantsPageModel {
        rows: rows.collect(),
        flows: flow_names(&connectors),
        is_unfiltered: !search.has_criteria() && filter.error.is_none(),
        is_sorted_by_name: search.by_name,
        success: (query.get("done") == "deleted").then_some("The tenant is deleted."),
        first_page: search
            .after
            .as_ref()
            .map(|_| list_url(&request, &filter, &search, None)),
        next_page: page
            .next
            .map(|next| list_url(&request, &filter, &search, Some(&next))),
        filter,
    };
    let layout = request.layout(Tab::Tenants);
    let content = move || view! { <TenantsPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page("Tenants", status, content))
}

/// Parses the search form.
///
/// # Errors
/// Returns a [`Refusal`] if the flow, bucket or account that is searched for is not valid.
fn parse_search(filter: &TenantFilter, query: &Query) -> Result<TenantSearch, Refusal> {
    let mut search = TenantSearch {
        flow: query.get_non_empty("flow").map(FlowId::parse).transpose()?,
        status: query.get_non_empty("state").and_then(TenantStatus::parse),
        by_name: query.get("order") == "name",
        after: query.get_non_empty("after").map(str::to_owned),
        ..TenantSearch::default()
    };
    match (filter.by.as_str(), filter.text.as_str()) {
        (_, "") => {}
        ("bucket", bucket) => search.bucket = Some(BucketAddress::parse(bucket)?),
        ("account", account) => search.account = Some(AccountId::parse(account)?),
        (_, prefix) => prefix.clone_into(&mut search.prefix),
    }
    Ok(search)
}

/// Returns the address of another page of the same search. The page begins after the tenant `after`.
fn list_url(
    request: &AdminRequest,
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
    format!("/admin/{}/tenants?{}", request.environment, pairs.finish())
}

/// Returns the names of all flows.
pub fn flow_names(connectors: &[Connector]) -> Vec<String> {
    connectors
        .iter()
        .map(|connector| connector.flow.to_string())
        .collect()
}

/// Returns the health of a connection: its last outcome, and whether its flow still offers its access mode.
pub fn connection_health(
    connectors: &[Connector],
    flow: &FlowId,
    mode: AccessMode,
    outcome: Outcome,
) -> ConnectionHealth {
    let mut flow_connectors = connectors
        .iter()
        .filter(|connector| connector.flow == *flow);
    let uses_unoffered_access =
        flow_connectors.any(|connector| !connector.params.modes().allows(mode));
    ConnectionHealth {
        outcome,
        uses_unoffered_access,
    }
}

/// Returns the row of a connection in a list.
pub fn connection_row(connection: ConnectionSummary, connectors: &[Connector]) -> ConnectionRow {
    let ConnectionSummary {
        flow,
        mode,
        bucket,
        external_id: _,
        outcome,
        cause,
        last_checked_at,
    } = connection;
    ConnectionRow {
        health: connection_health(connectors, &flow, mode, outcome),
        flow: flow.into(),
        bucket: bucket.into(),
        cause: cause.map(Cause::code),
        checked_at: last_checked_at,
    }
}
