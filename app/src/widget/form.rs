//! The form: the fields in the connector's order, what to do in AWS, and one button.

use super::access::AccessSection;
use super::checks::{CheckList, Verdict};
use super::field::FieldRow;
use super::not_done::WhyNotDone;
use super::{Filled, Widget};
use crate::islands::destination;
use crate::phrase::{SLOT, halves};
use crate::summary::Summary;
use crate::when::day_and_time_in;
use domain::connect_ui::{Field, names};
use domain::{AccessMode, Direction, FieldError};
use i18n::Locale;
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
    let locale = widget.locale;
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
                    locale.more_about_bucket()
                } else {
                    locale.which_bucket()
                };
                let first = !std::mem::replace(&mut place_named, true);
                view! {
                    <section class="part">
                        <h2>{heading}</h2>
                        {rows(&w, &f, fields)}
                        {first
                            .then(|| {
                                let (before, after) = halves(will(&w));
                                let [bucket, prefix] = [names::BUCKET, names::PATH_PREFIX].map(|name| f.text(name));
                                let place = destination(&bucket, &prefix);
                                view! { <p class="sentence">{before} <code dir="ltr">{place}</code> {after}</p> }
                            })}
                    </section>
                }
                .into_any()
            }
            Section::Own(fields) => view! {
                <section class="part">
                    <h2>{locale.details()}</h2>
                    {rows(&w, &f, fields)}
                </section>
            }
            .into_any(),
        })
        .collect_view();
    let label = if filled.replaces {
        locale.test_and_replace()
    } else {
        locale.test_and_save()
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
                <ErrorSummary locale errors=filled.errors.clone() />
            </div>
            {sections}
            <section class="part">
                <h2>{locale.the_test()}</h2>
                <p class="quiet">{test_words(locale, widget.direction)}</p>
                <p class="actions">
                    <button class="primary" name="action" value="save">{label}</button>
                    {filled
                        .replaces
                        .then(|| view! { <button class="secondary" name="action" value="open">{locale.keep_present()}</button> })}
                </p>
                <div id="checks">
                    {filled.not_done.clone().map(|not_done| view! { <WhyNotDone not_done /> })}
                    {filled
                        .report
                        .clone()
                        .map(|report| {
                            view! {
                                <Verdict locale report=report.clone() retype />
                                <CheckList locale report />
                            }
                        })}
                </div>
                <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
            </section>
        </form>
    }
}

fn head(widget: &Widget, filled: &Filled) -> (String, String) {
    let locale = widget.locale;
    match widget.forwarded_until {
        Some(until) => (
            locale.set_up_title(),
            locale.set_up_words(day_and_time_in(locale, until)),
        ),
        None if filled.replaces => (locale.change_title(), locale.connect_words()),
        None => (locale.connect_title(), locale.connect_words()),
    }
}

fn test_words(locale: Locale, direction: Direction) -> String {
    const FILE: &str = ".s3-connect-check";
    match direction {
        Direction::Read => locale.test_reads(),
        Direction::Write => locale.test_writes(FILE),
        Direction::Both => locale.test_both(FILE),
    }
}

/// What the vendor will do, and where.
fn will(widget: &Widget) -> String {
    let locale = widget.locale;
    match (widget.direction, widget.vendor.as_deref()) {
        (Direction::Read, None) => locale.will_read(SLOT),
        (Direction::Write, None) => locale.will_write(SLOT),
        (Direction::Both, None) => locale.will_both(SLOT),
        (Direction::Read, Some(vendor)) => locale.vendor_will_read(SLOT, vendor),
        (Direction::Write, Some(vendor)) => locale.vendor_will_write(SLOT, vendor),
        (Direction::Both, Some(vendor)) => locale.vendor_will_both(SLOT, vendor),
    }
}

fn rows(widget: &Widget, filled: &Filled, fields: Vec<Field>) -> impl IntoView + use<> {
    fields
        .into_iter()
        .map(|field| view! { <FieldRow widget=widget.clone() filled=filled.clone() field /> })
        .collect_view()
}

/// What has to be mended, at the top, each with the way to its field.
#[component]
pub fn ErrorSummary(locale: Locale, errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <Summary title=locale.things_to_change(errors.len())>
                {errors
                    .into_iter()
                    .map(|e| view! { <li><a href=format!("#f-{}", e.field)>{locale.translate(&e.detail)}</a></li> })
                    .collect_view()}
            </Summary>
        }
    })
}
