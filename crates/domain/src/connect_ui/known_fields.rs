//! The registry of the fields that the product itself understands. Every other field is the vendor's own.

use super::access_mode::AccessMode;
use super::field_kind::FieldKind;
use super::field_names;
use crate::access_key::{AccessKeyId, SecretAccessKey};
use crate::arn::{AccountId, KmsKeyArn};
use crate::endpoint::Endpoint;
use crate::external_id::ExternalId;
use crate::message::{Message, form};
use crate::pasted_bucket::PastedBucket;
use crate::path_template::PathTemplate;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::role_arn::RoleArn;

/// A field that the product itself understands.
pub struct KnownField {
    pub name: &'static str,
    /// The label in English, for vendors, and for tenants who read English.
    pub label: &'static str,
    /// The label for tenants who read another language, and inside messages. Its English text is the same.
    label_message: fn() -> Message,
    /// The type of the field if the settings name none.
    pub kind: FieldKind,
    /// The access mode that the field belongs to. A field without one serves both.
    pub access_mode: Option<AccessMode>,
    /// Whether a value may be stored unencrypted and shown again. A tenant's secret may not. Neither may an external ID
    /// from a form, because a browser must never set it.
    pub is_public: bool,
    /// Checks a value that somebody typed.
    pub validate: fn(&str) -> Result<(), Refusal>,
}

/// All known fields, in the order in which the editor offers them.
pub const KNOWN_FIELDS: [KnownField; 10] = [
    KnownField {
        name: field_names::ACCESS_KEY_ID,
        label: "Access key ID",
        label_message: form::label_access_key_id,
        kind: FieldKind::Text,
        access_mode: Some(AccessMode::Keys),
        is_public: true,
        validate: |text| AccessKeyId::parse(text).map(drop),
    },
    KnownField {
        name: field_names::SECRET_ACCESS_KEY,
        label: "Secret access key",
        label_message: form::label_secret_access_key,
        kind: FieldKind::Password,
        access_mode: Some(AccessMode::Keys),
        is_public: false,
        validate: |text| SecretAccessKey::parse(text).map(drop),
    },
    KnownField {
        name: field_names::EXTERNAL_ID,
        label: "External ID",
        label_message: form::label_external_id,
        kind: FieldKind::Text,
        access_mode: Some(AccessMode::Role),
        is_public: false,
        validate: |text| ExternalId::parse(text).map(drop),
    },
    KnownField {
        name: field_names::ROLE_ARN,
        label: "Role ARN",
        label_message: form::label_role_arn,
        kind: FieldKind::Text,
        access_mode: Some(AccessMode::Role),
        is_public: true,
        validate: |text| RoleArn::parse(text).map(drop),
    },
    KnownField {
        name: field_names::BUCKET,
        label: "Bucket",
        label_message: form::label_bucket,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| PastedBucket::parse(text).map(drop),
    },
    KnownField {
        name: field_names::PATH_PREFIX,
        label: "Path prefix",
        label_message: form::label_path_prefix,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| PathTemplate::parse_user_input(text).map(drop),
    },
    KnownField {
        name: field_names::REGION,
        label: "Region",
        label_message: form::label_region,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| Region::parse_at_store(text).map(drop),
    },
    KnownField {
        name: field_names::ENDPOINT,
        label: "Endpoint",
        label_message: form::label_endpoint,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| Endpoint::parse(text).map(drop),
    },
    KnownField {
        name: field_names::KMS_KEY_ARN,
        label: "KMS key ARN",
        label_message: form::label_kms_key_arn,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| KmsKeyArn::parse(text).map(drop),
    },
    KnownField {
        name: field_names::BUCKET_OWNER,
        label: "Bucket owner’s account ID",
        label_message: form::label_bucket_owner,
        kind: FieldKind::Text,
        access_mode: None,
        is_public: true,
        validate: |text| AccountId::parse(text).map(drop),
    },
];

impl KnownField {
    /// Returns the field of this name, or `None` for a vendor's own field.
    pub fn find(name: &str) -> Option<&'static Self> {
        const { &KNOWN_FIELDS }
            .iter()
            .find(|field| field.name == name)
    }

    /// Returns the label as a message, which locales translate.
    pub(super) fn label_message(&self) -> Message {
        (self.label_message)()
    }

    /// Returns whether nothing can be connected without a value for the field.
    pub fn is_always_required(&self) -> bool {
        self.name == field_names::BUCKET || self.access_mode.is_some()
    }
}

/// Returns whether the product itself understands this field.
pub fn is_known(name: &str) -> bool {
    KnownField::find(name).is_some()
}

/// Returns the label of a field that has no attribute `label`.
pub fn default_label(name: &str) -> &str {
    KnownField::find(name).map_or(name, |field| field.label)
}

/// Returns the type of a field that has no attribute `type`.
pub fn default_kind(name: &str) -> FieldKind {
    KnownField::find(name).map_or(FieldKind::Text, |field| field.kind)
}

/// Returns the access mode that a field belongs to, if any.
pub fn access_mode_of(name: &str) -> Option<AccessMode> {
    KnownField::find(name)?.access_mode
}

/// Returns whether nothing can be connected without a value for the field.
pub fn is_always_required(name: &str) -> bool {
    KnownField::find(name).is_some_and(KnownField::is_always_required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_access_mode_has_the_fields_of_its_pair() {
        for (mode, pair) in [
            (AccessMode::Keys, field_names::KEY_PAIR),
            (AccessMode::Role, field_names::ROLE_PAIR),
        ] {
            let fields = KNOWN_FIELDS.iter().filter(|f| f.access_mode == Some(mode));
            let names: Vec<_> = fields.map(|field| field.name).collect();
            assert_eq!(names, pair);
        }
    }

    #[test]
    fn each_label_is_the_english_text_of_its_message() {
        for field in &KNOWN_FIELDS {
            assert_eq!(field.label_message().english(), field.label);
        }
    }

    #[test]
    fn finds_each_field_by_its_name_only() {
        for field in &KNOWN_FIELDS {
            assert_eq!(
                KnownField::find(field.name).map(|f| f.label),
                Some(field.label)
            );
        }
        assert!(!is_known("project_id"));
        assert_eq!(default_label("project_id"), "project_id");
    }
}
