//! The audit log in plain words: when, who, what, and about whom.

use super::tenants::{Choice, Pages};
use super::{Frame, Framed};
use crate::when::day_and_time;
use leptos::prelude::*;

/// An event as it is told.
#[derive(Clone, Debug)]
pub struct LogRow {
    pub at: i64,
    pub who: String,
    pub what: String,
    /// It did not go well.
    pub bad: bool,
    pub tenant: Option<String>,
    pub flow: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct LogPage {
    pub rows: Vec<LogRow>,
    pub tenant: String,
    pub kind: String,
    pub error: Option<String>,
    pub first: Option<String>,
    pub next: Option<String>,
}

const KINDS: [(&str, &str); 11] = [
    ("", "Everything"),
    ("check", "Checks"),
    ("connection", "Connections"),
    ("link", "Links"),
    ("connector", "Settings of flows"),
    ("key", "API keys"),
    ("external_id", "External IDs"),
    ("origins", "Allowed origins"),
    ("template", "Template URL"),
    ("theme", "Looks"),
    ("environment", "The environment"),
];

#[component]
pub fn Log(frame: Frame, page: LogPage) -> impl IntoView {
    let environment = frame.environment_id();
    let home = format!("/admin/{environment}/log");
    let kinds = KINDS.map(|(value, words)| (value.to_owned(), words.to_owned()));
    let empty = page.rows.is_empty();
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Log"</h1>
                <p>"Who did what in this environment, and what came of every check. Checks and links are kept for 400 days, everything else for good."</p>
            </header>
            <form method="get" action=home class="part filter" role="search">
                {page.error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
                <div class="field">
                    <label for="tenant">"Tenant"</label>
                    <input id="tenant" name="tenant" type="search" class="code" value=page.tenant maxlength="128" autocomplete="off" />
                </div>
                <Choice name="kind" label="What" chosen=page.kind options=kinds.into() />
                <p class="actions"><button class="primary">"Show"</button></p>
            </form>
            {if empty {
                view! { <p class="part">"There is nothing like that in the log."</p> }.into_any()
            } else {
                view! { <section class="part" aria-label="Events"><LogRows rows=page.rows tenants=format!("/admin/{environment}/tenants") /></section> }.into_any()
            }}
            <Pages first=page.first next=page.next />
        </Framed>
    }
}

/// `tenants` is where they are, where the rows are not all of one.
#[component]
pub fn LogRows(
    rows: Vec<LogRow>,
    #[prop(optional)] tenants: String,
    #[prop(optional)] about_tenant: bool,
) -> impl IntoView {
    view! {
        <ol class="rows log">
            {rows
                .into_iter()
                .map(|row| {
                    let tenant = row
                        .tenant
                        .filter(|_| !about_tenant)
                        .map(|tenant| {
                            let href = format!("{tenants}/{tenant}");
                            view! { " · " <a href=href><code>{tenant}</code></a> }
                        });
                    view! {
                        <li>
                            <p class=if row.bad { "bad" } else { "" } dir="auto">{row.what}</p>
                            <p class="quiet">
                                {day_and_time(row.at)} " · " <span dir="auto">{row.who}</span> {tenant}
                                {row.flow.map(|flow| view! { " · flow " <code>{flow}</code> })}
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
