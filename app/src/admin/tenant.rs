//! One tenant: who it is to AWS, what it has connected, the links that are out, and what was done.

use super::external_id::{ExternalIdModel, ExternalIdPart};
use super::form_token::Token;
use super::log::{LogRow, LogRows};
use super::tenants::{ConnectionLine, ConnectionRow};
use super::{Frame, Framed};
use crate::phrase::listed;
use crate::when::day_and_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct TenantPageModel {
    pub tenant: String,
    pub root_tenant: Option<String>,
    pub since: i64,
    pub external_id: ExternalIdModel,
    pub connections: Vec<ConnectionRow>,
    /// Flows that it is not connected to.
    pub others: Vec<String>,
    pub links: Vec<OpenLink>,
    pub more_links: bool,
    pub log: Vec<LogRow>,
    pub done: Option<&'static str>,
    pub refused: Option<String>,
}

/// A link that is still good.
#[derive(Clone, Debug)]
pub struct OpenLink {
    pub flow: String,
    pub is_forwarded: bool,
    pub made_at: i64,
    pub until: i64,
}

#[component]
pub fn TenantPage(frame: Frame, model: TenantPageModel) -> impl IntoView {
    let environment = frame.environment_id();
    let home = format!("/admin/{environment}/tenants/{}", model.tenant);
    let new_link = format!(
        "/admin/{environment}/links?tenant={}",
        escaped(&model.tenant)
    );
    let log = format!("/admin/{environment}/log?tenant={}", escaped(&model.tenant));
    view! {
        <Framed frame>
            <header class="head with-actions">
                <h1>"Tenant " <code>{model.tenant.clone()}</code></h1>
                <p class="actions"><a class="button secondary" href=new_link>"New connect link"</a></p>
                <p>
                    {model.root_tenant.map(|root| view! { "Belongs to " <code>{root}</code> ". " })}
                    "Known since " {day_and_time(model.since)} "."
                </p>
            </header>
            {model.refused.map(|words| view! { <p class="verdict failed" role="alert">{words}</p> })}
            {model.done.map(|done| view! { <p class="verdict passed" role="status">{done}</p> })}
            <section class="part" aria-labelledby="connections">
                <h2 id="connections">"Connections"</h2>
                {if model.connections.is_empty() {
                    view! { <p><span class="pill">"Not connected"</span></p> }.into_any()
                } else {
                    model
                        .connections
                        .into_iter()
                        .map(|connection| view! { <ConnectionLine connection tenant=home.clone() /> })
                        .collect_view()
                        .into_any()
                }}
                <Others flows=model.others />
            </section>
            <ExternalIdPart external_id=model.external_id home=home.clone() />
            <Links links=model.links more=model.more_links home=home.clone() />
            <section class="part" aria-labelledby="log">
                <h2 id="log">"What was done"</h2>
                <LogRows rows=model.log about_tenant=true />
                <p><a href=log>"All of it"</a></p>
            </section>
        </Framed>
    }
}

#[component]
fn Others(flows: Vec<String>) -> impl IntoView {
    (!flows.is_empty()).then(|| {
        view! {
            <p class="quiet">
                "Not connected to "
                {listed(flows.into_iter().map(|flow| view! { <code>{flow}</code> }))}
                "."
            </p>
        }
    })
}

#[component]
fn Links(links: Vec<OpenLink>, more: bool, home: String) -> impl IntoView {
    (!links.is_empty()).then(|| {
        view! {
            <section class="part" aria-labelledby="links">
                <h2 id="links">"Links that are good"</h2>
                <ul class="rows">
                    {links
                        .into_iter()
                        .map(|link| {
                            let kind = if link.forwarded { "Handed on by the tenant" } else { "Connect link" };
                            view! {
                                <li>
                                    <span>{kind} ", flow " <code>{link.flow}</code></span>
                                    <span class="quiet">
                                        {day_and_time(link.made_at)} " until " {day_and_time(link.until)}
                                    </span>
                                </li>
                            }
                        })
                        .collect_view()}
                    {more.then(|| view! { <li class="quiet">"and more"</li> })}
                </ul>
                <form method="post" action=format!("{home}/links/end") class="plain">
                    <Token />
                    <p class="description" id="end-d">
                        "Ending them stops whoever has one open, who then needs a new one. Connections stay."
                    </p>
                    <p class="actions"><button class="danger" aria-describedby="end-d">"End them all"</button></p>
                </form>
            </section>
        }
    })
}

/// Ids have no character that an address could not hold, but for one that means a blank there.
pub(super) fn escaped(id: &str) -> String {
    id.replace('+', "%2B")
}
