//! The content of a `<textarea>`.

/// Escapes a text for a `<textarea>`.
///
/// leptos does not escape the content of a textarea, so `</textarea>` and entities in the text would be read as HTML.
/// The HTML parser drops a line break right after the start tag, so this function adds one for it to drop.
pub fn escape(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("\n{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::render_fragment;
    use leptos::prelude::*;

    #[test]
    fn text_cannot_close_the_textarea() {
        let input = "\n</textarea><b>&amp;";
        let html = render_fragment(|| view! { <textarea>{escape(input)}</textarea> });
        assert_eq!(
            html,
            "<textarea>\n\n&lt;/textarea>&lt;b>&amp;amp;</textarea>"
        );
    }
}
