//! What is told to someone whose input cannot be taken: a stable code, the field, plain words.

use serde::{Deserialize, Serialize};

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub code: String,
    pub detail: String,
}

impl FieldError {
    pub fn new(field: &str, code: &str, detail: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

/// Something that was put right on the way in and is said, so that nobody wonders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub field: String,
    pub code: String,
    pub detail: String,
}

impl Notice {
    pub fn new(field: &str, code: &str, detail: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    /// Stable and `snake_case`, for programs.
    pub code: &'static str,
    /// Plain words, for people.
    pub detail: String,
}

impl Refusal {
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
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
