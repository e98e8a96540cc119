//! What is told to someone whose input cannot be taken: a stable code, the field, plain words.
//!
//! The words are a [`Message`] until somebody's language is known; then they are text.

use crate::message::Message;
use serde::Serialize;

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError<T = Message> {
    pub field: String,
    pub code: String,
    pub detail: T,
}

impl FieldError {
    pub fn new(field: &str, code: &str, detail: impl Into<Message>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

/// How many errors of one kind an answer names.
pub const FEW_ERRORS: usize = 5;
/// How many errors an answer names where a person mends them one after the other.
pub const MOST_ERRORS: usize = 50;

/// Keeps the first errors. One more, about `whole`, counts the others: an answer must not grow with the number of
/// mistakes that somebody sends.
pub fn first_errors(
    errors: impl IntoIterator<Item = FieldError>,
    most: usize,
    whole: &str,
) -> Vec<FieldError> {
    let mut errors = errors.into_iter();
    let mut first: Vec<FieldError> = errors.by_ref().take(most).collect();
    let more = errors.count();
    if more > 0 {
        let words = format!("There are more errors like these: {more}.");
        first.push(FieldError::new(whole, "more_errors", words));
    }
    first
}

impl<T> FieldError<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl FnOnce(T) -> U) -> FieldError<U> {
        FieldError {
            field: self.field,
            code: self.code,
            detail: translate(self.detail),
        }
    }
}

/// Something that was put right on the way in and is said, so that nobody wonders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice<T = Message> {
    pub field: String,
    pub code: String,
    pub detail: T,
}

impl Notice {
    pub fn new(field: &str, code: &str, detail: impl Into<Message>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

impl<T> Notice<T> {
    /// The same with its words said.
    pub fn translate<U>(self, translate: impl FnOnce(T) -> U) -> Notice<U> {
        Notice {
            field: self.field,
            code: self.code,
            detail: translate(self.detail),
        }
    }
}

/// The same words, where there is no way around them.
impl From<Notice> for FieldError {
    fn from(notice: Notice) -> Self {
        Self {
            field: notice.field,
            code: notice.code,
            detail: notice.detail,
        }
    }
}

/// Why a value was not taken, before it is tied to the field it was typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable and `snake_case`, for programs.
    pub code: &'static str,
    /// Plain words, for people.
    pub detail: Message,
}

impl std::error::Error for Refusal {}

/// For logs, and where a value is refused that was parsed before: whoever shows it to people says its words.
impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.detail {
            Message::Plain(text) => f.write_str(text),
            Message::Of { .. } => write!(f, "the value is refused ({})", self.code),
        }
    }
}

impl Refusal {
    pub fn new(code: &'static str, detail: impl Into<Message>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }

    #[must_use]
    pub fn at(self, field: &str) -> FieldError {
        FieldError::new(field, self.code, self.detail)
    }
}
