//! The texts that the script shows.
//!
//! The wasm holds none of them. A few are in attributes of the page. The messages about fields are fetched once, in the
//! page's language.

use domain::Message;
use domain::message::Arg;
use js_sys::Reflect;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

thread_local! {
    /// The fetched templates, by message id.
    static TEMPLATES: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Returns a text from an attribute of the page.
pub fn page_text(name: &str) -> String {
    let main = document().query_selector("main").ok().flatten();
    main.and_then(|main| main.get_attribute(&format!("data-{name}")))
        .unwrap_or_default()
}

/// Fetches the messages, or returns those of an earlier call.
///
/// The page calls this once it is hydrated. If that request fails, the first message that is needed tries again.
pub async fn fetch() -> Option<JsValue> {
    if let Some(templates) = TEMPLATES.with_borrow(Clone::clone) {
        return Some(templates);
    }
    let request = window().fetch_with_str(&page_text("messages"));
    let response: Response = JsFuture::from(request).await.ok()?.dyn_into().ok()?;
    let templates = JsFuture::from(response.json().ok()?).await.ok()?;
    TEMPLATES.set(Some(templates.clone()));
    Some(templates)
}

/// Translates a message. If the messages cannot be fetched, the result says only that the value is wrong.
pub async fn translate(message: &Message) -> String {
    let templates = fetch().await;
    templates
        .and_then(|templates| fill_template(&templates, message))
        .unwrap_or_else(|| page_text("wrong-value"))
}

fn fill_template(templates: &JsValue, message: &Message) -> Option<String> {
    let (id, args) = match message {
        Message::Plain(text) => return Some(text.clone()),
        Message::Translatable { id, args } => (id, args),
    };
    let template = Reflect::get(templates, &id.as_ref().into())
        .ok()?
        .as_string()?;
    let mut filled = String::new();
    // Texts and argument names alternate, because no template has a literal brace.
    for (index, part) in template.split(['{', '}']).enumerate() {
        if index % 2 == 0 {
            filled.push_str(part);
        } else {
            let (_, arg) = args.iter().find(|(name, _)| name == part)?;
            match arg {
                Arg::Text(text) => filled.push_str(text),
                Arg::Number(number) => filled.push_str(&number.to_string()),
                Arg::Message(message) => filled.push_str(&fill_template(templates, message)?),
            }
        }
    }
    Some(filled)
}
