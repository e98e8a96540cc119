//! The type of a field, which decides how it is shown and which values it accepts.

use serde::{Deserialize, Serialize};

/// The attribute `type` of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    #[default]
    Text,
    Password,
    Number,
    Boolean,
    Multiline,
    Select,
    Multiselect,
}

impl FieldKind {
    pub const ALL: [Self; 7] = [
        Self::Text,
        Self::Password,
        Self::Number,
        Self::Boolean,
        Self::Multiline,
        Self::Select,
        Self::Multiselect,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Password => "password",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Multiline => "multiline",
            Self::Select => "select",
            Self::Multiselect => "multiselect",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Returns whether the field offers options to choose from.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Select | Self::Multiselect)
    }
}
