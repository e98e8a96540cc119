//! Everything that tenants read, in each of their languages: the widget, what is wrong with a field, and what a check
//! found.
//!
//! The messages are in `locales`, one folder per language, in Fluent's syntax. The build compares every language with
//! English, and English with the messages of `domain`. A message that is missing or has other arguments fails the build.
//!
//! Each message of a page becomes a method of [`Locale`], so a misspelled message id does not compile.

mod browser_messages;
mod bundle;
mod locale;

pub use browser_messages::{browser_messages, browser_messages_mark};
pub use locale::{Locale, TextDirection};

use domain::Message;

/// Translates a message into English, for vendors: the REST API, the command line and the logs are in English.
pub fn english(message: &Message) -> String {
    Locale::English.translate(message)
}
