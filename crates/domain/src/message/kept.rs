//! A message as the database keeps it: neutral, so that whoever reads a report later reads it in their own
//! language. Rows of before there were languages hold plain words.

use super::{Arg, Message};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    Plain(String),
    Of {
        id: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        args: BTreeMap<String, KeptArg>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum KeptArg {
    Number(u64),
    Text(String),
    Message(Kept),
}

impl From<Message> for Kept {
    fn from(message: Message) -> Self {
        match message {
            Message::Plain(text) => Self::Plain(text),
            Message::Of { id, args } => Self::Of {
                id: id.into_owned(),
                args: args
                    .into_iter()
                    .map(|(name, arg)| (name.into_owned(), arg.into()))
                    .collect(),
            },
        }
    }
}

impl From<Kept> for Message {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Plain(text) => Self::Plain(text),
            Kept::Of { id, args } => Self::Of {
                id: Cow::Owned(id),
                args: args
                    .into_iter()
                    .map(|(name, arg)| (Cow::Owned(name), arg.into()))
                    .collect(),
            },
        }
    }
}

impl From<Arg> for KeptArg {
    fn from(arg: Arg) -> Self {
        match arg {
            Arg::Text(text) => Self::Text(text),
            Arg::Number(number) => Self::Number(number),
            Arg::Message(message) => Self::Message(message.into()),
        }
    }
}

impl From<KeptArg> for Arg {
    fn from(kept: KeptArg) -> Self {
        match kept {
            KeptArg::Text(text) => Self::Text(text),
            KeptArg::Number(number) => Self::Number(number),
            KeptArg::Message(kept) => Message::from(kept).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::causes;

    #[test]
    fn what_is_kept_is_what_was_said() {
        let message = causes::list_denied(causes::who_role("reader"), "b/p");
        let kept = serde_json::to_value(Kept::from(message.clone())).expect("JSON");
        let expected = serde_json::json!({
            "id": "list_denied",
            "args": { "place": "b/p", "who": { "id": "who_role", "args": { "name": "reader" } } },
        });
        assert_eq!(kept, expected);
        let read: Kept = serde_json::from_value(kept).expect("kept");
        let (Message::Of { id, .. }, Message::Of { id: before, .. }) =
            (Message::from(read), message)
        else {
            panic!("words of each language");
        };
        assert_eq!(id, before);
    }

    #[test]
    fn what_was_kept_in_english_stays_so() {
        let read: Kept = serde_json::from_str("\"Read it.\"").expect("a row of before");
        assert_eq!(Message::from(read), Message::plain("Read it."));
    }
}
