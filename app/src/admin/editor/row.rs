//! A field of the settings, as controls hold it.

use domain::connect_ui::{Choice, FieldKind, names};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub kind: FieldKind,
    pub label: String,
    pub description: String,
    pub required: bool,
    pub start: String,
    pub end: String,
    /// What there is, whether it fits the type or not: one value, or as many as are chosen.
    pub default: Vec<String>,
    /// One a line.
    pub options: String,
    pub choices: Vec<Choice>,
}

impl Row {
    /// The name of one of its controls in the form.
    pub fn control(&self, part: &str) -> String {
        format!("{part}.{}", self.name)
    }

    pub fn known(&self) -> bool {
        names::KNOWN.contains(&self.name.as_str())
    }

    /// A secret has no default, nor what tenants are only shown.
    pub fn may_begin_filled(&self) -> bool {
        self.kind != FieldKind::Password && self.name != names::EXTERNAL_ID
    }

    /// What a default can be chosen from: the options, each once, and what is chosen and no option any more.
    pub fn offered(&self) -> Vec<Choice> {
        let gone = self.default.iter().map(|value| Choice {
            name: value.clone(),
            value: value.clone(),
        });
        let mut offered: Vec<Choice> = Vec::new();
        for choice in self.choices.iter().cloned().chain(gone) {
            let there = offered.iter().any(|other| other.value == choice.value);
            if !there && !choice.value.is_empty() {
                offered.push(choice);
            }
        }
        offered
    }

    /// The default as its control shows it, and as a form sends it back when nobody touches that.
    pub fn held(&self) -> Vec<String> {
        let given = || self.default.iter().filter(|value| !value.is_empty());
        match self.kind {
            _ if !self.may_begin_filled() => Vec::new(),
            FieldKind::Boolean => given()
                .filter(|value| *value == "true")
                .take(1)
                .cloned()
                .collect(),
            FieldKind::Multiselect => {
                let offered = self.offered().into_iter().map(|choice| choice.value);
                offered
                    .filter(|value| self.default.contains(value))
                    .collect()
            }
            _ => given().take(1).cloned().collect(),
        }
    }
}
