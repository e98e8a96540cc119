//! Turns the Markdown of our own descriptions into HTML.

use app::api_docs::Html;
use pulldown_cmark::{Parser, html};

/// Renders Markdown. Only for texts from this repository: it keeps HTML that is in them.
pub fn markdown(text: &str) -> Html {
    let mut rendered = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut rendered, Parser::new(text));
    Html(rendered)
}
