//! The settings of a whole environment: which origins are allowed to embed the widget, and the URL of the CloudFormation
//! template.

use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use crate::textarea;
use domain::FieldError;
use leptos::prelude::*;

/// One setting's form, as the admin filled it in or as the setting is saved.
#[derive(Clone, Debug, Default)]
pub struct SettingInput {
    pub text: String,
    pub errors: Vec<FieldError>,
}

#[derive(Clone, Debug, Default)]
pub struct EnvironmentSettings {
    /// One origin per line.
    pub allowed_origins: SettingInput,
    /// The saved origins. The form posts them too, so the server notices if somebody else changed them meanwhile.
    pub saved_origins: String,
    pub template_url: SettingInput,
    /// What the admin just did.
    pub success: Option<&'static str>,
}

#[component]
pub fn EnvironmentSettingsPage(layout: Layout, settings: EnvironmentSettings) -> impl IntoView {
    let page_url = format!("/admin/{}/settings", layout.environment_id());
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Settings"</h1>
                <p>"They apply to every flow of this environment."</p>
            </header>
            {settings.success.map(|text| view! { <p class="verdict passed" role="status">{text}</p> })}
            <AllowedOriginsForm input=settings.allowed_origins saved=settings.saved_origins page_url=page_url.clone() />
            <TemplateUrlForm input=settings.template_url page_url />
        </AdminPage>
    }
}

#[component]
fn AllowedOriginsForm(input: SettingInput, saved: String, page_url: String) -> impl IntoView {
    let invalid = (!input.errors.is_empty()).then_some("true");
    view! {
        <form method="post" action=format!("{page_url}/origins") class="part">
            <Token />
            <h2>"Allowed origins"</h2>
            <input type="hidden" name="seen" value=saved />
            <SettingErrors id="origins-e" errors=input.errors />
            <div class="field">
                <label for="origins">"Origins that are allowed to embed the widget, one per line"</label>
                <p class="description" id="origins-d">
                    "For example, https://app.acme.com. When your server creates a link, its origin must be one of these. If there is only one, your server can leave it out. If there are none, every origin is allowed. Existing links keep theirs."
                </p>
                <textarea id="origins" name="origins" class="code" rows="5" spellcheck="false" aria-invalid=invalid aria-describedby="origins-d origins-e">{textarea::escape(&input.text)}</textarea>
            </div>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
    }
}

#[component]
fn TemplateUrlForm(input: SettingInput, page_url: String) -> impl IntoView {
    let invalid = (!input.errors.is_empty()).then_some("true");
    view! {
        <form method="post" action=format!("{page_url}/template") class="part">
            <Token />
            <h2>"CloudFormation template"</h2>
            <p>
                "With a template URL, tenants get a link that opens the AWS console with everything filled in. "
                <a href=format!("{page_url}/template.json") download="">"Download the template"</a>
                ", upload it to an S3 bucket of yours that everyone can read, and enter its URL here. Repeat this after each update of s3-connect."
            </p>
            <SettingErrors id="template_url-e" errors=input.errors />
            <div class="field">
                <label for="template_url">"Template URL"</label>
                <p class="description" id="template_url-d">"For example, https://acme.s3.eu-west-1.amazonaws.com/connect.json. If you leave it empty, tenants get no such link."</p>
                <input id="template_url" name="template_url" type="url" class="code" value=input.text autocomplete="off" spellcheck="false" aria-invalid=invalid aria-describedby="template_url-d template_url-e" />
            </div>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
    }
}

#[component]
fn SettingErrors(id: &'static str, errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let sentences: Vec<String> = errors
            .iter()
            .map(|error| i18n::english(&error.detail))
            .collect();
        view! { <p class="error" role="alert" id=id>{sentences.join(" ")}</p> }
    })
}
