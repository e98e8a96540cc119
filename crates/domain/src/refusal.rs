//! Why input is not accepted: a stable code for programs, the field, and a message for people.
//!
//! The text is a [`Message`] until the reader's locale is known. Then it is replaced by its translation.

use crate::message::Message;
use serde::Serialize;

/// One mistake in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError<T = Message> {
    /// The name of the field, with dots if it is inside others, such as `connect_ui_params.bucket.type`.
    pub field: String,
    /// A stable code in `snake_case`, such as `required`. New codes are added without notice.
    pub code: String,
    /// What is wrong, and what to do.
    // utoipa drops the description of a field whose type is a parameter. The REST API has texts here.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
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

/// Limits how many errors of one kind a response lists.
pub const MAX_ERRORS_PER_KIND: usize = 5;
/// Limits how many errors a response lists where a person corrects them one by one.
pub const MAX_ERRORS: usize = 50;

/// Keeps the first `max` errors, and adds one for the field `whole` that counts the others. A response must not grow
/// with the number of mistakes in a request.
pub fn limit_errors(
    errors: impl IntoIterator<Item = FieldError>,
    max: usize,
    whole: &str,
) -> Vec<FieldError> {
    let mut errors = errors.into_iter();
    let mut first: Vec<FieldError> = errors.by_ref().take(max).collect();
    let more = errors.count();
    if more > 0 {
        let detail = format!("There are more errors like these: {more}.");
        first.push(FieldError::new(whole, "more_errors", detail));
    }
    first
}

impl<T> FieldError<T> {
    /// Converts the message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl FnOnce(T) -> U) -> FieldError<U> {
        FieldError {
            field: self.field,
            code: self.code,
            detail: convert(self.detail),
        }
    }
}

/// Tells a person how their input was corrected, so that the saved value does not surprise them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice<T = Message> {
    /// The name of the field.
    pub field: String,
    /// A stable code in `snake_case`. New codes are added without notice.
    pub code: String,
    /// What was corrected.
    // utoipa drops the description of a field whose type is a parameter. The REST API has texts here.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
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
    /// Converts the message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl FnOnce(T) -> U) -> Notice<U> {
        Notice {
            field: self.field,
            code: self.code,
            detail: convert(self.detail),
        }
    }
}

/// Turns a notice into an error with the same text, where the input must not be corrected silently.
impl From<Notice> for FieldError {
    fn from(notice: Notice) -> Self {
        Self {
            field: notice.field,
            code: notice.code,
            detail: notice.detail,
        }
    }
}

/// Why a parser did not accept a value. [`Self::for_field`] turns it into the error of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A stable `snake_case` code, for programs.
    pub code: &'static str,
    /// The explanation, for people.
    pub detail: Message,
}

impl std::error::Error for Refusal {}

/// Formats a refusal for logs, and for serde, which refuses stored values that were valid before. Names only the code
/// of a translatable message, because this crate has no translations.
impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.detail {
            Message::Plain(text) => f.write_str(text),
            Message::Translatable { .. } => write!(f, "the value is refused ({})", self.code),
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

    /// Makes this the error of a field.
    #[must_use]
    pub fn for_field(self, field: &str) -> FieldError {
        FieldError::new(field, self.code, self.detail)
    }
}
