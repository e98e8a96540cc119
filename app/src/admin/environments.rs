//! The list of environments, and the form to create one.

use super::copyable::CopyButton;
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use domain::FieldError;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct EnvironmentRow {
    pub environment: String,
    /// Whether it has no flows and can be deleted.
    pub can_be_deleted: bool,
}

/// Renders the page. `new_id` is what the form holds after it was refused.
#[component]
pub fn EnvironmentsPage(
    layout: Layout,
    environments: Vec<EnvironmentRow>,
    new_id: String,
    errors: Vec<FieldError>,
    is_deleted: bool,
) -> impl IntoView {
    let rows = environments.into_iter().enumerate();
    let rows = rows.map(|(index, row)| view! { <EnvironmentItem index row /> });
    view! {
        <AdminPage layout wide=true>
            <header class="head">
                <h1>"Environments"</h1>
                <p>"Each environment has its own flows, tenants and API keys, and is isolated from the others."</p>
                <p><a href="/admin/log">"Sign-ins and deleted environments"</a></p>
            </header>
            {is_deleted.then(|| view! { <p class="verdict passed" role="status">"The environment is deleted."</p> })}
            <ul class="rows part">{rows.collect_view()}</ul>
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

#[component]
fn EnvironmentItem(index: usize, row: EnvironmentRow) -> impl IntoView {
    let EnvironmentRow {
        environment,
        can_be_deleted,
    } = row;
    let id = format!("environment-{index}");
    view! {
        <li>
            <div>
                <a href=format!("/admin/{environment}/flows")><code id=id.clone()>{environment.clone()}</code></a>
                <CopyButton label=format!("environment ID {environment}") source_id=id />
            </div>
            {can_be_deleted
                .then(|| {
                    view! { <a class="button danger small" href=format!("/admin/{environment}/delete") aria-label=format!("Delete {environment}…")>"Delete…"</a> }
                })}
        </li>
    }
}
