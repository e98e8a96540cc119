//! The island around the page's content: it hears what bubbles up from plain inputs and buttons, also from
//! those that a finished check put there later.

use super::{FOLLOWED, Place, Typed, clipboard, outputs, setup, stream, words};
use domain::connect_ui::names;
use domain::field_value::not_a_number;
use domain::{
    AccessKeyId, AccountId, KmsKeyArn, PastedBucket, PathTemplate, Refusal, Region, RoleArn,
    SecretAccessKey, misplaced_secret, paste,
};
use js_sys::JSON;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent};

#[island]
pub fn Live(children: Children) -> impl IntoView {
    let typed = Typed::new(if cfg!(feature = "hydrate") {
        rendered_for()
    } else {
        Place::default()
    });
    outputs::follow(typed);
    setup::follow(typed);
    let root = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            // Only when the effects above have run: they take what the page was rendered for as their start.
            soon(move || {
                // Whatever was typed before this ran is in the inputs.
                for name in FOLLOWED {
                    if let Some(input) = input(name) {
                        typed.hear(name, input.value());
                    }
                }
                let _ = root.set_attribute("data-live", "on");
                spawn_local(async { drop(words::fetch().await) });
            });
        }
    });
    // While a button is pressed, nothing may move it away from under the pointer: a field that was left by
    // pressing it is judged when the pointer is up again.
    let pressing = StoredValue::new(Press::Up);
    let release = move |_| {
        if let Press::Down(Some(left)) = pressing
            .try_update_value(std::mem::take)
            .unwrap_or_default()
        {
            soon(move || {
                if let Some(input) = input(&left) {
                    typed.judge(&input);
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
                    typed.hear(&input.name(), input.value());
                }
            }
            on:pointerdown=move |_| pressing.set_value(Press::Down(None))
            on:change=move |event| {
                if let Some(input) = target::<HtmlInputElement>(&event) {
                    pressing.update_value(|press| match press {
                        Press::Down(left) => *left = Some(input.name()),
                        Press::Up => typed.judge(&input),
                    });
                }
            }
            on:click=move |event| {
                let button = target::<Element>(&event).and_then(|element| element.closest("button").ok().flatten());
                if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
                    typed.press(&button);
                }
            }
            on:submit=move |event| submit(&event)
        >
            {children()}
        </div>
    }
}

/// Reads what the server rendered the page for: one attribute for each followed field.
fn rendered_for() -> Place {
    let stage = document().get_element_by_id("stage");
    FOLLOWED.map(|name| {
        let text = |stage: &Element| stage.get_attribute(&format!("data-{name}"));
        stage.as_ref().and_then(text).unwrap_or_default()
    })
}

/// The pointer, and while it is down the name of the field that was left by it. An element itself could not
/// be dropped on the server, where threads change.
#[derive(Default)]
enum Press {
    #[default]
    Up,
    Down(Option<String>),
}

/// After all that is going on in this turn of the browser's loop.
fn soon(work: impl FnOnce() + 'static) {
    set_timeout(work, std::time::Duration::ZERO);
}

/// Puts the words of what is wrong with a field below it; none mean that it is right.
pub fn hint(field: &str, words: &str) {
    let element = |id: String| document().get_element_by_id(&id);
    if let Some(input) = element(format!("f-{field}")) {
        let _ = if words.is_empty() {
            input.remove_attribute("aria-invalid")
        } else {
            input.set_attribute("aria-invalid", "true")
        };
    }
    if let Some(hint) = element(format!("f-{field}.h")) {
        hint.set_text_content(Some(words));
    }
}

/// The server accepts the numbers of JSON, and so does the browser's own parser: one in the wasm would be 20 KB.
fn is_number(text: &str) -> bool {
    JSON::parse(paste::bare(text)).is_ok_and(|value| value.as_f64().is_some_and(f64::is_finite))
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn input(name: &str) -> Option<HtmlInputElement> {
    document()
        .get_element_by_id(&format!("f-{name}"))
        .and_then(|element| element.dyn_into().ok())
}

impl Typed {
    fn hear(self, name: &str, value: String) {
        match name {
            names::BUCKET => self.bucket.set(value),
            names::PATH_PREFIX => self.prefix.set(value),
            names::KMS_KEY_ARN => self.key.set(value),
            _ => {}
        }
    }

    /// Says at once what is wrong with a field that was left; the server judges again by the same rules.
    fn judge(self, input: &HtmlInputElement) {
        let name = input.name();
        let value = input.value();
        let result: Result<(), Refusal> = match name.as_str() {
            // What is missing is said when the form is sent, not to somebody who is only passing through.
            _ if paste::bare(&value).is_empty() => Ok(()),
            names::BUCKET => PastedBucket::parse(&value).map(|pasted| self.split(input, pasted)),
            names::PATH_PREFIX => PathTemplate::parse_typed(&value).map(drop),
            names::ACCESS_KEY_ID => AccessKeyId::parse(&value).map(drop),
            names::SECRET_ACCESS_KEY => SecretAccessKey::parse(&value).map(drop),
            names::ROLE_ARN => RoleArn::parse(&value).map(drop),
            names::REGION => Region::parse(&value).map(drop),
            names::KMS_KEY_ARN => KmsKeyArn::parse(&value).map(drop),
            names::BUCKET_OWNER => AccountId::parse(&value).map(drop),
            // A vendor's own field for a number.
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
            return hint(&name, "");
        };
        let input = input.clone();
        spawn_local(async move {
            let words = words::say(&refusal.detail).await;
            // The words may have been on their way while somebody went on typing.
            if input.value() == value {
                hint(&name, &words);
            }
        });
    }

    /// A pasted address is taken apart: the name stays, the path goes to its own field.
    fn split(self, bucket: &HtmlInputElement, pasted: PastedBucket) {
        let name = PastedBucket::typed(&pasted.bucket);
        if let Some(path) = pasted.prefix {
            let field = input(names::PATH_PREFIX).filter(|field| field.value().trim().is_empty());
            let Some(field) = field else { return };
            let path = path.replace('{', "{{").replace('}', "}}");
            field.set_value(&path);
            self.prefix.set(path);
        }
        bucket.set_value(&name);
        self.bucket.set(name);
    }

    fn press(self, button: &HtmlElement) {
        if let Some(id) = button.get_attribute("data-copy") {
            clipboard::copy(button, &id);
        } else if let Some(text) = button.get_attribute("data-insert")
            && let Some(field) = input(names::PATH_PREFIX)
        {
            let start = field.selection_end().ok().flatten().unwrap_or_default();
            if field
                .set_range_text_with_start_and_end(&text, start, start)
                .is_ok()
            {
                let end = start + u32::try_from(text.len()).unwrap_or_default();
                let _ = field.focus();
                let _ = field.set_selection_range(end, end);
                self.prefix.set(field.value());
            }
        }
    }
}

/// Checks are streamed into the page, and so is what would lose a secret by a new page; every other button is an
/// ordinary form.
fn submit(event: &SubmitEvent) {
    let action = event
        .submitter()
        .and_then(|button| button.get_attribute("value"))
        .unwrap_or_default();
    if !["save", "again", "check", "forward"].contains(&action.as_str()) {
        return;
    }
    if let Some(form) = target::<HtmlFormElement>(event) {
        event.prevent_default();
        stream::run(form, action);
    }
}
