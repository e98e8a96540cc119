//! The fields that the page follows while a tenant types.

use domain::connect_ui::field_names;
use leptos::prelude::*;

/// The names of these fields. Secrets are not among them.
pub const FOLLOWED_FIELDS: [&str; 3] = [
    field_names::BUCKET,
    field_names::PATH_PREFIX,
    field_names::KMS_KEY_ARN,
];

/// The text of each followed field, in the order of [`FOLLOWED_FIELDS`].
pub type FieldTexts = [String; 3];

/// The text of each followed field as a signal, for the parts of the island that depend on it.
#[derive(Clone, Copy)]
pub struct FieldSignals {
    pub bucket: RwSignal<String>,
    pub prefix: RwSignal<String>,
    pub key: RwSignal<String>,
}

impl FieldSignals {
    pub fn new([bucket, prefix, key]: FieldTexts) -> Self {
        Self {
            bucket: RwSignal::new(bucket),
            prefix: RwSignal::new(prefix),
            key: RwSignal::new(key),
        }
    }
}
