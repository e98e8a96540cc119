//! The flows of an environment, and a new one.

use super::form_token::Token;
use super::{Frame, Framed};
use domain::{AccessModes, Direction, FieldError};
use leptos::prelude::*;

/// A flow as the list shows it.
#[derive(Clone, Debug)]
pub struct FlowRow {
    pub flow: String,
    pub direction: Direction,
    pub modes: AccessModes,
}

#[component]
pub fn Flows(
    frame: Frame,
    flows: Vec<FlowRow>,
    typed: String,
    errors: Vec<FieldError>,
) -> impl IntoView {
    let environment = frame.environment.clone().unwrap_or_default();
    let action = format!("/admin/{environment}/flows");
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Flows"</h1>
                <p>"A flow is one integration that tenants connect a bucket to."</p>
            </header>
            <ul class="rows part">
                {flows
                    .into_iter()
                    .map(|row| {
                        let words = format!("{} · {}", access(row.modes), direction(row.direction));
                        view! {
                            <li>
                                <a href=format!("/admin/{environment}/flows/{}", row.flow)><code>{row.flow.clone()}</code></a>
                                <span class="quiet">{words}</span>
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
                    <label for="flow">"Id"</label>
                    <p class="description" id="flow-d">"As your own server names it in the API, such as Fq183dc. It cannot be changed later."</p>
                    <input id="flow" name="flow" class="code" value=typed required="" maxlength="128" aria-describedby="flow-d" />
                </div>
                <p class="actions"><button class="secondary">"Create"</button></p>
            </form>
        </Framed>
    }
}

fn access(modes: AccessModes) -> &'static str {
    use domain::AccessMode::{Keys, Role};
    match modes {
        AccessModes::Only(Keys) => "access keys",
        AccessModes::Only(Role) => "role",
        AccessModes::Both { .. } => "access keys or role",
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Read => "read",
        Direction::Write => "write",
        Direction::Both => "read and write",
    }
}
