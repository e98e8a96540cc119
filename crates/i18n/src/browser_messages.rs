//! The messages that the browser fills in by itself: what is wrong with a field that the tenant just left.

use crate::Locale;

include!(concat!(env!("OUT_DIR"), "/browser_messages.rs"));

/// Returns a JSON object with the template of each message. A template has `{name}` for each argument.
pub fn browser_messages(locale: Locale) -> &'static str {
    TEMPLATES
        .iter()
        .find(|(tag, _)| *tag == locale.tag())
        .map_or("{}", |(_, json)| json)
}

/// Returns a mark that changes whenever a template does. The URL of the messages contains it, so browsers can cache them
/// forever.
pub fn browser_messages_mark() -> &'static str {
    MARK
}
