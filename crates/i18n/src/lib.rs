//! What tenants read, in each of their languages: the widget, what is wrong with a field, what a check found.
//!
//! The words are in `locales`, one folder a language, in Fluent's syntax. When this crate is built, every
//! language is held against English, and English against the messages of `domain`; a message that is missing, or
//! that names something else, fails the build. Words of pages are functions of [`Locale`], made from
//! `locales/en`: a name that does not exist does not compile.

mod browser;
mod bundle;
mod locale;

pub use browser::{browser_words, browser_words_mark};
pub use locale::{Direction, Locale};

use domain::Message;

/// For vendors: the REST API, the command line and the logs speak English.
pub fn english(message: &Message) -> String {
    Locale::English.translate(message)
}
