//! The audit log: who did what, when, and for which tenant.

use super::layout::{AdminPage, Layout};
use super::pager::Pager;
use super::select_field::SelectField;
use crate::date_time::format_date_time;
use leptos::prelude::*;

/// An audit event in words.
#[derive(Clone, Debug)]
pub struct AuditEventRow {
    pub at: i64,
    pub actor: String,
    pub summary: String,
    pub is_failure: bool,
    pub tenant: Option<String>,
    pub flow: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct AuditLogPageModel {
    pub events: Vec<AuditEventRow>,
    pub tenant: String,
    pub kind: String,
    pub error: Option<String>,
    /// The URL of the first page, unless this is it.
    pub first_page: Option<String>,
    pub next_page: Option<String>,
}

const KINDS: [(&str, &str); 12] = [
    ("", "All events"),
    ("check", "Checks"),
    ("connection", "Connections"),
    ("credentials", "Temporary credentials"),
    ("link", "Links"),
    ("connector", "Flow settings"),
    ("key", "API keys"),
    ("external_id", "External IDs"),
    ("origins", "Allowed origins"),
    ("template", "Template URL"),
    ("theme", "Appearance"),
    ("environment", "Environment"),
];

#[component]
pub fn AuditLogPage(layout: Layout, model: AuditLogPageModel) -> impl IntoView {
    let environment = layout.environment_id();
    let page_url = format!("/admin/{environment}/log");
    let kinds = KINDS.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let is_empty = model.events.is_empty();
    view! {
        <AdminPage layout wide=true>
            <header class="head">
                <h1>"Log"</h1>
                <p>"Who did what in this environment, and the result of every check. Checks, links and temporary credentials are kept for 400 days, everything else permanently. Who signed in is in the "<a href="/admin/log">"log of the server"</a>"."</p>
            </header>
            <form method="get" action=page_url class="part filter" role="search">
                {model.error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
                <div class="field">
                    <label for="tenant">"Tenant"</label>
                    <input id="tenant" name="tenant" type="search" class="code" value=model.tenant maxlength="128" autocomplete="off" />
                </div>
                <SelectField name="kind" label="Events" selected=model.kind options=kinds.into() />
                <p class="actions"><button class="primary">"Show"</button></p>
            </form>
            {if is_empty {
                view! { <p class="part">"No events match."</p> }.into_any()
            } else {
                view! { <section class="part" aria-label="Events"><AuditEventList events=model.events tenants_url=format!("/admin/{environment}/tenants") /></section> }.into_any()
            }}
            <Pager first_page=model.first_page next_page=model.next_page />
        </AdminPage>
    }
}

/// Renders events. Each links to its tenant below `tenants_url`, unless the page is that tenant's (`hide_tenant`).
#[component]
pub fn AuditEventList(
    events: Vec<AuditEventRow>,
    #[prop(optional)] tenants_url: String,
    #[prop(optional)] hide_tenant: bool,
) -> impl IntoView {
    view! {
        <ol class="rows log">
            {events
                .into_iter()
                .map(|event| {
                    let tenant = event
                        .tenant
                        .filter(|_| !hide_tenant)
                        .map(|tenant| {
                            let href = format!("{tenants_url}/{tenant}");
                            view! { " · " <a href=href><code>{tenant}</code></a> }
                        });
                    view! {
                        <li>
                            <p class=if event.is_failure { "bad" } else { "" } dir="auto">{event.summary}</p>
                            <p class="quiet">
                                {format_date_time(event.at)} " · " <span dir="auto">{event.actor}</span> {tenant}
                                {event.flow.map(|flow| view! { " · flow " <code>{flow}</code> })}
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
