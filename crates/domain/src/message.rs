//! What is said to people, before it is said in a language: which message, and what it names.
//!
//! The words are in `crates/i18n`, which asks for each message below in each language when it is built. A
//! message cannot be shown or sent as it is; only a language makes text of it.

pub mod causes;
pub mod fields;
pub mod form;
mod kept;
pub mod steps;

pub use kept::Kept;
use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// English words for vendors and their programs, who read nothing else.
    Plain(String),
    /// A message that each language has words for.
    Of {
        id: Cow<'static, str>,
        args: Vec<(Cow<'static, str>, Arg)>,
    },
}

/// What a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The same in every language: a name, a key, an ARN, what somebody typed.
    Text(String),
    Number(u64),
    /// Words again.
    Message(Message),
}

impl Message {
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Plain(text.into())
    }

    /// Never inlined, as the rest that is not: the browser loads each copy.
    #[inline(never)]
    fn of<const N: usize>(id: &'static str, names: [&'static str; N], args: [Arg; N]) -> Self {
        let names = names.into_iter().map(Cow::Borrowed);
        Self::Of {
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
            of @ Message::Of { .. } => Self::Message(of),
        }
    }
}

/// Names of messages and of what they name; each language has to have the words.
pub type List = &'static [(&'static str, &'static [&'static str])];

/// All there are.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    [fields::ALL, form::ALL, steps::ALL, causes::ALL]
        .into_iter()
        .flatten()
        .copied()
}

/// A function for each message, whose name is the message's id, and the list of them.
macro_rules! messages {
    ($($(#[$doc:meta])* $sight:vis fn $name:ident($($arg:ident),*);)+) => {
        $(
            $(#[$doc])*
            $sight fn $name($($arg: impl Into<crate::message::Arg>),*) -> crate::message::Message {
                crate::message::Message::of(stringify!($name), [$(stringify!($arg)),*], [$($arg.into()),*])
            }
        )+

        pub const ALL: crate::message::List = &[$((stringify!($name), &[$(stringify!($arg)),*])),+];
    };
}
use messages;

#[cfg(test)]
#[path = "message/english.rs"]
mod english;
