//! The island around the widget's content.
//!
//! It listens to events that bubble up from plain inputs and buttons, so it also covers the ones that a check puts into
//! the page later.

use super::field_hint::show_hint;
use super::followed_fields::{FOLLOWED_FIELDS, FieldSignals, FieldTexts};
use super::store_hint::show_store_hint;
use super::{check_stream, clipboard, forwarded_link_watch, live_outputs, messages, setup_refresh};
use crate::action::Action;
use domain::connect_ui::field_names;
use domain::connect_ui::field_value::not_a_number;
use domain::{
    AccessKeyId, AccountId, KmsKeyArn, PastedBucket, PathTemplate, Refusal, Region, RoleArn,
    SecretAccessKey, misplaced_secret, pasted_text,
};
use js_sys::JSON;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent};

#[island]
pub fn LiveForm(children: Children) -> impl IntoView {
    let fields = FieldSignals::new(if cfg!(feature = "hydrate") {
        rendered_texts()
    } else {
        FieldTexts::default()
    });
    live_outputs::follow(fields);
    setup_refresh::follow(fields);
    let root = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            // The effects above have to run first, because they start from the texts that the page was rendered with.
            // Then they see whatever the tenant typed before hydration as a change.
            run_soon(move || {
                for name in FOLLOWED_FIELDS {
                    if let Some(input) = find_input(name) {
                        set_field(fields, name, input.value());
                    }
                }
                show_store_hint(&endpoint());
                let _ = root.set_attribute("data-live", "on");
                forwarded_link_watch::start();
                spawn_local(async { drop(messages::fetch().await) });
            });
        }
    });
    // A hint below a field moves everything under it. If it appeared between pointerdown and pointerup, the button would
    // move away and the press would not count. So a field that the tenant leaves by pressing a button is validated when
    // the pointer is up again.
    let pointer = StoredValue::new(PointerState::Up);
    let release = move |_| {
        if let PointerState::Down(Some(field)) =
            pointer.try_update_value(std::mem::take).unwrap_or_default()
        {
            run_soon(move || {
                if let Some(input) = find_input(&field) {
                    validate(fields, &input);
                }
            });
        }
    };
    window_event_listener(leptos::ev::pointerup, release);
    window_event_listener(leptos::ev::pointercancel, release);
    view! {
        <div
            class="live"
            node_ref=root
            on:input=move |event| {
                if let Some(input) = target::<HtmlInputElement>(&event) {
                    set_field(fields, &input.name(), input.value());
                    close_finished_guide(&input);
                }
            }
            on:pointerdown=move |_| pointer.set_value(PointerState::Down(None))
            on:change=move |event| {
                if let Some(input) = target::<HtmlInputElement>(&event) {
                    pointer.update_value(|state| match state {
                        PointerState::Down(field) => *field = Some(input.name()),
                        PointerState::Up => validate(fields, &input),
                    });
                }
            }
            on:click=move |event| {
                let button = target::<Element>(&event).and_then(|element| element.closest("button").ok().flatten());
                if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
                    press_button(fields, &button);
                }
            }
            on:submit=move |event| submit(&event)
        >
            {children()}
        </div>
    }
}

/// Reads the text of each followed field that the server rendered the page with, from attributes.
fn rendered_texts() -> FieldTexts {
    let stage = document().get_element_by_id("stage");
    FOLLOWED_FIELDS.map(|name| {
        let text = |stage: &Element| stage.get_attribute(&format!("data-{name}"));
        stage.as_ref().and_then(text).unwrap_or_default()
    })
}

/// Whether the pointer is down, and the name of the field that the tenant left by pressing it.
///
/// It holds the name instead of the element, because the server may drop it on another thread, which is not allowed for
/// elements.
#[derive(Default)]
enum PointerState {
    #[default]
    Up,
    Down(Option<String>),
}

/// Runs `work` after everything that is queued in this turn of the browser's event loop.
fn run_soon(work: impl FnOnce() + 'static) {
    set_timeout(work, std::time::Duration::ZERO);
}

