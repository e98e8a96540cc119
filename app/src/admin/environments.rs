//! The list of environments, and the form to create one.

use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use domain::FieldError;
use leptos::prelude::*;

/// Renders the page. `new_id` is what the form holds after it was refused.
#[component]
pub fn EnvironmentsPage(
    layout: Layout,
    environments: Vec<String>,
    new_id: String,
    errors: Vec<FieldError>,
) -> impl IntoView {
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Environments"</h1>
                <p>"Each environment has its own flows, tenants and API keys, and is isolated from the others."</p>
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
                    <label for="environment">"ID"</label>
                    <p class="description" id="environment-d">"For example, prod.hg.acme.com. You can’t change it later."</p>
                    <input id="environment" name="environment" class="code" value=new_id required="" maxlength="128" aria-describedby="environment-d" />
                </div>
                <p class="actions"><button class="secondary">"Create"</button></p>
            </form>
        </AdminPage>
    }
}
