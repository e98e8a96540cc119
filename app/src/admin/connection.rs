//! One connection of a tenant, as the vendor sees it: what it is, and the last check.

use super::form_token::Token;
use super::pill::{Standing, StandingPills};
use super::{Frame, Framed};
use crate::when::day_and_time;
use crate::widget::{CheckList, Connection, Warnings};
use domain::{AccessMode, Outcome};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ConnectionPageModel {
    pub tenant: String,
    pub flow: String,
    pub connection: Connection,
    pub standing: Standing,
    /// What else is kept of it, by name.
    pub more: Vec<(String, String)>,
    pub done: Option<&'static str>,
}

#[component]
pub fn ConnectionPage(frame: Frame, model: ConnectionPageModel) -> impl IntoView {
    let environment = frame.environment_id();
    let home = format!("/admin/{environment}/tenants/{}", model.tenant);
    let here = format!("{home}/flows/{}", model.flow);
    let Connection {
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
    let words = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some((
            "verdict failed",
            "The last check failed. What has to change, and mostly by whom runs the tenant’s AWS account, is marked below. The connection stays saved.",
        )),
        Outcome::Undetermined => Some((
            "verdict undetermined",
            "The last check could not be finished. That does not mean that something is wrong with the connection.",
        )),
    };
    let to_move = model.standing.to_move.then(|| {
        let words = match access {
            AccessMode::Keys => {
                "This flow no longer offers access keys. The connection works on until the tenant has moved to a role: a connect link, and Change there, is the way."
            }
            AccessMode::Role => {
                "This flow no longer offers roles. The connection works on until the tenant has moved to access keys: a connect link, and Change there, is the way."
            }
        };
        view! { <p class="notice">{words}</p> }
    });
    let passed = report.outcome == Outcome::Passed;
    view! {
        <Framed frame>
            <header class="head">
                <p><a href=home.clone()>"Tenant " <code>{model.tenant.clone()}</code></a></p>
                <h1>"Connection to " <code>{model.flow.clone()}</code></h1>
                <p><StandingPills standing=model.standing /></p>
            </header>
            {model.done.map(|done| view! { <p class="verdict passed" role="status">{done}</p> })}
            {to_move}
            <dl class="facts">
                <dt>"Bucket"</dt>
                <dd><code>{bucket}</code></dd>
                <dt>"Path prefix"</dt>
                <dd>{if path_prefix.is_empty() { view! { "the whole bucket" }.into_any() } else { view! { <code>{path_prefix}</code> }.into_any() }}</dd>
                {account.map(|account| view! { <dt>"AWS account"</dt> <dd><code>{account}</code></dd> })}
                {region.map(|region| view! { <dt>"Region"</dt> <dd><code>{region.to_string()}</code></dd> })}
                <dt>{match access { AccessMode::Keys => "Access key", AccessMode::Role => "Role" }}</dt>
                <dd>
                    <code>{identity}</code>
                    {secret_last_four.map(|four| view! { <span class="quiet">" secret ends in " <code>{four}</code></span> })}
                </dd>
                {model.more.into_iter().map(|(name, value)| view! { <dt dir="auto">{name}</dt> <dd><code dir="auto">{value}</code></dd> }).collect_view()}
                <dt>"Connected since"</dt>
                <dd>{day_and_time(connected_at)}</dd>
                <dt>"Last checked"</dt>
                <dd>{day_and_time(checked_at)}</dd>
            </dl>
            <form method="post" action=format!("{here}/check") class="actions">
                <Token />
                <button class="primary" aria-describedby="check-d">"Check now"</button>
                <a class="button danger" href=format!("{here}/disconnect")>"Disconnect…"</a>
            </form>
            <p class="description" id="check-d">"A check asks AWS, which takes a second or two; where a change in IAM is awaited, up to 20 seconds."</p>
            {words.map(|(class, words)| view! { <p class=class>{words}</p> })}
            <details open=!passed>
                <summary>"What was checked"</summary>
                <CheckList locale=Locale::English report=report.clone() />
            </details>
            {(!report.warnings.is_empty())
                .then(|| view! { <p class="quiet">"What the tenant reads about it:"</p> })}
            <Warnings locale=Locale::English warnings=report.warnings />
        </Framed>
    }
}

/// Asks once more before a connection is given up.
#[component]
pub fn ConfirmRemoval(frame: Frame, tenant: String, flow: String, bucket: String) -> impl IntoView {
    let environment = frame.environment_id();
    let here = format!("/admin/{environment}/tenants/{tenant}/flows/{flow}");
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Disconnect " <code>{bucket}</code> "?"</h1>
                <p>
                    "Nothing of " <code>{tenant}</code> " will be reached through flow " <code>{flow}</code>
                    " any longer. What is stored of the connection is deleted, its secret too, and links that were handed on for it end. Nothing changes in AWS. To connect again takes the tenant’s key or role anew."
                </p>
            </header>
            <form method="post" action=format!("{here}/disconnect") class="actions">
                <Token />
                <button class="danger">"Yes, disconnect"</button>
                <a class="button secondary" href=here.clone()>"Keep it"</a>
            </form>
        </Framed>
    }
}
