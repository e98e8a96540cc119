//! The copy buttons.

use super::announcement::announce;
use super::messages;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement};

/// Copies the text of the element or input with this id.
///
/// If the browser refuses, which it does in a frame without the clipboard permission, the text is selected instead, so
/// that the tenant can copy it with the keyboard.
pub fn copy(button: &HtmlElement, id: &str) {
    let Some(source) = document().get_element_by_id(id) else {
        return;
    };
    let input = source.dyn_ref::<HtmlInputElement>();
    let text = match input {
        Some(input) => input.value(),
        None => source.text_content().unwrap_or_default(),
    };
    let input = input.cloned();
    let announcement = button
        .get_attribute("data-announcement")
        .unwrap_or_default();
    let button = button.clone();
    spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // A page without TLS has no clipboard, although web-sys returns one in any case.
        let has_clipboard = !AsRef::<JsValue>::as_ref(&clipboard).is_undefined();
        let copied = has_clipboard && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        if copied {
            let _ = button.set_attribute("data-copied", "");
            announce(&announcement);
            let copied_button = button.clone();
            set_timeout(
                move || drop(copied_button.remove_attribute("data-copied")),
                std::time::Duration::from_secs(2),
            );
        } else {
            if let Some(input) = input {
                input.select();
            } else if let Ok(Some(selection)) = window().get_selection() {
                let _ = selection.select_all_children(&source);
            }
            let text = messages::page_text("not-copied");
            announce(&text);
            show_below(&button, &text);
        }
    });
}

/// Shows a text below the line with the button, once. Its place is beside the selected text, because in a frame the edge of
/// the page may be out of sight.
fn show_below(button: &HtmlElement, text: &str) {
    let Ok(Some(line)) = button.closest(".policy-head, .copyable") else {
        return;
    };
    let is_shown = line
        .next_element_sibling()
        .is_some_and(|next| next.class_list().contains("not-copied"));
    if is_shown {
        return;
    }
    if let Ok(notice) = document().create_element("p") {
        notice.set_class_name("notice not-copied");
        notice.set_text_content(Some(text));
        let _ = line.insert_adjacent_element("afterend", &notice);
    }
}
