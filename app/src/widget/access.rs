//! How the tenant lets the vendor in: keys, a role, or a choice of both, each with what to do in AWS.

use super::field::{FieldRow, label};
use super::forwarded_link::ForwardLink;
use super::setup::SetupGuide;
use super::{Filled, Widget};
use domain::connect_ui::{AccessMode, AccessModes, names};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn AccessSection(widget: Widget, filled: Filled) -> impl IntoView {
    let locale = widget.locale;
    let modes = widget.params.modes();
    let chosen = widget.chosen(&filled);
    let can_forward = widget.forwarded_until.is_none() && !filled.replaces;
    let link = filled.link.clone();
    let shown: Vec<AccessMode> = match modes {
        AccessModes::Only(mode) => vec![mode],
        AccessModes::Both {
            first: AccessMode::Keys,
        } => vec![AccessMode::Keys, AccessMode::Role],
        AccessModes::Both {
            first: AccessMode::Role,
        } => vec![AccessMode::Role, AccessMode::Keys],
    };
    let choice = shown.len() > 1;
    view! {
        <section class="part access" id="f-access">
            <h2>{locale.access()}</h2>
            {choice
                .then(|| {
                    view! {
                        <fieldset class="choice">
                            <legend>{locale.how_to_give_access()}</legend>
                            {shown.clone().into_iter().map(|mode| view! { <Choice locale mode checked=mode == chosen /> }).collect_view()}
                        </fieldset>
                    }
                })}
            {filled.error(locale, "access").map(|error| view! { <p class="error">{error}</p> })}
            {shown
                .into_iter()
                .map(|mode| view! { <Panel widget=widget.clone() filled=filled.clone() mode choice /> })
                .collect_view()}
            {can_forward.then(|| view! { <ForwardLink locale link /> })}
        </section>
    }
}

#[component]
fn Choice(locale: Locale, mode: AccessMode, checked: bool) -> impl IntoView {
    let (title, words) = match mode {
        AccessMode::Keys => (locale.access_keys(), locale.access_keys_words()),
        AccessMode::Role => (locale.access_role(), locale.access_role_words()),
    };
    let id = format!("access-{}", mode.as_str());
    view! {
        <label class="option" for=id>
            <input type="radio" id=id.clone() name="access" value=mode.as_str() checked=checked />
            <span><strong>{title}</strong><span class="description">{words}</span></span>
        </label>
    }
}

/// The fields of one way of access. Where there is a choice, the style sheet shows the chosen one, so that
/// choosing works without a script.
#[component]
fn Panel(widget: Widget, filled: Filled, mode: AccessMode, choice: bool) -> impl IntoView {
    let pair = match mode {
        AccessMode::Keys => names::KEY_PAIR,
        AccessMode::Role => names::ROLE_PAIR,
    };
    let mine = || {
        widget
            .params
            .fields()
            .iter()
            .filter(|field| pair.contains(&field.name.as_str()))
            .cloned()
    };
    let locale = widget.locale;
    // It stands first: whoever makes the role needs it before there is an ARN to enter.
    let external_id = mine().find(|field| field.name == names::EXTERNAL_ID).map(|field| {
        view! { <ExternalIdRow locale label=label(locale, &field) description=field.description id=widget.external_id.to_string() /> }
    });
    let rows = mine()
        .filter(|field| field.name != names::EXTERNAL_ID)
        .map(|field| view! { <FieldRow widget=widget.clone() filled=filled.clone() field /> })
        .collect_view();
    view! {
        <div class="panel" class:one-of-two=choice data-mode=mode.as_str()>
            {external_id}
            <SetupGuide widget=widget.clone() filled=filled.clone() mode />
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
    let words = description.unwrap_or_else(|| locale.about_external_id());
    view! {
        <div class="field">
            <span class="label" id="external-id-label" dir="auto">{label.clone()}</span>
            <p class="description" dir="auto">{words}</p>
            <p class="copyable" role="group" aria-labelledby="external-id-label">
                <code id="external-id" dir="ltr">{id}</code>
                <button type="button" class="copy" data-copy="external-id" data-said=locale.copied(label)>{locale.copy()}</button>
            </p>
        </div>
    }
}