/// Returns whether a text is a number as JSON writes it, like the server does.
///
/// The browser's JSON parser decides, because a number parser in the wasm would be 20 KB.
fn is_number(text: &str) -> bool {
    JSON::parse(pasted_text::clean(text))
        .is_ok_and(|value| value.as_f64().is_some_and(f64::is_finite))
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn find_input(name: &str) -> Option<HtmlInputElement> {
    document()
        .get_element_by_id(&format!("f-{name}"))
        .and_then(|element| element.dyn_into().ok())
}

/// Returns the text of the endpoint. Empty if the connector does not ask for one.
fn endpoint() -> String {
    find_input(field_names::ENDPOINT).map_or_else(String::new, |input| input.value())
}

fn set_field(fields: FieldSignals, name: &str, value: String) {
    match name {
        field_names::BUCKET => fields.bucket.set(value),
        field_names::PATH_PREFIX => fields.prefix.set(value),
        field_names::KMS_KEY_ARN => fields.key.set(value),
        field_names::ENDPOINT => show_store_hint(&value),
        _ => {}
    }
}

/// Validates a field that the tenant left, and shows what is wrong with it. The server applies the same rules again.
fn validate(fields: FieldSignals, input: &HtmlInputElement) {
    let name = input.name();
    let value = input.value();
    let result: Result<(), Refusal> = match name.as_str() {
        // A missing value is an error only when the form is sent. The tenant may just be tabbing through.
        _ if pasted_text::clean(&value).is_empty() => Ok(()),
        field_names::BUCKET => {
            PastedBucket::parse(&value).map(|pasted| split_bucket(fields, input, pasted))
        }
        field_names::PATH_PREFIX => PathTemplate::parse_user_input(&value).map(drop),
        field_names::ACCESS_KEY_ID => AccessKeyId::parse(&value).map(drop),
        field_names::SECRET_ACCESS_KEY => SecretAccessKey::parse(&value).map(drop),
        field_names::ROLE_ARN => RoleArn::parse(&value).map(drop),
        // Stores that are not AWS have codes of their own, which the server validates.
        field_names::REGION if !endpoint().is_empty() => Ok(()),
        field_names::REGION => Region::parse(&value).map(drop),
        field_names::KMS_KEY_ARN => KmsKeyArn::parse(&value).map(drop),
        field_names::BUCKET_OWNER => AccountId::parse(&value).map(drop),
        // Only the vendor's own number fields have an `inputmode`.
        _ if input.has_attribute("inputmode") => {
            if is_number(&value) {
                Ok(())
            } else {
                Err(not_a_number())
            }
        }
        _ if input.type_() == "text" => misplaced_secret::refuse(&value),
        _ => Ok(()),
    };
    let Err(refusal) = result else {
        return show_hint(&name, "");
    };
    let input = input.clone();
    spawn_local(async move {
        let text = messages::translate(&refusal.detail).await;
        // The tenant may have typed on while the messages were being fetched.
        if input.value() == value {
            show_hint(&name, &text);
        }
    });
}

/// Closes the setup guide above a field that has what the guide leads to. It closes while the tenant types or pastes: when
/// they leave the field, it would move what they are about to press.
fn close_finished_guide(input: &HtmlInputElement) {
    let value = input.value();
    let is_finished = match input.name().as_str() {
        field_names::ROLE_ARN => RoleArn::parse(&value).is_ok(),
        field_names::ACCESS_KEY_ID => AccessKeyId::parse(&value).is_ok(),
        _ => false,
    };
    if is_finished
        && let Ok(Some(panel)) = input.closest(".panel")
        && let Ok(Some(guide)) = panel.query_selector(".setup")
    {
        let _ = guide.remove_attribute("open");
    }
}

/// Splits a pasted address: the bucket's name stays, and the path goes into its own field.
fn split_bucket(fields: FieldSignals, bucket: &HtmlInputElement, pasted: PastedBucket) {
    let name = PastedBucket::unambiguous_text(&pasted.bucket);
    if let Some(path) = pasted.prefix {
        let field =
            find_input(field_names::PATH_PREFIX).filter(|field| field.value().trim().is_empty());
        let Some(field) = field else { return };
        // The path is literal, and in the field braces mark variables.
        let path = path.replace('{', "{{").replace('}', "}}");
        field.set_value(&path);
        fields.prefix.set(path);
    }
    bucket.set_value(&name);
    fields.bucket.set(name);
}

/// Handles the buttons that copy a text, and those that insert a variable into the path prefix.
fn press_button(fields: FieldSignals, button: &HtmlElement) {
    if let Some(id) = button.get_attribute("data-copy") {
        clipboard::copy(button, &id);
    } else if let Some(text) = button.get_attribute("data-insert")
        && let Some(field) = find_input(field_names::PATH_PREFIX)
    {
        let start = field.selection_end().ok().flatten().unwrap_or_default();
        if field
            .set_range_text_with_start_and_end(&text, start, start)
            .is_ok()
        {
            if let Ok(Some(list)) = button.closest("details") {
                let _ = list.remove_attribute("open");
            }
            let end = start + u32::try_from(text.len()).unwrap_or_default();
            let _ = field.focus();
            let _ = field.set_selection_range(end, end);
            fields.prefix.set(field.value());
        }
    }
}

/// The values of [`Action::STREAMED`]. A constant, because the wasm would be larger with the code that computes it.
const STREAMED_ACTIONS: [&str; Action::STREAMED.len()] = {
    let mut values = [""; Action::STREAMED.len()];
    let mut index = 0;
    while index < values.len() {
        values[index] = Action::STREAMED[index].as_str();
        index += 1;
    }
    values
};

/// Handles a button that submits the form.
///
/// Checks are streamed into the page. So is a forwarded link, because a new page would empty the secret field. Every other
/// button posts the form as usual.
fn submit(event: &SubmitEvent) {
    let Some(button) = event.submitter() else {
        return;
    };
    let action = button.get_attribute("value").unwrap_or_default();
    if !STREAMED_ACTIONS.contains(&action.as_str()) {
        return;
    }
    if let Some(form) = target::<HtmlFormElement>(event) {
        event.prevent_default();
        check_stream::run(form, button.into(), action);
    }
}
