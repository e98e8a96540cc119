//! The page of one tenant: its connections, external ID, active links and latest audit events.

use super::attempt_line::{AttemptLine, AttemptRow};
use super::audit_log::{AuditEventList, AuditEventRow};
use super::comma_list::comma_list;
use super::connection_line::{ConnectionLine, ConnectionRow};
use super::copyable::CopyButton;
use super::external_id::{ExternalIdModel, ExternalIdSection};
use super::layout::{AdminPage, Layout};
use crate::date_time::format_date_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct TenantPageModel {
    pub tenant: String,
    pub root_tenant: Option<String>,
    pub created_at: i64,
    pub external_id: ExternalIdModel,
    pub connections: Vec<ConnectionRow>,
    /// The latest attempts that did not pass.
    pub attempts: Vec<AttemptRow>,
    /// The flows without a connection and without such an attempt.
    pub unconnected_flows: Vec<String>,
    pub links: Vec<ActiveLink>,
    /// Whether there are more active links than `links` holds.
    pub has_more_links: bool,
    pub events: Vec<AuditEventRow>,
    /// What the admin just did.
    pub success: Option<&'static str>,
    pub error: Option<String>,
}

/// A connect link that has neither expired nor been ended.
#[derive(Clone, Debug)]
pub struct ActiveLink {
    pub flow: String,
    pub is_forwarded: bool,
    pub created_at: i64,
    pub expires_at: i64,
}

#[component]
pub fn TenantPage(layout: Layout, model: TenantPageModel) -> impl IntoView {
    let environment = layout.environment_id();
    let tenant_url = format!("/admin/{environment}/tenants/{}", model.tenant);
    let new_link_url = format!(
        "/admin/{environment}/links?tenant={}",
        escape_in_query(&model.tenant)
    );
    let log_url = format!(
        "/admin/{environment}/log?tenant={}",
        escape_in_query(&model.tenant)
    );
    view! {
        <AdminPage layout wide=true>
            <header class="head with-actions">
                <h1>"Tenant " <code id="tenant-id">{model.tenant.clone()}</code></h1>
                <p class="actions"><CopyButton text="Copy ID" label=model.tenant.clone() source_id="tenant-id" /> <a class="button secondary" href=new_link_url>"New connect link"</a></p>
                <p>
                    {model.root_tenant.map(|root| view! { "Belongs to " <code>{root}</code> ". " })}
                    "Created " {format_date_time(model.created_at)} "."
                </p>
            </header>
            {model.error.map(|text| view! { <p class="verdict failed" role="alert">{text}</p> })}
            {model.success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            <section class="part" aria-labelledby="connections">
                <h2 id="connections">"Connections"</h2>
                <ConnectionStates connections=model.connections attempts=model.attempts tenant_url=tenant_url.clone() />
                <UnconnectedFlows flows=model.unconnected_flows />
            </section>
            <ExternalIdSection external_id=model.external_id tenant_url=tenant_url.clone() />
            <ActiveLinks links=model.links has_more=model.has_more_links tenant_url=tenant_url.clone() />
            <section class="part" aria-labelledby="log">
                <h2 id="log">"Recent activity"</h2>
                <AuditEventList events=model.events hide_tenant=true />
                <p><a href=log_url>"All activity"</a></p>
            </section>
            <section class="part" aria-labelledby="deletion">
                <h2 id="deletion">"Delete this tenant"</h2>
                <p>"Deletes its connections with their secrets, its attempts and its links. The log stays, without the tenant’s own data."</p>
                <p class="actions"><a class="button danger" href=format!("{tenant_url}/delete")>"Delete tenant…"</a></p>
            </section>
        </AdminPage>
    }
}

/// Renders the tenant's connections and its unsuccessful tries. `tenant_url` is the URL of the tenant's page.
#[component]
pub fn ConnectionStates(
    connections: Vec<ConnectionRow>,
    attempts: Vec<AttemptRow>,
    tenant_url: String,
) -> impl IntoView {
    if connections.is_empty() && attempts.is_empty() {
        return view! { <p><span class="pill">"Not connected"</span></p> }.into_any();
    }
    let connections = connections
        .into_iter()
        .map(|connection| view! { <ConnectionLine connection tenant_url=tenant_url.clone() /> })
        .collect_view();
    let attempts = attempts
        .into_iter()
        .map(|attempt| view! { <AttemptLine attempt tenant_url=tenant_url.clone() /> })
        .collect_view();
    view! { {connections} {attempts} }.into_any()
}

#[component]
fn UnconnectedFlows(flows: Vec<String>) -> impl IntoView {
    (!flows.is_empty()).then(|| {
        view! {
            <p class="quiet">
                "Not connected to "
                {comma_list(flows.into_iter().map(|flow| view! { <code>{flow}</code> }))}
                "."
            </p>
        }
    })
}

#[component]
fn ActiveLinks(links: Vec<ActiveLink>, has_more: bool, tenant_url: String) -> impl IntoView {
    (!links.is_empty()).then(|| {
        view! {
            <section class="part" aria-labelledby="links">
                <h2 id="links">"Active links"</h2>
                <ul class="rows">
                    {links
                        .into_iter()
                        .map(|link| {
                            let kind = if link.is_forwarded { "Forwarded link" } else { "Connect link" };
                            view! {
                                <li>
                                    <span>{kind} ", flow " <code>{link.flow}</code></span>
                                    <span class="quiet">
                                        "created " {format_date_time(link.created_at)} ", expires " {format_date_time(link.expires_at)}
                                    </span>
                                </li>
                            }
                        })
                        .collect_view()}
                    {has_more.then(|| view! { <li class="quiet">"and more"</li> })}
                </ul>
                <p class="actions"><a class="button danger" href=format!("{tenant_url}/links/end")>"End all links…"</a></p>
            </section>
        }
    })
}

/// Escapes an ID for the query of a URL. The plus sign, which means a space there, is the only character of an ID that
/// needs it.
fn escape_in_query(id: &str) -> String {
    id.replace('+', "%2B")
}
