//! The list of an environment's tenants, with a search form.

use super::attempt_line::AttemptRow;
use super::connection_line::ConnectionRow;
use super::layout::{AdminPage, Layout};
use super::pager::Pager;
use super::select_field::SelectField;
use super::tenant::ConnectionStates;
use crate::date_time::format_date;
use leptos::prelude::*;

/// The search form, as the admin filled it in.
#[derive(Clone, Debug, Default)]
pub struct TenantFilter {
    pub text: String,
    /// What `text` is: `tenant`, `bucket` or `account`.
    pub by: String,
    pub flow: String,
    pub health: String,
    pub error: Option<String>,
}

#[derive(Clone, Debug)]
pub struct TenantRow {
    pub tenant: String,
    pub root_tenant: Option<String>,
    pub created_at: i64,
    pub connections: Vec<ConnectionRow>,
    /// The latest attempts that did not pass.
    pub attempts: Vec<AttemptRow>,
}

#[derive(Clone, Debug)]
pub struct TenantsPageModel {
    pub filter: TenantFilter,
    pub flows: Vec<String>,
    pub rows: Vec<TenantRow>,
    /// Whether the list holds all tenants, because the form is empty.
    pub is_unfiltered: bool,
    pub is_sorted_by_name: bool,
    /// The URL of the first page, unless this is it.
    pub first_page: Option<String>,
    pub next_page: Option<String>,
    /// What the admin just did.
    pub success: Option<&'static str>,
}

const HEALTH_OPTIONS: [(&str, &str); 7] = [
    ("", "Any state"),
    ("works", "Connected"),
    ("fails", "Last check failed"),
    ("unclear", "Inconclusive"),
    ("tried", "Tried without success"),
    ("not-connected", "Not connected"),
    ("to-move", "Access no longer offered"),
];
const SEARCH_OPTIONS: [(&str, &str); 3] = [
    ("tenant", "Tenant ID starts with"),
    ("bucket", "Bucket is"),
    ("account", "AWS account is"),
];

#[component]
pub fn TenantsPage(layout: Layout, model: TenantsPageModel) -> impl IntoView {
    let page_url = format!("/admin/{}/tenants", layout.environment_id());
    let new_link_url = format!("/admin/{}/links", layout.environment_id());
    // The search form sends no order, so these links are for the whole list only.
    let sort_links = model.is_unfiltered.then(|| {
        view! { <SortLinks is_sorted_by_name=model.is_sorted_by_name page_url=page_url.clone() /> }
    });
    let is_empty = model.rows.is_empty();
    let empty_text = match (model.is_unfiltered, model.first_page.is_some()) {
        (_, true) => "There are no more tenants.",
        (true, _) => {
            "There are no tenants yet. A tenant is created with its first connect link, or with the first API call that names it."
        }
        (false, _) => {
            "No tenants match. Enter the start of the tenant ID, with the same capitalization, or the whole name of the bucket or account."
        }
    };
    view! {
        <AdminPage layout wide=true>
            <header class="head with-actions">
                <h1>"Tenants"</h1>
                <p class="actions"><a class="button secondary" href=new_link_url>"New connect link"</a></p>
            </header>
            {model.success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            <SearchForm filter=model.filter flows=model.flows page_url=page_url.clone() />
            {sort_links}
            {if is_empty {
                view! { <p class="part">{empty_text}</p> }.into_any()
            } else {
                view! {
                    <ul class="rows part tenants">
                        {model.rows.into_iter().map(|row| view! { <TenantItem row page_url=page_url.clone() /> }).collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pager first_page=model.first_page next_page=model.next_page />
        </AdminPage>
    }
}

#[component]
fn SortLinks(is_sorted_by_name: bool, page_url: String) -> impl IntoView {
    let current = |is_current: bool| is_current.then_some("true");
    view! {
        <p class="order">
            <a href=page_url.clone() aria-current=current(!is_sorted_by_name)>"Newest first"</a>
            " "
            <a href=format!("{page_url}?order=name") aria-current=current(is_sorted_by_name)>"By name"</a>
        </p>
    }
}

#[component]
fn SearchForm(filter: TenantFilter, flows: Vec<String>, page_url: String) -> impl IntoView {
    let TenantFilter {
        text,
        by,
        flow,
        health,
        error,
    } = filter;
    let flows = std::iter::once((String::new(), "Any flow".to_owned()))
        .chain(flows.into_iter().map(|flow| (flow.clone(), flow)))
        .collect();
    let owned = |options: &[(&str, &str)]| {
        options
            .iter()
            .map(|(value, label)| ((*value).to_owned(), (*label).to_owned()))
            .collect()
    };
    view! {
        <form method="get" action=page_url class="part filter" role="search">
            {error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
            <SelectField name="by" label="Search by" selected=by options=owned(&SEARCH_OPTIONS) />
            <div class="field">
                <label for="q">"Text"</label>
                <input id="q" name="q" type="search" class="code" value=text maxlength="256" autocomplete="off" />
            </div>
            <SelectField name="flow" label="Flow" selected=flow options=flows />
            <SelectField name="state" label="State" selected=health options=owned(&HEALTH_OPTIONS) />
            <p class="actions"><button class="primary">"Find"</button></p>
        </form>
    }
}

#[component]
fn TenantItem(row: TenantRow, page_url: String) -> impl IntoView {
    let tenant_url = format!("{page_url}/{}", row.tenant);
    view! {
        <li>
            <div>
                <a href=tenant_url.clone()><code>{row.tenant}</code></a>
                <p class="quiet">
                    {row.root_tenant.map(|root| view! { "belongs to " <code>{root}</code> ", " })}
                    "created " {format_date(row.created_at)}
                </p>
            </div>
            <div class="states"><ConnectionStates connections=row.connections attempts=row.attempts tenant_url /></div>
        </li>
    }
}
