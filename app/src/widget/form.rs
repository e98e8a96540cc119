//! The form: the fields in the connector's order, what to do in AWS, and one button.

use super::access::AccessSection;
use super::checks::{CheckList, Verdict};
use super::field::FieldRow;
use super::{Filled, Widget};
use crate::islands::Sentence;
use crate::when::day_and_time;
use domain::connect_ui::{Field, names};
use domain::{AccessMode, FieldError};
use leptos::prelude::*;

/// A stretch of the form under one heading.
enum Section {
    Place(Vec<Field>),
    Access,
    Own(Vec<Field>),
}

/// The fields in their order, cut where the subject changes. The fields of access stand together, at the
/// place of the first of them.
fn sections(fields: &[Field]) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    for field in fields {
        let name = field.name.as_str();
        let access = names::KEY_PAIR.contains(&name) || names::ROLE_PAIR.contains(&name);
        if access {
            if !all.iter().any(|section| matches!(section, Section::Access)) {
                all.push(Section::Access);
            }
            continue;
        }
        let known = names::KNOWN.contains(&name);
        match all.last_mut() {
            Some(Section::Place(fields)) if known => fields.push(field.clone()),
            Some(Section::Own(fields)) if !known => fields.push(field.clone()),
            _ if known => all.push(Section::Place(vec![field.clone()])),
            _ => all.push(Section::Own(vec![field.clone()])),
        }
    }
    all
}

#[component]
pub fn ConnectForm(widget: Widget, filled: Filled) -> impl IntoView {
    let w = widget.clone();
    let f = filled.clone();
    let mut place_named = false;
    let sections = sections(widget.params.fields())
        .into_iter()
        .map(|section| match section {
            Section::Access => {
                view! { <AccessSection widget=w.clone() filled=f.clone() /> }.into_any()
            }
            Section::Place(fields) => {
                let heading = if place_named {
                    "More about the bucket"
                } else {
                    "Which bucket"
                };
                let sentence = !std::mem::replace(&mut place_named, true);
                view! {
                    <section class="part">
                        <h2>{heading}</h2>
                        {rows(&w, &f, fields)}
                        {sentence
                            .then(|| view! { <Sentence direction=w.direction /> })}
                    </section>
                }
                .into_any()
            }
            Section::Own(fields) => view! {
                <section class="part">
                    <h2>"Details"</h2>
                    {rows(&w, &f, fields)}
                </section>
            }
            .into_any(),
        })
        .collect_view();
    let label = if filled.replaces {
        "Test and replace"
    } else {
        "Test and save"
    };
    let retype = widget.chosen(&filled) == AccessMode::Keys;
    let (heading, words) = head(&widget, &filled);
    view! {
        <header class="head">
            <h1 tabindex="-1">{heading}</h1>
            <p>{words}</p>
        </header>
        <form method="post" action="/connect" id="connect" novalidate="" autocomplete="off">
            <input type="hidden" name="token" value=widget.token.clone() />
            // The Enter key presses a form's first button.
            <button class="visually-hidden" name="action" value="save" tabindex="-1" aria-hidden="true"></button>
            <div id="summary">
                <ErrorSummary errors=filled.errors.clone() />
            </div>
            {sections}
            <section class="part">
                <h2>"The test"</h2>
                <p class="quiet">{test_words(&widget)}</p>
                <p class="actions">
                    <button class="primary" name="action" value="save">{label}</button>
                    {filled
                        .replaces
                        .then(|| view! { <button class="secondary" name="action" value="open">"Keep the present one"</button> })}
                </p>
                <div id="checks">
                    {filled
                        .report
                        .clone()
                        .map(|report| {
                            view! {
                                <Verdict report=report.clone() retype />
                                <CheckList report />
                            }
                        })}
                </div>
                <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
            </section>
        </form>
    }
}

fn head(widget: &Widget, filled: &Filled) -> (&'static str, String) {
    const TESTED: &str = "Nothing is saved before it has been tested.";
    match widget.handed_on {
        Some(until) => (
            "Set up access to a bucket",
            format!(
                "You were asked to set up access to a bucket. Do in AWS what is shown below, fill in what is missing, and test. {TESTED} This link works until {}.",
                day_and_time(until)
            ),
        ),
        None if filled.replaces => ("Change the connection", choose(TESTED)),
        None => ("Connect your S3 bucket", choose(TESTED)),
    }
}

fn choose(tested: &str) -> String {
    format!("Choose the bucket, and how we may reach it. {tested}")
}

fn test_words(widget: &Widget) -> String {
    let read = "lists the folder and reads one byte of one file";
    let write = "writes one small file, .s3-connect-check, and tries to delete it again";
    let what = match (widget.direction.reads(), widget.direction.writes()) {
        (true, true) => format!("{read}, {write}"),
        (true, false) => read.to_owned(),
        _ => write.to_owned(),
    };
    format!("It asks AWS for real: it {what}.")
}

fn rows(widget: &Widget, filled: &Filled, fields: Vec<Field>) -> impl IntoView + use<> {
    fields
        .into_iter()
        .map(|field| view! { <FieldRow widget=widget.clone() filled=filled.clone() field /> })
        .collect_view()
}

/// What has to be mended, at the top, each with the way to its field.
#[component]
pub fn ErrorSummary(errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let count = errors.len();
        let heading = if count == 1 {
            "One thing needs a change".to_owned()
        } else {
            format!("{count} things need a change")
        };
        view! {
            <div class="summary" role="alert" tabindex="-1" data-focus="">
                <h2>{heading}</h2>
                <ul>
                    {errors
                        .into_iter()
                        .map(|e| view! { <li><a href=format!("#f-{}", e.field)>{e.detail}</a></li> })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}
