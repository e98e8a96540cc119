//! The form: the fields in the flow's order, the setup guide, and the button that tests and saves.

use super::access_section::AccessSection;
use super::failed_action::FailedActionNotice;
use super::field_row::FieldRow;
use super::page_model::{FormState, Widget};
use super::verdict::DraftResult;
use crate::action::Action;
use crate::date_time::format_date_time_in;
use crate::islands::destination;
use crate::summary_box::SummaryBox;
use crate::text_slot::{SLOT, split_at_slot};
use domain::connect_ui::{Field, field_names, is_known};
use domain::{AccessMode, Direction, FieldError, MARKER_NAME};
use i18n::Locale;
use leptos::prelude::*;

/// A part of the form under one heading.
enum FormSection {
    /// Our own fields about the bucket.
    Bucket(Vec<Field>),
    Access,
    /// The vendor's own fields.
    Vendor(Vec<Field>),
}

/// Groups the fields into sections without changing their order.
///
/// The access fields are the exception: they share one section, which takes the place of the first of them.
fn group_into_sections(fields: &[Field]) -> Vec<FormSection> {
    let mut all: Vec<FormSection> = Vec::new();
    for field in fields {
        let name = field.name.as_str();
        let is_access =
            field_names::KEY_PAIR.contains(&name) || field_names::ROLE_PAIR.contains(&name);
        if is_access {
            if !all
                .iter()
                .any(|section| matches!(section, FormSection::Access))
            {
                all.push(FormSection::Access);
            }
            continue;
        }
        let is_known = is_known(name);
        match all.last_mut() {
            Some(FormSection::Bucket(fields)) if is_known => fields.push(field.clone()),
            Some(FormSection::Vendor(fields)) if !is_known => fields.push(field.clone()),
            _ if is_known => all.push(FormSection::Bucket(vec![field.clone()])),
            _ => all.push(FormSection::Vendor(vec![field.clone()])),
        }
    }
    all
}

#[component]
pub fn ConnectForm(widget: Widget, form: FormState) -> impl IntoView {
    let locale = widget.locale;
    let mut has_bucket_section = false;
    let sections = group_into_sections(widget.params.fields())
        .into_iter()
        .map(|section| match section {
            FormSection::Access => {
                view! { <AccessSection widget=widget.clone() form=form.clone() /> }.into_any()
            }
            FormSection::Bucket(fields) => {
                let heading = if has_bucket_section {
                    locale.more_about_bucket()
                } else {
                    locale.which_bucket()
                };
                let is_first = !std::mem::replace(&mut has_bucket_section, true);
                view! {
                    <section class="part">
                        <h2>{heading}</h2>
                        {field_rows(&widget, &form, fields)}
                        {is_first
                            .then(|| {
                                let (before, after) = split_at_slot(intent_sentence(&widget));
                                let [bucket, prefix] = [field_names::BUCKET, field_names::PATH_PREFIX].map(|name| form.text(name));
                                let place = destination(&bucket, &prefix);
                                view! { <p class="sentence">{before} <code dir="ltr">{place}</code> {after}</p> }
                            })}
                    </section>
                }
                .into_any()
            }
            FormSection::Vendor(fields) => view! {
                <section class="part">
                    <h2>{locale.details()}</h2>
                    {field_rows(&widget, &form, fields)}
                </section>
            }
            .into_any(),
        })
        .collect_view();
    let label = if form.replaces_connection {
        locale.test_and_replace()
    } else {
        locale.test_and_save()
    };
    let mode = widget.chosen_access(&form);
    let asks_for_secret = mode == AccessMode::Keys;
    let complete_policy = form.report.as_ref().and_then(|report| {
        widget
            .setup_guide(&form.setup_target(), mode)
            .complete_policy(report)
    });
    let heading = heading(&widget, &form);
    let introduction = introduction(&widget);
    // Until the first test, only the browser knows what was typed. The page's script keeps it for a reload, under this name.
    let draft = (!form.is_posted && !form.replaces_connection)
        .then(|| widget.requirements.name.as_str().to_owned());
    view! {
        <header class="head intro">
            <h1 tabindex="-1">{heading}</h1>
            <p>{introduction}</p>
        </header>
        <form method="post" action="/connect" id="connect" novalidate="" autocomplete="off" data-draft=draft>
            <input type="hidden" name="token" value=widget.token.clone() />
            // The Enter key presses the first button of a form, so the first one has to be the one that saves.
            <button class="visually-hidden" name="action" value=Action::Save.as_str() tabindex="-1" aria-hidden="true"></button>
            <div id="summary">
                <ErrorSummary locale errors=form.errors.clone() />
            </div>
            {sections}
            <section class="part">
                <h2>{locale.the_test()}</h2>
                <p class="quiet">{test_description(locale, widget.direction)}</p>
                <p class="actions">
                    <button class="primary" name="action" value=Action::Save.as_str()>{label}</button>
                    {form
                        .replaces_connection
                        .then(|| view! { <button class="secondary" name="action" value=Action::Open.as_str()>{locale.keep_present()}</button> })}
                </p>
                <div id="checks" data-new=form.is_report_new.then_some("")>
                    {form.failed_action.clone().map(|failed_action| view! { <FailedActionNotice failed_action /> })}
                    {form
                        .report
                        .clone()
                        .map(|report| view! { <DraftResult locale report complete_policy asks_for_secret /> })}
                </div>
                <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
            </section>
        </form>
    }
}

/// Returns the heading of the form.
pub fn heading(widget: &Widget, form: &FormState) -> String {
    let locale = widget.locale;
    match &widget.forwarded {
        Some(_) => locale.set_up_title(),
        None if form.replaces_connection => locale.change_title(),
        None => locale.connect_title(),
    }
}

/// Returns what the form is for. On the page of a forwarded link, it begins with who asks, and for which vendor.
fn introduction(widget: &Widget) -> String {
    let locale = widget.locale;
    let Some(request) = &widget.forwarded else {
        return locale.connect_words();
    };
    let who_asks = match (request.asked_by.as_deref(), widget.vendor.as_deref()) {
        (None, None) => locale.set_up_asked(),
        (Some(name), None) => locale.set_up_asked_by(name),
        (None, Some(vendor)) => locale.set_up_asked_for(vendor),
        (Some(name), Some(vendor)) => locale.set_up_asked_by_for(name, vendor),
    };
    let until = format_date_time_in(locale, request.expires_at);
    format!("{who_asks} {}", locale.set_up_words(until))
}

fn test_description(locale: Locale, direction: Direction) -> String {
    match direction {
        Direction::Read => locale.test_reads(),
        Direction::Write => locale.test_writes(MARKER_NAME),
        Direction::Both => locale.test_both(MARKER_NAME),
    }
}

/// Returns the sentence that says what the vendor will do, with a slot for the bucket and path.
fn intent_sentence(widget: &Widget) -> String {
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

fn field_rows(widget: &Widget, form: &FormState, fields: Vec<Field>) -> impl IntoView + use<> {
    fields
        .into_iter()
        .map(|field| view! { <FieldRow widget=widget.clone() form=form.clone() field /> })
        .collect_view()
}

/// Renders what needs a change, at the top of the form, with links to the fields.
#[component]
pub fn ErrorSummary(locale: Locale, errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <SummaryBox title=locale.things_to_change(errors.len())>
                {errors
                    .into_iter()
                    .map(|e| view! { <li><a href=format!("#f-{}", e.field)>{locale.translate(&e.detail)}</a></li> })
                    .collect_view()}
            </SummaryBox>
        }
    })
}
