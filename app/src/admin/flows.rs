//! The list of an environment's flows, and the form to create one. In an environment without a connection, the first steps
//! come first.

use super::copyable::CopyButton;
use super::first_steps::{FirstSteps, FirstStepsModel};
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use domain::{AccessModes, Direction, FieldError};
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct FlowRow {
    pub flow: String,
    pub direction: Direction,
    pub modes: AccessModes,
}

#[derive(Clone, Debug, Default)]
pub struct FlowsPageModel {
    pub flows: Vec<FlowRow>,
    /// `None` once a tenant is connected.
    pub first_steps: Option<FirstStepsModel>,
    /// What the form holds after it was refused.
    pub new_id: String,
    pub errors: Vec<FieldError>,
    /// What the admin just did.
    pub success: Option<&'static str>,
}

#[component]
pub fn FlowsPage(layout: Layout, model: FlowsPageModel) -> impl IntoView {
    let environment = layout.environment_id();
    let action = format!("/admin/{environment}/flows");
    let FlowsPageModel {
        flows,
        first_steps,
        new_id,
        errors,
        success,
    } = model;
    let rows = flows.into_iter().enumerate().map(|(index, row)| {
        let summary = format!(
            "{} · {}",
            access_label(row.modes),
            direction_label(row.direction)
        );
        let url = format!("{action}/{}", row.flow);
        view! { <FlowItem index flow=row.flow summary url /> }
    });
    let rows = rows.collect_view();
    let has_no_flow = rows.is_empty();
    view! {
        <AdminPage layout wide=true>
            <header class="head">
                <h1>"Flows"</h1>
                <p>"A flow is one integration that tenants connect a bucket to."</p>
            </header>
            {success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            {first_steps.map(|model| view! { <FirstSteps model environment=environment.clone() /> })}
            {if has_no_flow {
                view! { <p class="part">"There are no flows yet."</p> }.into_any()
            } else {
                view! { <ul class="rows part">{rows}</ul> }.into_any()
            }}
            <form method="post" action=action class="part">
                <Token />
                <h2>"New flow"</h2>
                {errors.into_iter().map(|e| view! { <p class="error" role="alert">{i18n::english(&e.detail)}</p> }).collect_view()}
                <div class="field">
                    <label for="flow">"ID"</label>
                    <p class="description" id="flow-d">"The ID that your server uses in the API, for example Fq183dc. You can’t change it later."</p>
                    <input id="flow" name="flow" class="code" value=new_id required="" maxlength="128" aria-describedby="flow-d" />
                </div>
                <p class="actions"><button class="secondary">"Create"</button></p>
            </form>
        </AdminPage>
    }
}

#[component]
fn FlowItem(index: usize, flow: String, summary: String, url: String) -> impl IntoView {
    let id = format!("flow-{index}");
    let label = format!("flow ID {flow}");
    view! {
        <li>
            <div>
                <p>
                    <a href=url.clone()><code id=id.clone()>{flow.clone()}</code></a>
                    <CopyButton label source_id=id />
                </p>
                <p class="quiet">{summary}</p>
            </div>
            <a class="button danger small" href=format!("{url}/delete") aria-label=format!("Delete {flow}…")>"Delete…"</a>
        </li>
    }
}

fn access_label(modes: AccessModes) -> &'static str {
    use domain::AccessMode::{Keys, Role};
    match modes {
        AccessModes::Only(Keys) => "access keys",
        AccessModes::Only(Role) => "role",
        AccessModes::Both { .. } => "access keys or role",
    }
}

fn direction_label(direction: Direction) -> &'static str {
    match direction {
        Direction::Read => "read",
        Direction::Write => "write",
        Direction::Both => "read and write",
    }
}
