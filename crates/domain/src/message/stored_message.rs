//! Messages as the database stores them: untranslated, so that everyone reads a stored report in their own language.

use super::{Arg, Message};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A message in the JSON of a stored report.
// Untagged, because rows that were written before there were locales hold English text as a plain JSON string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredMessage {
    Plain(String),
    Translatable {
        id: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        args: BTreeMap<String, StoredArg>,
    },
}

/// An argument of a [`StoredMessage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredArg {
    Number(u64),
    Text(String),
    Message(StoredMessage),
}

impl From<Message> for StoredMessage {
    fn from(message: Message) -> Self {
        match message {
            Message::Plain(text) => Self::Plain(text),
            Message::Translatable { id, args } => Self::Translatable {
                id: id.into_owned(),
                args: args
                    .into_iter()
                    .map(|(name, arg)| (name.into_owned(), arg.into()))
                    .collect(),
            },
        }
    }
}

impl From<StoredMessage> for Message {
    fn from(stored: StoredMessage) -> Self {
        match stored {
            StoredMessage::Plain(text) => Self::Plain(text),
            StoredMessage::Translatable { id, args } => Self::Translatable {
                id: Cow::Owned(id),
                args: args
                    .into_iter()
                    .map(|(name, arg)| (Cow::Owned(name), arg.into()))
                    .collect(),
            },
        }
    }
}

impl From<Arg> for StoredArg {
    fn from(arg: Arg) -> Self {
        match arg {
            Arg::Text(text) => Self::Text(text),
            Arg::Number(number) => Self::Number(number),
            Arg::Message(message) => Self::Message(message.into()),
        }
    }
}

impl From<StoredArg> for Arg {
    fn from(stored: StoredArg) -> Self {
        match stored {
            StoredArg::Text(text) => Self::Text(text),
            StoredArg::Number(number) => Self::Number(number),
            StoredArg::Message(stored) => Message::from(stored).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::causes;

    #[test]
    fn a_stored_message_is_read_back_unchanged() {
        let message = causes::list_denied(causes::who_role("reader"), "b/p");
        let json = serde_json::to_value(StoredMessage::from(message.clone())).expect("JSON");
        let expected = serde_json::json!({
            "id": "list_denied",
            "args": { "place": "b/p", "who": { "id": "who_role", "args": { "name": "reader" } } },
        });
        assert_eq!(json, expected);
        let stored: StoredMessage = serde_json::from_value(json).expect("a stored message");
        // The database stores arguments by name, so their order may change. Compares the ids only.
        let (Message::Translatable { id, .. }, Message::Translatable { id: before, .. }) =
            (Message::from(stored), message)
        else {
            panic!("both messages are translatable");
        };
        assert_eq!(id, before);
    }

    #[test]
    fn a_row_with_english_text_stays_english() {
        let stored: StoredMessage = serde_json::from_str("\"Read it.\"").expect("an old row");
        assert_eq!(Message::from(stored), Message::plain("Read it."));
    }
}
