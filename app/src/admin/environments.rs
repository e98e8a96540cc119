//! The vendor's environments, and a new one.

use super::form_token::Token;
use super::{Frame, Framed};
use domain::FieldError;
use leptos::prelude::*;

#[component]
pub fn Environments(
    frame: Frame,
    environments: Vec<String>,
    typed: String,
    errors: Vec<FieldError>,
) -> impl IntoView {
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Environments"</h1>
                <p>"Each has flows, tenants and API keys of its own, and sees nothing of the others."</p>
            </header>
            <ul class="rows part">
                {environments
                    .into_iter()
                    .map(|environment| {
                        view! { <li><a href=format!("/admin/{environment}/flows")><code>{environment.clone()}</code></a></li> }
                    })
                    .collect_view()}
            </ul>
            <form method="post" action="/admin/environments" class="part">
                <Token />
                <h2>"New environment"</h2>
                {errors.into_iter().map(|e| view! { <p class="error" role="alert">{i18n::english(&e.detail)}</p> }).collect_view()}
                <div class="field">
                    <label for="environment">"Id"</label>
                    <p class="description" id="environment-d">"Such as prod.hg.acme.com. It cannot be changed later."</p>
                    <input id="environment" name="environment" class="code" value=typed required="" maxlength="128" aria-describedby="environment-d" />
                </div>
                <p class="actions"><button class="secondary">"Create"</button></p>
            </form>
        </Framed>
    }
}
