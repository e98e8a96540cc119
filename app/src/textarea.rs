//! The text of a textarea, as HTML has it.

/// leptos writes what stands in a textarea as it is. So what would end it, or be read as an entity, is escaped
/// here; and HTML leaves out a first line break, which is why there is one.
pub fn text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("\n{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::fragment;
    use leptos::prelude::*;

    #[test]
    fn nothing_ends_it_but_its_end() {
        let typed = "\n</textarea><b>&amp;";
        let html = fragment(|| view! { <textarea>{text(typed)}</textarea> });
        assert_eq!(
            html,
            "<textarea>\n\n&lt;/textarea>&lt;b>&amp;amp;</textarea>"
        );
    }
}
