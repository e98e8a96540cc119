//! A connect link for a tenant, made by hand.

use super::form_token::Token;
use super::tenants::Choice;
use super::{Frame, Framed};
use crate::when::day_and_time;
use domain::FieldError;
use leptos::prelude::*;

/// The form as it is filled in.
#[derive(Clone, Debug, Default)]
pub struct LinkForm {
    pub tenant: String,
    pub root_tenant: String,
    pub flow: String,
    pub ttl: String,
    pub locale: String,
    pub origin: String,
    pub flows: Vec<String>,
    /// None: whichever is typed.
    pub origins: Vec<String>,
    pub errors: Vec<FieldError>,
}

#[derive(Clone, Debug)]
pub struct MadeLink {
    pub tenant: String,
    pub flow: String,
    pub url: String,
    pub until: i64,
    pub origin: Option<String>,
}

const LIVES: [(&str, &str); 4] = [
    ("3600", "1 hour"),
    ("28800", "8 hours"),
    ("86400", "1 day"),
    ("604800", "7 days"),
];

#[component]
pub fn NewLink(frame: Frame, form: LinkForm) -> impl IntoView {
    let action = format!("/admin/{}/links", frame.environment_id());
    let error = |field: &str| {
        let error = form.errors.iter().find(|error| error.field == field);
        error.map(|error| i18n::english(&error.detail))
    };
    let (of_tenant, of_root, of_locale, of_origin) = (
        error("tenant"),
        error("root_tenant"),
        error("locale"),
        error("origin"),
    );
    let elsewhere = error("flow").or_else(|| error("ttl_seconds"));
    let flows = form
        .flows
        .into_iter()
        .map(|flow| (flow.clone(), flow))
        .collect();
    let lives = LIVES.map(|(value, words)| (value.to_owned(), words.to_owned()));
    let origin = if form.origins.is_empty() {
        view! {
            <Text name="origin" label="Shown in a frame at" words="The origin of your page, such as https://app.acme.com. Empty: the link is opened by itself." value=form.origin error=of_origin />
        }
            .into_any()
    } else {
        let none = match form.origins.as_slice() {
            [only] => format!("{only} (the only one allowed)"),
            _ => "No frame: opened by itself".to_owned(),
        };
        let one = form.origins.len() == 1;
        let options = std::iter::once((String::new(), none))
            .chain(
                form.origins
                    .into_iter()
                    .filter(|_| !one)
                    .map(|origin| (origin.clone(), origin)),
            )
            .collect();
        view! {
            {of_origin.map(|error| view! { <p class="error" role="alert">{error}</p> })}
            <Choice name="origin" label="Shown in a frame at" chosen=form.origin options />
        }
        .into_any()
    };
    view! {
        <Framed frame>
            <header class="head">
                <h1>"New connect link"</h1>
                <p>"Whoever has the link can connect a bucket for this tenant, and see, change and disconnect what is connected. Mostly your own server makes these, by the API."</p>
            </header>
            <form method="post" action=action class="part">
                <Token />
                {elsewhere.map(|error| view! { <p class="error" role="alert">{error}</p> })}
                <Text name="tenant" label="Tenant" words="As your own server names it. A tenant that is new comes into being with the link." value=form.tenant error=of_tenant required=true />
                <Choice name="flow" label="Flow" chosen=form.flow options=flows />
                <Choice name="ttl_seconds" label="Lives for" chosen=form.ttl options=lives.into() />
                {origin}
                <Text name="root_tenant" label="Root tenant" words="For a tenant that belongs to another one." value=form.root_tenant error=of_root />
                <Text name="locale" label="Language" words="Such as en or pt-BR. Empty: that of the browser." value=form.locale error=of_locale />
                <p class="actions"><button class="primary">"Make the link"</button></p>
            </form>
        </Framed>
    }
}

#[component]
fn Text(
    name: &'static str,
    label: &'static str,
    words: &'static str,
    value: String,
    error: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let wrong = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label} {(!required).then(|| view! { <span class="optional">" (optional)"</span> })}</label>
            <p class="description" id=format!("{name}-d")>{words}</p>
            {error.map(|error| view! { <p class="error" role="alert" id=format!("{name}-e")>{error}</p> })}
            <input id=name name=name class="code" value=value required=required maxlength="256" aria-invalid=wrong aria-describedby=format!("{name}-d {name}-e") autocomplete="off" />
        </div>
    }
}

#[component]
pub fn LinkMade(frame: Frame, link: MadeLink) -> impl IntoView {
    let home = format!("/admin/{}/tenants/{}", frame.environment_id(), link.tenant);
    view! {
        <Framed frame>
            <header class="head">
                <h1 class="passed">"A link for " <code>{link.tenant.clone()}</code></h1>
                <p>
                    "For flow " <code>{link.flow}</code> ", good until " {day_and_time(link.until)} ". It is shown this once; send it to the tenant and to nobody else."
                </p>
            </header>
            <div class="part">
                <div class="field">
                    <label for="link">"Link"</label>
                    <div class="copyable"><input id="link" class="code" readonly="" value=link.url /></div>
                </div>
                {link.origin.map(|origin| view! { <p class="quiet">"It may be shown in a frame at " <code>{origin}</code> "."</p> })}
            </div>
            <p class="actions"><a class="button secondary" href=home>"Open the tenant"</a></p>
        </Framed>
    }
}
