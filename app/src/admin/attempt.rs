//! The page of an attempt to connect that did not pass: what the tenant entered, and the report.

use super::attempt_line::attempt_label;
use super::layout::{AdminPage, Layout};
use crate::date_time::format_date_time;
use crate::widget::CheckList;
use domain::{Outcome, Report};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct AttemptPageModel {
    pub tenant: String,
    pub flow: String,
    /// Names and values of what the tenant entered. Never a secret.
    pub fields: Vec<(String, String)>,
    pub report: Report,
    pub attempted_at: i64,
    /// Whether the flow is connected, so the tenant tried to change the connection.
    pub is_change: bool,
}

#[component]
pub fn AttemptPage(layout: Layout, model: AttemptPageModel) -> impl IntoView {
    let AttemptPageModel {
        tenant,
        flow,
        fields,
        report,
        attempted_at,
        is_change,
    } = model;
    let tenant_url = format!("/admin/{}/tenants/{tenant}", layout.environment_id());
    let new_link_url = format!(
        "/admin/{}/links?tenant={}&flow={}",
        layout.environment_id(),
        tenant.replace('+', "%2B"),
        flow.replace('+', "%2B"),
    );
    let class = match report.outcome {
        Outcome::Failed => "verdict failed",
        Outcome::Passed | Outcome::Undetermined => "verdict undetermined",
    };
    let label = attempt_label(report.outcome, None, is_change);
    let consequence = if is_change {
        "The saved connection was not changed. The tenant sees the same report."
    } else {
        "Nothing was saved. The tenant sees the same report, with what to change and the statement to add."
    };
    view! {
        <AdminPage layout>
            <header class="head with-actions">
                <p><a href=tenant_url>"Tenant " <code>{tenant}</code></a></p>
                <h1>"Last try on " <code>{flow}</code></h1>
                <p class="actions"><a class="button secondary" href=new_link_url>"New connect link"</a></p>
            </header>
            <p class=class>{format!("{label}. {consequence}")}</p>
            <dl class="facts">
                {fields.into_iter().map(|(name, value)| view! { <dt dir="auto">{name}</dt> <dd><code dir="auto">{value}</code></dd> }).collect_view()}
                <dt>"Tried"</dt>
                <dd>{format_date_time(attempted_at)}</dd>
            </dl>
            <CheckList locale=Locale::English report />
        </AdminPage>
    }
}
