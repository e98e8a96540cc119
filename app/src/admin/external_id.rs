//! A tenant's external ID, and the buttons to rotate it.

use super::comma_list::comma_list;
use super::copyable::CopyableInput;
use super::form_token::Token;
use crate::date_time::format_date_time;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct ExternalIdModel {
    pub id: String,
    /// When the external ID was created.
    pub created_at: i64,
    /// The previous external ID, which is still accepted during a rotation, and the flows whose connections use it.
    pub previous: Option<(String, Vec<String>)>,
    /// The flows whose roles already require the new external ID. If there is one, the rotation cannot be cancelled.
    pub flows_on_new_id: Vec<String>,
}

/// Renders the section. `tenant_url` is the URL of the tenant's page.
#[component]
pub fn ExternalIdSection(external_id: ExternalIdModel, tenant_url: String) -> impl IntoView {
    let ExternalIdModel {
        id,
        created_at,
        previous,
        flows_on_new_id,
    } = external_id;
    let is_rotating = previous.is_some();
    view! {
        <section class="part" aria-labelledby="external-id">
            <h2 id="external-id">"External ID"</h2>
            <CurrentId id created_at is_rotating />
            {previous.map(|(previous, flows)| view! { <PreviousId previous flows /> })}
            {if is_rotating {
                view! { <CancelRotation tenant_url is_possible=flows_on_new_id.is_empty() /> }.into_any()
            } else {
                view! { <StartRotation tenant_url /> }.into_any()
            }}
        </section>
    }
}

#[component]
fn CurrentId(id: String, created_at: i64, is_rotating: bool) -> impl IntoView {
    let description = if is_rotating {
        "The new external ID. Created "
    } else {
        "The trust policies of this tenant’s roles require this ID. It is the same for every flow. Created "
    };
    view! {
        <div class="field">
            <p class="description" id="external-id-d">{description} {format_date_time(created_at)} "."</p>
            <CopyableInput id="external-id-value" label="External ID" value=id description_id="external-id-d" />
        </div>
    }
}

#[component]
fn PreviousId(previous: String, flows: Vec<String>) -> impl IntoView {
    view! {
        <div class="field">
            <p class="description" id="previous-d">
                "The previous external ID stays valid until every role requires the new one. The widget shows the tenant a trust policy with both. The next check after the tenant applies it completes the switch."
            </p>
            <CopyableInput id="previous-external-id" label="Previous external ID" value=previous description_id="previous-d" />
            <p class="quiet">
                {if flows.is_empty() {
                    "No connection uses it.".into_any()
                } else {
                    view! {
                        "Used by "
                        {comma_list(flows.into_iter().map(|flow| view! { <code>{flow}</code> }))}
                        "."
                    }
                    .into_any()
                }}
            </p>
        </div>
    }
}

#[component]
fn StartRotation(tenant_url: String) -> impl IntoView {
    view! {
        <p class="actions"><a class="button secondary" href=format!("{tenant_url}/external-id/rotate")>"Rotate external ID…"</a></p>
    }
}

#[component]
fn CancelRotation(tenant_url: String, is_possible: bool) -> impl IntoView {
    if is_possible {
        view! {
            <form method="post" action=format!("{tenant_url}/external-id/cancel") class="plain">
                <Token />
                <p class="actions"><button class="secondary">"Cancel rotation and keep the previous ID"</button></p>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="quiet">"A role already requires the new external ID, so you can’t cancel the rotation anymore."</p> }
            .into_any()
    }
}
