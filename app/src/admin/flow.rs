//! The connector of a flow: how tenants give access, and which way files move.

use super::{Frame, Framed};
use domain::{AccessMode, ConnectUiParams, Direction, FieldError};
use leptos::prelude::*;

/// One flow's connector, with what was just done to it.
#[derive(Clone, Debug)]
pub struct FlowSettings {
    pub flow: String,
    pub direction: Direction,
    pub params: ConnectUiParams,
    pub version: i64,
    pub errors: Vec<FieldError>,
    pub saved: bool,
}

#[component]
pub fn FlowPage(frame: Frame, settings: FlowSettings) -> impl IntoView {
    let modes = settings.params.modes();
    let json = serde_json::to_string_pretty(&settings.params).unwrap_or_default();
    let flow = settings.flow.clone();
    let environment = frame.environment.clone().unwrap_or_default();
    let action = format!("/admin/{environment}/flows/{flow}");
    view! {
        <Framed frame>
        <header class="head">
            <h1>"Flow " <code>{settings.flow.clone()}</code></h1>
            <p>"A change shows in the widget when a tenant next opens it; saved connections stay as they are."</p>
        </header>
        <form method="post" action=action class="part">
            {settings.saved.then(|| view! { <p class="verdict passed" role="status">"Saved."</p> })}
            {settings
                .errors
                .into_iter()
                .map(|e| view! { <p class="error" role="alert">{words::english(&e.detail)}</p> })
                .collect_view()}
            <input type="hidden" name="version" value=settings.version.to_string() />
            <fieldset class="choice">
                <legend>"How tenants may give access"</legend>
                <Toggle id=format!("{flow}-keys") name="keys" title="Access keys" words="aws_access_key_id and aws_secret_access_key" on=modes.allows(AccessMode::Keys) />
                <Toggle id=format!("{flow}-role") name="role" title="Role with external ID" words="aws_external_id and aws_role_arn" on=modes.allows(AccessMode::Role) />
            </fieldset>
            <fieldset class="choice">
                <legend>"Direction"</legend>
                {Direction::ALL
                    .into_iter()
                    .map(|direction| {
                        let (title, words) = match direction {
                            Direction::Read => ("Read", "List and Get: files are fetched."),
                            Direction::Write => ("Write", "Put only: files are exported."),
                            Direction::Both => ("Both", "List, Get and Put."),
                        };
                        let id = format!("{flow}-{}", direction.as_str());
                        view! {
                            <label class="option" for=id>
                                <input type="radio" id=id.clone() name="direction" value=direction.as_str() checked=direction == settings.direction />
                                <span><strong>{title}</strong><span class="description">{words}</span></span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <details>
                <summary>"connect_ui_params"</summary>
                <div class="policy">
                    <pre tabindex="0" role="region" aria-label=format!("connect_ui_params of {flow}")><code>{json}</code></pre>
                </div>
            </details>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
        </Framed>
    }
}

#[component]
fn Toggle(
    id: String,
    name: &'static str,
    title: &'static str,
    words: &'static str,
    on: bool,
) -> impl IntoView {
    view! {
        <label class="option" for=id>
            <input type="checkbox" id=id.clone() name=name value="true" checked=on />
            <span><strong>{title}</strong><span class="description">{words}</span></span>
        </label>
    }
}
