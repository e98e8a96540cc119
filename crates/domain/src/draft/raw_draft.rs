//! A form as it arrives, before any field is validated.

use crate::connect_ui::field_value::RawValue;
use crate::pasted_text;
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Who sent a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DraftSender {
    /// A tenant's browser. Its form only shows the external ID, so a different one in the request is ignored with a
    /// notice.
    #[default]
    Browser,
    /// The vendor's own server. It sends an external ID on purpose, so a different one is an error.
    Server,
}

/// Input for a connection, field by field.
#[derive(Clone, Debug, Default)]
pub struct RawDraft {
    pub sender: DraftSender,
    /// `keys` or `role`, if the connector offers both.
    pub access: Option<String>,
    pub fields: BTreeMap<String, RawValue>,
}

impl RawDraft {
    /// Returns a field's text as it arrived, or an empty text if the field is missing.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.fields.get(name).map_or(Ok(""), RawValue::text)
    }

    /// Returns a field's text without the blanks and quotes that pasting added.
    pub(crate) fn clean_text(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).map(pasted_text::clean)
    }

    pub(crate) fn is_filled_in(&self, name: &str) -> bool {
        self.clean_text(name).is_ok_and(|text| !text.is_empty())
    }
}
