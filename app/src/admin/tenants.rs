//! The tenants of an environment: found, and how each stands.

use super::pill::{Standing, StandingPills};
use super::{Frame, Framed};
use crate::when::{day, day_and_time};
use leptos::prelude::*;

/// What the form asks for, as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct TenantFilter {
    pub text: String,
    /// What the text is: `tenant`, `bucket` or `account`.
    pub by: String,
    pub flow: String,
    pub health: String,
    pub error: Option<String>,
}

#[derive(Clone, Debug)]
pub struct TenantRow {
    pub tenant: String,
    pub root_tenant: Option<String>,
    pub since: i64,
    pub connections: Vec<ConnectionRow>,
}

#[derive(Clone, Debug)]
pub struct ConnectionRow {
    pub flow: String,
    pub standing: Standing,
    pub bucket: String,
    /// The code of what the last check failed of.
    pub cause: Option<&'static str>,
    pub checked_at: i64,
}

#[derive(Clone, Debug)]
pub struct TenantList {
    pub filter: TenantFilter,
    pub flows: Vec<String>,
    pub rows: Vec<TenantRow>,
    /// Nothing in particular is looked for.
    pub all: bool,
    pub by_name: bool,
    /// Addresses of the first page and the next, where there are such.
    pub first: Option<String>,
    pub next: Option<String>,
}

const HEALTH: [(&str, &str); 6] = [
    ("", "Any state"),
    ("works", "Connected"),
    ("fails", "Last check failed"),
    ("unclear", "Could not tell"),
    ("not-connected", "Not connected"),
    ("to-move", "To be moved"),
];
const BY: [(&str, &str); 3] = [
    ("tenant", "Tenant id begins with"),
    ("bucket", "Bucket is"),
    ("account", "AWS account is"),
];

#[component]
pub fn Tenants(frame: Frame, list: TenantList) -> impl IntoView {
    let home = format!("/admin/{}/tenants", frame.environment_id());
    let links = format!("/admin/{}/links", frame.environment_id());
    let order = list
        .all
        .then(|| view! { <Order by_name=list.by_name home=home.clone() /> });
    let empty = list.rows.is_empty();
    let words = match (list.all, list.first.is_some()) {
        (_, true) => "There are no more.",
        (true, _) => {
            "There is no tenant yet. One comes into being with the first connect link, or the first call of the API that names it."
        }
        (false, _) => {
            "Nobody like that. A tenant is found by how its id begins, capitals and all; a bucket or account by the whole of its name."
        }
    };
    view! {
        <Framed frame>
            <header class="head with-actions">
                <h1>"Tenants"</h1>
                <p class="actions"><a class="button secondary" href=links>"New connect link"</a></p>
            </header>
            <Filter filter=list.filter flows=list.flows home=home.clone() />
            {order}
            {if empty {
                view! { <p class="part">{words}</p> }.into_any()
            } else {
                view! {
                    <ul class="rows part tenants">
                        {list.rows.into_iter().map(|row| view! { <Row row home=home.clone() /> }).collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pages first=list.first next=list.next />
        </Framed>
    }
}

#[component]
fn Order(by_name: bool, home: String) -> impl IntoView {
    let current = |here: bool| here.then_some("true");
    view! {
        <p class="order">
            <a href=home.clone() aria-current=current(!by_name)>"Newest first"</a>
            " "
            <a href=format!("{home}?order=name") aria-current=current(by_name)>"By name"</a>
        </p>
    }
}

#[component]
fn Filter(filter: TenantFilter, flows: Vec<String>, home: String) -> impl IntoView {
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
    let owned = |all: &[(&str, &str)]| {
        all.iter()
            .map(|(value, words)| ((*value).to_owned(), (*words).to_owned()))
            .collect()
    };
    view! {
        <form method="get" action=home class="part filter" role="search">
            {error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
            <Choice name="by" label="Find by" chosen=by options=owned(&BY) />
            <div class="field">
                <label for="q">"Text"</label>
                <input id="q" name="q" type="search" class="code" value=text maxlength="256" autocomplete="off" />
            </div>
            <Choice name="flow" label="Flow" chosen=flow options=flows />
            <Choice name="state" label="State" chosen=health options=owned(&HEALTH) />
            <p class="actions"><button class="primary">"Find"</button></p>
        </form>
    }
}

/// One of several, chosen without a script.
#[component]
pub fn Choice(
    name: &'static str,
    label: &'static str,
    chosen: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                {options
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Row(row: TenantRow, home: String) -> impl IntoView {
    let address = format!("{home}/{}", row.tenant);
    let connections = if row.connections.is_empty() {
        view! { <p><span class="pill">"Not connected"</span></p> }.into_any()
    } else {
        row.connections
            .into_iter()
            .map(|connection| view! { <ConnectionLine connection tenant=address.clone() /> })
            .collect_view()
            .into_any()
    };
    view! {
        <li>
            <div>
                <a href=address.clone()><code>{row.tenant}</code></a>
                <p class="quiet">
                    {row.root_tenant.map(|root| view! { "of " <code>{root}</code> ", " })}
                    "since " {day(row.since)}
                </p>
            </div>
            <div class="states">{connections}</div>
        </li>
    }
}

/// One connection in a line or two.
#[component]
pub fn ConnectionLine(connection: ConnectionRow, tenant: String) -> impl IntoView {
    let ConnectionRow {
        flow,
        standing,
        bucket,
        cause,
        checked_at,
    } = connection;
    view! {
        <div class="state">
            <p>
                <StandingPills standing />
                " "
                <a href=format!("{tenant}/flows/{flow}")><code>{flow.clone()}</code></a>
            </p>
            <p class="quiet">
                <code>{bucket}</code>
                {cause.map(|cause| view! { " · " <code>{cause}</code> })}
                " · checked " {day_and_time(checked_at)}
            </p>
        </div>
    }
}

/// Where else the list goes on.
#[component]
pub fn Pages(first: Option<String>, next: Option<String>) -> impl IntoView {
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="actions pages" aria-label="Pages">
                {first.map(|first| view! { <a class="button secondary" href=first>"First page"</a> })}
                {next.map(|next| view! { <a class="button secondary" href=next rel="next">"Next page"</a> })}
            </nav>
        }
    })
}
