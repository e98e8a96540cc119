//! How the tenant lets the vendor in: keys, a role, or a choice of both, each with what to do in AWS.

use super::field::FieldRow;
use super::hand_off::HandOff;
use super::setup::SetupGuide;
use super::{Filled, Widget};
use domain::connect_ui::{AccessMode, AccessModes, names};
use leptos::prelude::*;

#[component]
pub fn AccessSection(widget: Widget, filled: Filled) -> impl IntoView {
    let modes = widget.params.modes();
    let chosen = widget.chosen(&filled);
    let to_hand_on = widget.handed_on.is_none() && !filled.replaces;
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
            <h2>"Access"</h2>
            {choice
                .then(|| {
                    view! {
                        <fieldset class="choice">
                            <legend>"How do you want to give access?"</legend>
                            {shown.clone().into_iter().map(|mode| view! { <Choice mode checked=mode == chosen /> }).collect_view()}
                        </fieldset>
                    }
                })}
            {filled.error("access").map(|error| view! { <p class="error">{error}</p> })}
            {shown
                .into_iter()
                .map(|mode| view! { <Panel widget=widget.clone() filled=filled.clone() mode choice /> })
                .collect_view()}
            {to_hand_on.then(|| view! { <HandOff link /> })}
        </section>
    }
}

#[component]
fn Choice(mode: AccessMode, checked: bool) -> impl IntoView {
    let (title, words) = match mode {
        AccessMode::Keys => (
            "Access keys",
            "The key of an IAM user, kept encrypted by us.",
        ),
        AccessMode::Role => ("Role", "No secret changes hands. Recommended by AWS."),
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
    // It stands first: whoever makes the role needs it before there is an ARN to enter.
    let external_id = mine().find(|field| field.name == names::EXTERNAL_ID).map(|field| {
        view! { <ExternalIdRow label=field.label description=field.description id=widget.external_id.to_string() /> }
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
fn ExternalIdRow(label: String, description: Option<String>, id: String) -> impl IntoView {
    let words = description.unwrap_or_else(|| {
        "Made for you alone. Your role must ask for it, so that nobody else can come in through us. It is not a secret.".to_owned()
    });
    view! {
        <div class="field">
            <span class="label" id="external-id-label">{label}</span>
            <p class="description">{words}</p>
            <p class="copyable" role="group" aria-labelledby="external-id-label">
                <code id="external-id">{id}</code>
                <button type="button" class="copy" data-copy="external-id" data-said="External ID copied.">"Copy"</button>
            </p>
        </div>
    }
}
