//! What fixes the cause of a failed step.

use crate::message::Message;
use crate::policy::Statement;
use serde::{Deserialize, Serialize};

/// What to change. If a policy statement fixes the cause, it is included, ready to be added as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remedy<T = Message> {
    /// What to change, in plain words.
    // utoipa drops the description of a field whose type is a parameter. The REST API has texts here.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub text: T,
    /// The policy statement to add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
}

impl Remedy {
    pub fn without_statement(text: Message) -> Self {
        Self {
            text,
            statement: None,
        }
    }
}

impl<T> Remedy<T> {
    /// Converts the message, for example into its translation.
    pub fn map_messages<U>(self, convert: impl FnOnce(T) -> U) -> Remedy<U> {
        Remedy {
            text: convert(self.text),
            statement: self.statement,
        }
    }
}
