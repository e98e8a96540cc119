//! A message and its arguments, independent of any language.

use std::borrow::Cow;

/// A message for people that is not translated yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// English text for vendors and their programs, which have no locale.
    Plain(String),
    /// A message that every locale translates.
    Translatable {
        id: Cow<'static, str>,
        args: Vec<(Cow<'static, str>, Arg)>,
    },
}

/// A value that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text that is the same in every language: a name, a key, an ARN, or what somebody typed.
    Text(String),
    Number(u64),
    /// A message inside the message, translated with it.
    Message(Message),
}

impl Message {
    /// Wraps English text that is never translated.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// Creates a message that locales translate. Only the functions that `define_messages!` generates call this, so
    /// the names always match the arguments.
    // Not inlined, like the conversions below: there are hundreds of callers, and the browser downloads every copy.
    #[inline(never)]
    pub(super) fn translatable<const N: usize>(
        id: &'static str,
        names: [&'static str; N],
        args: [Arg; N],
    ) -> Self {
        let names = names.into_iter().map(Cow::Borrowed);
        Self::Translatable {
            id: Cow::Borrowed(id),
            args: names.zip(args).collect(),
        }
    }
}

impl From<&str> for Message {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<&str> for Arg {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Message> for Arg {
    #[inline(never)]
    fn from(message: Message) -> Self {
        match message {
            Message::Plain(text) => Self::Text(text),
            translatable @ Message::Translatable { .. } => Self::Message(translatable),
        }
    }
}
