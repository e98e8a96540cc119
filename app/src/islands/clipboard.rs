//! Copying, and saying whether it worked.

use super::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement};

/// Copies the text of the element, or field, with this id. Where the browser refuses (a frame without the right, for
/// one), the text is selected instead, so that the keyboard can.
pub fn copy(button: &HtmlElement, id: &str) {
    let Some(source) = document().get_element_by_id(id) else {
        return;
    };
    let field = source.dyn_ref::<HtmlInputElement>();
    let text = match field {
        Some(field) => field.value(),
        None => source.text_content().unwrap_or_default(),
    };
    let field = field.cloned();
    let said = button.get_attribute("data-said").unwrap_or_default();
    let button = button.clone();
    spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // A page without TLS has none, whatever the type says.
        let there = !AsRef::<JsValue>::as_ref(&clipboard).is_undefined();
        let copied = there && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        if copied {
            let _ = button.set_attribute("data-copied", "");
            say(&said);
            let again = button.clone();
            set_timeout(
                move || drop(again.remove_attribute("data-copied")),
                std::time::Duration::from_secs(2),
            );
        } else {
            if let Some(field) = field {
                field.select();
            } else if let Ok(Some(selection)) = window().get_selection() {
                let _ = selection.select_all_children(&source);
            }
            say(&words::of_page("not-copied"));
        }
    });
}

/// Announces words to a screen reader.
pub fn translate(words: &str) {
    if let Some(live) = document().get_element_by_id("live") {
        live.set_text_content(Some(words));
    }
}
