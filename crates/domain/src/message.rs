//! Messages for people, before they are translated: which message it is, and what it names.
//!
//! The texts are in `crates/i18n`. Its build script checks that every locale translates every message listed here. A
//! [`Message`] cannot be shown or sent as it is: only a locale turns it into text.

mod catalog;
pub mod causes;
mod define_messages;
pub mod fields;
pub mod form;
mod neutral_message;
pub mod steps;
mod stored_message;

#[cfg(test)]
mod english_for_tests;

pub use catalog::all;
pub use define_messages::MessageList;
pub use neutral_message::{Arg, Message};
pub use stored_message::{StoredArg, StoredMessage};

use define_messages::define_messages;
