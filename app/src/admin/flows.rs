//! The list of an environment's flows, and the form to create one.

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

/// Renders the page. `new_id` is what the form holds after it was refused.
#[component]
pub fn FlowsPage(
    layout: Layout,
    flows: Vec<FlowRow>,
    new_id: String,
    errors: Vec<FieldError>,
) -> impl IntoView {
    let environment = layout.environment_id();
    let action = format!("/admin/{environment}/flows");
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Flows"</h1>
                <p>"A flow is one integration that tenants connect a bucket to."</p>
            </header>
            <ul class="rows part">
                {flows
                    .into_iter()
                    .map(|row| {
                        let summary = format!("{} · {}", access_label(row.modes), direction_label(row.direction));
                        view! {
                            <li>
                                <a href=format!("/admin/{environment}/flows/{}", row.flow)><code>{row.flow.clone()}</code></a>
                                <span class="quiet">{summary}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
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
