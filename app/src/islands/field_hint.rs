//! The message below a field.

use leptos::prelude::*;

/// Shows what is wrong with a field below it. An empty text means that the field is fine.
pub fn show_hint(field: &str, text: &str) {
    let element = |id: String| document().get_element_by_id(&id);
    if let Some(input) = element(format!("f-{field}")) {
        let _ = if text.is_empty() {
            input.remove_attribute("aria-invalid")
        } else {
            input.set_attribute("aria-invalid", "true")
        };
    }
    if let Some(hint) = element(format!("f-{field}.h")) {
        hint.set_text_content(Some(text));
    }
}
