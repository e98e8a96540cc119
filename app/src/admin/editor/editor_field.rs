//! A field of the settings, as the editor's controls hold it.

use domain::connect_ui::{FieldKind, FieldOption, field_names, is_known};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorField {
    pub name: String,
    pub kind: FieldKind,
    pub label: String,
    pub description: String,
    pub required: bool,
    pub adornment_start: String,
    pub adornment_end: String,
    /// The default in the settings, whether or not it fits the field's type. Only a multiselect has several values.
    pub default: Vec<String>,
    /// The options as text, one per line.
    pub options: String,
    pub choices: Vec<FieldOption>,
}

impl EditorField {
    /// Returns the name that a control of this field has in the form.
    pub fn control_name(&self, part: &str) -> String {
        format!("{part}.{}", self.name)
    }

    /// Returns whether this is a standard field, such as the bucket, rather than the vendor's own.
    pub fn is_standard(&self) -> bool {
        is_known(&self.name)
    }

    /// Returns whether the field can have a default. A secret cannot, and neither can the external ID, which tenants only
    /// see.
    pub fn can_have_default(&self) -> bool {
        self.kind != FieldKind::Password && self.name != field_names::EXTERNAL_ID
    }

    /// Returns what the default can be chosen from: the options, without duplicates, and defaults that are not an option
    /// anymore.
    pub fn default_choices(&self) -> Vec<FieldOption> {
        let former_options = self.default.iter().map(|value| FieldOption {
            name: value.clone(),
            value: value.clone(),
        });
        let mut choices: Vec<FieldOption> = Vec::new();
        for choice in self.choices.iter().cloned().chain(former_options) {
            let is_duplicate = choices.iter().any(|other| other.value == choice.value);
            // A form cannot tell an empty value from no choice.
            if !is_duplicate && !choice.value.is_empty() {
                choices.push(choice);
            }
        }
        choices
    }

    /// Returns the default as its control shows it. If nobody touches the control, the form sends back exactly this.
    pub fn default_values(&self) -> Vec<String> {
        let values = || self.default.iter().filter(|value| !value.is_empty());
        match self.kind {
            _ if !self.can_have_default() => Vec::new(),
            FieldKind::Boolean => values()
                .filter(|value| *value == "true")
                .take(1)
                .cloned()
                .collect(),
            FieldKind::Multiselect => {
                let choices = self.default_choices().into_iter();
                choices
                    .map(|choice| choice.value)
                    .filter(|value| self.default.contains(value))
                    .collect()
            }
            _ => values().take(1).cloned().collect(),
        }
    }
}
