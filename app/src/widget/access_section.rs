//! How the tenant gives access: with keys, with a role, or with a choice of both. Each has its setup guide.

use super::field_row::{FieldRow, field_label};
use super::forwarded_link::ForwardLink;
use super::page_model::{FormState, Widget};
use super::setup_guide::SetupGuideSection;
use domain::connect_ui::{AccessMode, AccessModes, field_names};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn AccessSection(widget: Widget, form: FormState) -> impl IntoView {
    let locale = widget.locale;
    let modes = widget.params.modes();
    let chosen = widget.chosen_access(&form);
    // A forwarded link cannot be forwarded again, and it cannot replace a connection.
    let can_forward = widget.forwarded.is_none() && !form.replaces_connection;
    let link = form.forwarded_link.clone();
    let sender = form.sender.clone();
    let offered: Vec<AccessMode> = match modes {
        AccessModes::Only(mode) => vec![mode],
        AccessModes::Both { .. } => vec![AccessMode::Role, AccessMode::Keys],
    };
    let is_choice = offered.len() > 1;
    view! {
        <section class="part access" id="f-access">
            <h2>{locale.access()}</h2>
            {is_choice
                .then(|| {
                    view! {
                        <fieldset class="choice">
                            <legend>{locale.how_to_give_access()}</legend>
                            {offered.clone().into_iter().map(|mode| view! { <AccessOption locale mode checked=mode == chosen /> }).collect_view()}
                        </fieldset>
                    }
                })}
            {form.error(locale, "access").map(|error| view! { <p class="error">{error}</p> })}
            {offered
                .into_iter()
                .map(|mode| view! { <AccessPanel widget=widget.clone() form=form.clone() mode is_choice /> })
                .collect_view()}
            {can_forward.then(|| view! { <ForwardLink locale sender link /> })}
        </section>
    }
}

#[component]
fn AccessOption(locale: Locale, mode: AccessMode, checked: bool) -> impl IntoView {
    let (title, description) = match mode {
        AccessMode::Keys => (locale.access_keys(), locale.access_keys_words()),
        AccessMode::Role => (locale.access_role(), locale.access_role_words()),
    };
    let is_recommended = mode == AccessMode::Role;
    let id = format!("access-{}", mode.as_str());
    view! {
        <label class="option" for=id>
            <input type="radio" id=id.clone() name="access" value=mode.as_str() checked=checked />
            <span>
                <strong>{title}</strong>
                {is_recommended.then(|| view! { " " <span class="recommended">{locale.recommended()}</span> })}
                <span class="description">{description}</span>
            </span>
        </label>
    }
}

/// Renders the fields of one access mode.
///
/// If there is a choice, both panels are on the page and the style sheet shows the chosen one. So choosing works without
/// a script.
#[component]
fn AccessPanel(
    widget: Widget,
    form: FormState,
    mode: AccessMode,
    is_choice: bool,
) -> impl IntoView {
    let field_pair = match mode {
        AccessMode::Keys => field_names::KEY_PAIR,
        AccessMode::Role => field_names::ROLE_PAIR,
    };
    let fields = || {
        widget
            .params
            .fields()
            .iter()
            .filter(|field| field_pair.contains(&field.name.as_str()))
            .cloned()
    };
    let locale = widget.locale;
    // The external ID comes first: tenants need it to create the role, before they have an ARN to enter.
    let external_id = fields().find(|field| field.name == field_names::EXTERNAL_ID).map(|field| {
        view! { <ExternalIdRow locale label=field_label(locale, &field) description=field.description id=widget.external_id.to_string() /> }
    });
    let rows = fields()
        .filter(|field| field.name != field_names::EXTERNAL_ID)
        .map(|field| view! { <FieldRow widget=widget.clone() form=form.clone() field /> })
        .collect_view();
    view! {
        <div class="panel" class:one-of-two=is_choice data-mode=mode.as_str()>
            {external_id}
            <SetupGuideSection widget=widget.clone() form=form.clone() mode />
            {rows}
        </div>
    }
}

#[component]
fn ExternalIdRow(
    locale: Locale,
    label: String,
    description: Option<String>,
    id: String,
) -> impl IntoView {
    let description = description.unwrap_or_else(|| locale.about_external_id());
    view! {
        <div class="field">
            <span class="label" id="external-id-label" dir="auto">{label.clone()}</span>
            <p class="description" dir="auto">{description}</p>
            <p class="copyable" role="group" aria-labelledby="external-id-label">
                <code id="external-id" dir="ltr">{id}</code>
                <button type="button" class="copy" data-copy="external-id" data-announcement=locale.copied(label)>{locale.copy()}</button>
            </p>
        </div>
    }
}
