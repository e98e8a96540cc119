//! What holds for a whole environment: which pages may show the widget in a frame, and where the CloudFormation
//! template is.

use super::form_token::Token;
use super::{Frame, Framed};
use crate::textarea;
use domain::FieldError;
use leptos::prelude::*;

/// A form of the page as it is typed.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub typed: String,
    pub errors: Vec<FieldError>,
}

#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// One a line.
    pub origins: Part,
    /// Those that are saved.
    pub origins_now: String,
    pub template_url: Part,
    pub done: Option<&'static str>,
}

#[component]
pub fn Settings(frame: Frame, parts: Parts) -> impl IntoView {
    let home = format!("/admin/{}/settings", frame.environment_id());
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Settings"</h1>
                <p>"They hold for every flow of this environment."</p>
            </header>
            {parts.done.map(|done| view! { <p class="verdict passed" role="status">{done}</p> })}
            <AllowedOrigins part=parts.origins now=parts.origins_now home=home.clone() />
            <TemplateUrl part=parts.template_url home />
        </Framed>
    }
}

#[component]
fn AllowedOrigins(part: Part, now: String, home: String) -> impl IntoView {
    let wrong = (!part.errors.is_empty()).then_some("true");
    view! {
        <form method="post" action=format!("{home}/origins") class="part">
            <Token />
            <h2>"Allowed origins"</h2>
            <input type="hidden" name="seen" value=now />
            <Wrong id="origins-e" errors=part.errors />
            <div class="field">
                <label for="origins">"Pages that may show the widget in a frame, one a line"</label>
                <p class="description" id="origins-d">
                    "Such as https://app.acme.com. When your server asks for a link, its origin must be one of these; if there is only one, it need not be named. Empty: a link may be asked for with any origin. Links that are out keep theirs."
                </p>
                <textarea id="origins" name="origins" class="code" rows="5" spellcheck="false" aria-invalid=wrong aria-describedby="origins-d origins-e">{textarea::text(&part.typed)}</textarea>
            </div>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
    }
}

#[component]
fn TemplateUrl(part: Part, home: String) -> impl IntoView {
    let wrong = (!part.errors.is_empty()).then_some("true");
    view! {
        <form method="post" action=format!("{home}/template") class="part">
            <Token />
            <h2>"CloudFormation template"</h2>
            <p>
                "With it, tenants get a link that opens the AWS console with everything filled in. "
                <a href=format!("{home}/template.json") download="">"Download the template"</a>
                ", put it into an S3 bucket of yours that everyone can read, and enter its address here. Do so again after each update of s3-connect."
            </p>
            <Wrong id="template_url-e" errors=part.errors />
            <div class="field">
                <label for="template_url">"Template URL"</label>
                <p class="description" id="template_url-d">"Such as https://acme.s3.eu-west-1.amazonaws.com/connect.json. Empty: tenants get no such link."</p>
                <input id="template_url" name="template_url" type="url" class="code" value=part.typed autocomplete="off" spellcheck="false" aria-invalid=wrong aria-describedby="template_url-d template_url-e" />
            </div>
            <p class="actions"><button class="primary">"Save"</button></p>
        </form>
    }
}

#[component]
fn Wrong(id: &'static str, errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let words: Vec<String> = errors
            .iter()
            .map(|error| i18n::english(&error.detail))
            .collect();
        view! { <p class="error" role="alert" id=id>{words.join(" ")}</p> }
    })
}
