//! The page of one connection: its facts, and its last check.

use super::connection_health::{ConnectionHealth, HealthPills};
use super::copyable::CopyableCode;
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use crate::date_time::format_date_time;
use crate::widget::{CheckList, ConnectionView, Warnings};
use domain::{AccessMode, Outcome};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ConnectionPageModel {
    pub tenant: String,
    pub flow: String,
    pub connection: ConnectionView,
    pub health: ConnectionHealth,
    /// Names and values of facts that only some connections have.
    pub other_facts: Vec<(String, String)>,
    /// What the admin just did.
    pub success: Option<&'static str>,
}

#[component]
pub fn ConnectionPage(layout: Layout, model: ConnectionPageModel) -> impl IntoView {
    let environment = layout.environment_id();
    let tenant_url = format!("/admin/{environment}/tenants/{}", model.tenant);
    let page_url = format!("{tenant_url}/flows/{}", model.flow);
    let ConnectionView {
        bucket,
        path_prefix,
        region,
        account,
        access,
        identity,
        secret_last_four,
        connected_at,
        checked_at,
        report,
        ..
    } = model.connection;
    let verdict = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some((
            "verdict failed",
            "The last check failed. What has to change is marked below. Usually the change is in the tenant’s AWS account. The connection stays saved.",
        )),
        Outcome::Undetermined => Some((
            "verdict undetermined",
            "The last check could not be completed. This doesn’t mean that the connection has a problem.",
        )),
    };
    let unoffered_access = model.health.uses_unoffered_access.then(|| {
        let notice = match access {
            AccessMode::Keys => {
                "This flow no longer offers access keys. The connection keeps working until the tenant switches to a role. To switch, the tenant opens a connect link and chooses Change."
            }
            AccessMode::Role => {
                "This flow no longer offers roles. The connection keeps working until the tenant switches to access keys. To switch, the tenant opens a connect link and chooses Change."
            }
        };
        view! { <p class="notice">{notice}</p> }
    });
    let passed = report.outcome == Outcome::Passed;
    view! {
        <AdminPage layout>
            <header class="head">
                <p><a href=tenant_url.clone()>"Tenant " <code>{model.tenant.clone()}</code></a></p>
                <h1>"Connection to " <code>{model.flow.clone()}</code></h1>
                <p><HealthPills health=model.health /></p>
            </header>
            {model.success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            {unoffered_access}
            <dl class="facts">
                <dt>"Bucket"</dt>
                <dd><CopyableCode id="fact-bucket" label="bucket" text=bucket /></dd>
                <dt>"Path prefix"</dt>
                <dd>{if path_prefix.is_empty() { view! { "the whole bucket" }.into_any() } else { view! { <CopyableCode id="fact-prefix" label="path prefix" text=path_prefix /> }.into_any() }}</dd>
                {account.map(|account| view! { <dt>"AWS account"</dt> <dd><CopyableCode id="fact-account" label="AWS account" text=account /></dd> })}
                {region.map(|region| view! { <dt>"Region"</dt> <dd><code>{region.to_string()}</code></dd> })}
                <dt>{match access { AccessMode::Keys => "Access key", AccessMode::Role => "Role" }}</dt>
                <dd>
                    <CopyableCode id="fact-identity" label="key or role" text=identity />
                    {secret_last_four.map(|four| view! { <span class="quiet">" secret ends in " <code>{four}</code></span> })}
                </dd>
                {model.other_facts.into_iter().map(|(name, value)| view! { <dt dir="auto">{name}</dt> <dd><code dir="auto">{value}</code></dd> }).collect_view()}
                <dt>"Connected since"</dt>
                <dd>{format_date_time(connected_at)}</dd>
                <dt>"Last checked"</dt>
                <dd>{format_date_time(checked_at)}</dd>
            </dl>
            <form method="post" action=format!("{page_url}/check") class="actions">
                <Token />
                <button class="primary" aria-describedby="check-d">"Check now"</button>
                <a class="button danger" href=format!("{page_url}/disconnect")>"Disconnect…"</a>
            </form>
            <p class="description" id="check-d">"A check calls AWS, which takes a second or two. If a recent IAM change may explain a denial, it retries for up to 20 seconds."</p>
            {verdict.map(|(class, text)| view! { <p class=class>{text}</p> })}
            <details open=!passed>
                <summary>"What was checked"</summary>
                <CheckList locale=Locale::English report=report.clone() />
            </details>
            {(!report.warnings.is_empty())
                .then(|| view! { <p class="quiet">"The tenant sees these warnings:"</p> })}
            <Warnings locale=Locale::English warnings=report.warnings />
        </AdminPage>
    }
}

/// Asks the admin to confirm before a connection is removed.
#[component]
pub fn ConfirmDisconnectPage(
    layout: Layout,
    tenant: String,
    flow: String,
    bucket: String,
) -> impl IntoView {
    let environment = layout.environment_id();
    let page_url = format!("/admin/{environment}/tenants/{tenant}/flows/{flow}");
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Disconnect " <code>{bucket}</code> "?"</h1>
                <p>
                    "You can no longer reach the data of " <code>{tenant}</code> " through flow " <code>{flow}</code>
                    ". This deletes everything that is stored about the connection, including its secret, and ends its forwarded links. Nothing changes in AWS. To connect again, the tenant has to enter the key or role again."
                </p>
            </header>
            <form method="post" action=format!("{page_url}/disconnect") class="actions">
                <Token />
                <button class="danger">"Yes, disconnect"</button>
                <a class="button secondary" href=page_url.clone()>"Keep it"</a>
            </form>
        </AdminPage>
    }
}
