//! What the script says. The words are not in it: a few are on the page, and those of what is wrong with a
//! field are fetched once, in the page's language.

use domain::Message;
use domain::message::Arg;
use js_sys::Reflect;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

thread_local! {
    /// Templates by the ids of messages.
    static FETCHED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Words that the page holds for the script.
pub fn of_page(name: &str) -> String {
    let main = document().query_selector("main").ok().flatten();
    main.and_then(|main| main.get_attribute(&format!("data-{name}")))
        .unwrap_or_default()
}

/// Fetches the words, unless they are there. They are asked for when the page wakes up, and again when they are
/// needed, if that went wrong.
pub async fn fetch() -> Option<JsValue> {
    if let Some(words) = FETCHED.with_borrow(Clone::clone) {
        return Some(words);
    }
    let asked = window().fetch_with_str(&of_page("words"));
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let words = JsFuture::from(response.json().ok()?).await.ok()?;
    FETCHED.set(Some(words.clone()));
    Some(words)
}

/// The words of a message, or that they cannot be had.
pub async fn translate(message: &Message) -> String {
    let words = fetch().await;
    words
        .and_then(|words| fill(&words, message))
        .unwrap_or_else(|| of_page("unread"))
}

fn fill(words: &JsValue, message: &Message) -> Option<String> {
    let (id, args) = match message {
        Message::Plain(text) => return Some(text.clone()),
        Message::Of { id, args } => (id, args),
    };
    let template = Reflect::get(words, &id.as_ref().into()).ok()?.as_string()?;
    let mut said = String::new();
    // Text and names take turns: no template has a brace of its own.
    for (at, part) in template.split(['{', '}']).enumerate() {
        if at % 2 == 0 {
            said.push_str(part);
        } else {
            let (_, arg) = args.iter().find(|(name, _)| name == part)?;
            match arg {
                Arg::Text(text) => said.push_str(text),
                Arg::Number(number) => said.push_str(&number.to_string()),
                Arg::Message(message) => said.push_str(&fill(words, message)?),
            }
        }
    }
    Some(said)
}
