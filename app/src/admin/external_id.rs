//! A tenant's external ID, and its replacement by a new one.

use super::form_token::Token;
use crate::phrase::listed;
use crate::when::day_and_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ExternalIdModel {
    pub id: String,
    pub since: i64,
    /// Still good while it is being replaced, with the flows that rely on it.
    pub previous: Option<(String, Vec<String>)>,
    /// Flows whose roles ask for the new one already; then there is no way back.
    pub taken_up: Vec<String>,
}

#[component]
pub fn ExternalIdPart(external_id: ExternalIdModel, home: String) -> impl IntoView {
    let ExternalIdModel {
        id,
        since,
        previous,
        taken_up,
    } = external_id;
    let rotating = previous.is_some();
    view! {
        <section class="part" aria-labelledby="external-id">
            <h2 id="external-id">"External ID"</h2>
            <Shown id since rotating />
            {previous.map(|(previous, flows)| view! { <Previous previous flows /> })}
            {if rotating {
                view! { <CallOff home possible=taken_up.is_empty() /> }.into_any()
            } else {
                view! { <Rotate home /> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Shown(id: String, since: i64, rotating: bool) -> impl IntoView {
    let words = if rotating {
        "The new one, made "
    } else {
        "What the trust policy of this tenant’s roles asks for. It is the same on every flow, since "
    };
    view! {
        <div class="field">
            <p class="description" id="external-id-d">{words} {day_and_time(since)} "."</p>
            <div class="copyable">
                <input class="code" readonly="" value=id aria-labelledby="external-id" aria-describedby="external-id-d" />
            </div>
        </div>
    }
}

#[component]
fn Previous(previous: String, flows: Vec<String>) -> impl IntoView {
    view! {
        <div class="field">
            <p class="description" id="previous-d">
                "The old one is good until every role asks for the new one. The tenant’s page prints a trust policy with both; the next check after it is in place makes the switch."
            </p>
            <div class="copyable">
                <input class="code" readonly="" value=previous aria-label="Old external ID" aria-describedby="previous-d" />
            </div>
            <p class="quiet">
                {if flows.is_empty() {
                    "No connection relies on it.".into_any()
                } else {
                    view! {
                        "Relied on by "
                        {listed(flows.into_iter().map(|flow| view! { <code>{flow}</code> }))}
                        "."
                    }
                    .into_any()
                }}
            </p>
        </div>
    }
}

#[component]
fn Rotate(home: String) -> impl IntoView {
    view! {
        <form method="post" action=format!("{home}/external-id/rotate") class="plain">
            <Token />
            <p class="description" id="rotate-d">
                "A new one takes its place when the tenant’s roles know it. Until then both are good, and it can be called off."
            </p>
            <p class="actions"><button class="secondary" aria-describedby="rotate-d">"Make a new one"</button></p>
        </form>
    }
}

#[component]
fn CallOff(home: String, possible: bool) -> impl IntoView {
    if possible {
        view! {
            <form method="post" action=format!("{home}/external-id/cancel") class="plain">
                <Token />
                <p class="actions"><button class="secondary">"Call it off and keep the old one"</button></p>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="quiet">"A role asks for the new one already, so it cannot be called off any more."</p> }
            .into_any()
    }
}
