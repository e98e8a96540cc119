//! The form to create a connect link for a tenant, and the page with the new link.

use super::copyable::CopyableInput;
use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use super::select_field::SelectField;
use crate::date_time::format_date_time;
use domain::FieldError;
use leptos::prelude::*;

/// The form, as the admin filled it in, and the choices that it offers.
#[derive(Clone, Debug, Default)]
pub struct ConnectLinkForm {
    pub tenant: String,
    pub root_tenant: String,
    pub flow: String,
    pub ttl_seconds: String,
    pub locale: String,
    pub origin: String,
    pub flows: Vec<String>,
    /// The environment's allowed origins. If there are none, every origin is allowed.
    pub origins: Vec<String>,
    pub errors: Vec<FieldError>,
}

#[derive(Clone, Debug)]
pub struct CreatedLink {
    pub tenant: String,
    pub flow: String,
    pub url: String,
    pub expires_at: i64,
    pub origin: Option<String>,
}

const LIFETIMES: [(&str, &str); 4] = [
    ("3600", "1 hour"),
    ("28800", "8 hours"),
    ("86400", "1 day"),
    ("604800", "7 days"),
];

#[component]
pub fn NewLinkPage(layout: Layout, form: ConnectLinkForm) -> impl IntoView {
    let action = format!("/admin/{}/links", layout.environment_id());
    let error = |field: &str| {
        let error = form.errors.iter().find(|error| error.field == field);
        error.map(|error| i18n::english(&error.detail))
    };
    let (tenant_error, root_error, locale_error, origin_error) = (
        error("tenant"),
        error("root_tenant"),
        error("locale"),
        error("origin"),
    );
    // A `SelectField` has no place for an error, so these are shown above the form.
    let select_error = error("flow").or_else(|| error("ttl_seconds"));
    let flows = form
        .flows
        .into_iter()
        .map(|flow| (flow.clone(), flow))
        .collect();
    let lifetimes = LIFETIMES.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let origin_field = if form.origins.is_empty() {
        view! {
            <LinkTextField name="origin" label="Embedded in" description="The origin of the page that embeds the widget, for example https://app.acme.com. Leave it empty if tenants open the link on its own." value=form.origin error=origin_error />
        }
            .into_any()
    } else {
        let no_origin = match form.origins.as_slice() {
            [only] => format!("{only} (the only one allowed)"),
            _ => "Not embedded".to_owned(),
        };
        // The only origin applies by itself, so the select offers nothing else.
        let is_only_origin = form.origins.len() == 1;
        let options = std::iter::once((String::new(), no_origin))
            .chain(
                form.origins
                    .into_iter()
                    .filter(|_| !is_only_origin)
                    .map(|origin| (origin.clone(), origin)),
            )
            .collect();
        view! {
            {origin_error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
            <SelectField name="origin" label="Embedded in" selected=form.origin options />
        }
        .into_any()
    };
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"New connect link"</h1>
                <p>"Whoever has the link can connect a bucket for this tenant, and view, change or disconnect the connection. Usually your server creates these links through the API."</p>
            </header>
            <form method="post" action=action class="part">
                <Token />
                {select_error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
                <LinkTextField name="tenant" label="Tenant" description="The ID that your server uses for the tenant. If it is new, the tenant is created with the link." value=form.tenant error=tenant_error required=true />
                <SelectField name="flow" label="Flow" selected=form.flow options=flows />
                <SelectField name="ttl_seconds" label="Expires after" selected=form.ttl_seconds options=lifetimes.into() />
                {origin_field}
                <LinkTextField name="root_tenant" label="Root tenant" description="If the tenant belongs to another tenant, the ID of that one." value=form.root_tenant error=root_error />
                <LinkTextField name="locale" label="Language" description="For example, en or de. Leave it empty to use the browser’s language." value=form.locale error=locale_error />
                <p class="actions"><button class="primary">"Create link"</button></p>
            </form>
        </AdminPage>
    }
}

#[component]
fn LinkTextField(
    name: &'static str,
    label: &'static str,
    description: &'static str,
    value: String,
    error: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label} {(!required).then(|| view! { <span class="optional">" (optional)"</span> })}</label>
            <p class="description" id=format!("{name}-d")>{description}</p>
            {error.map(|error| view! { <p class="error" role="alert" id=format!("{name}-e")>{error}</p> })}
            <input id=name name=name class="code" value=value required=required maxlength="256" aria-invalid=invalid aria-describedby=format!("{name}-d {name}-e") autocomplete="off" />
        </div>
    }
}

#[component]
pub fn CreatedLinkPage(layout: Layout, link: CreatedLink) -> impl IntoView {
    let tenant_url = format!("/admin/{}/tenants/{}", layout.environment_id(), link.tenant);
    view! {
        <AdminPage layout>
            <div class="notice secret">
                <h1>"Connect link for " <code>{link.tenant.clone()}</code></h1>
                <p>"Copy it now. You won’t see it again. Send it to the tenant and to nobody else."</p>
                <CopyableInput id="link" label="Link" value=link.url />
            </div>
            <p class="quiet">
                "For flow " <code>{link.flow}</code> ", expires " {format_date_time(link.expires_at)} "."
                {link.origin.map(|origin| view! { " Pages of " <code>{origin}</code> " are allowed to embed it." })}
            </p>
            <p class="actions"><a class="button secondary" href=tenant_url>"View tenant"</a></p>
        </AdminPage>
    }
}
