//! A connection as a tenant fills it in: parsed into values, or answered with every error at once.

use crate::access_key::{AccessKeyId, SecretAccessKey};
use crate::arn::{AccountId, KmsKeyArn, Partition, RoleArn};
use crate::bucket::{BucketName, PastedBucket};
use crate::connect_ui::{AccessMode, AccessModes, ConnectUiParams, names};
use crate::direction::Direction;
use crate::endpoint::Endpoint;
use crate::field_value::{self, RawValue};
use crate::path_template::PathTemplate;
use crate::policy::PolicyInput;
use crate::refusal::{FieldError, Notice, Refusal};
use crate::region::Region;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What came in, field by field, nothing checked yet.
#[derive(Clone, Debug, Default)]
pub struct RawDraft {
    /// `keys` or `role`, where the connector leaves the choice.
    pub access: Option<String>,
    pub fields: BTreeMap<String, RawValue>,
}

impl RawDraft {
    /// A field's text with the blanks around it taken off.
    fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.fields
            .get(name)
            .map_or(Ok(""), RawValue::text)
            .map(str::trim)
    }

    fn filled(&self, name: &str) -> bool {
        self.text(name).is_ok_and(|text| !text.is_empty())
    }
}

/// How the vendor gets in.
#[derive(Clone, Debug)]
pub enum Access {
    Keys {
        id: AccessKeyId,
        secret: SecretAccessKey,
    },
    Role {
        arn: RoleArn,
    },
}

impl Access {
    pub fn mode(&self) -> AccessMode {
        match self {
            Self::Keys { .. } => AccessMode::Keys,
            Self::Role { .. } => AccessMode::Role,
        }
    }
}

/// A connection that could be tested. Each value in it has passed its parser.
#[derive(Clone)]
pub struct Draft {
    pub access: Access,
    pub bucket: BucketName,
    pub path_prefix: PathTemplate,
    pub region: Option<Region>,
    pub endpoint: Option<Endpoint>,
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    /// The vendor's own fields, in the connector's order. Those of type `password` are secrets.
    pub vendor_fields: Map<String, Value>,
}

/// The vendor's own fields may be secrets, so only their names are shown.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("access", &self.access)
            .field("bucket", &self.bucket)
            .field("path_prefix", &self.path_prefix)
            .field(
                "vendor_fields",
                &self.vendor_fields.keys().collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

/// A draft, and what was put right on the way to it.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub draft: Draft,
    pub notices: Vec<Notice>,
}

impl Draft {
    /// # Errors
    /// Everything wrong with the fields, in the connector's order.
    pub fn parse(raw: &RawDraft, params: &ConnectUiParams) -> Result<Parsed, Vec<FieldError>> {
        let mut reader = Reader {
            raw,
            params,
            errors: Vec::new(),
            notices: Vec::new(),
        };
        reader.unknown_fields();
        let access = reader.access();
        let bucket = reader.bucket();
        let path_prefix = reader.path_prefix(bucket.as_ref());
        let region = reader
            .optional(names::REGION, Region::parse)
            .or_else(|| bucket.as_ref().and_then(|pasted| pasted.region.clone()));
        let endpoint = reader.optional(names::ENDPOINT, Endpoint::parse);
        let kms_key = reader.optional(names::KMS_KEY_ARN, KmsKeyArn::parse);
        let bucket_owner = reader.optional(names::BUCKET_OWNER, AccountId::parse);
        let vendor_fields = reader.vendor_fields();
        if let (Some(_), Some(Access::Role { .. })) = (&endpoint, &access) {
            reader.refuse(
                names::ENDPOINT,
                Refusal::new(
                    "role_needs_aws",
                    "A role works with AWS only. Leave the endpoint empty, or give access keys.",
                ),
            );
        }
        match (access, bucket, path_prefix) {
            (Some(access), Some(pasted), Some(path_prefix)) if reader.errors.is_empty() => {
                Ok(Parsed {
                    draft: Self {
                        access,
                        bucket: pasted.bucket,
                        path_prefix,
                        region,
                        endpoint,
                        kms_key,
                        bucket_owner,
                        vendor_fields,
                    },
                    notices: reader.notices,
                })
            }
            _ => Err(reader.errors_in_order()),
        }
    }

    /// Where the probe looks and writes, and what the policies are cut to.
    pub fn static_prefix(&self) -> &str {
        self.path_prefix.static_prefix()
    }

    pub fn policy_input(&self, direction: Direction, partition: Partition) -> PolicyInput<'_> {
        PolicyInput {
            direction,
            bucket: Some(&self.bucket),
            static_prefix: self.static_prefix(),
            partition,
            kms_key: self.kms_key.as_ref(),
        }
    }
}

struct Reader<'a> {
    raw: &'a RawDraft,
    params: &'a ConnectUiParams,
    errors: Vec<FieldError>,
    notices: Vec<Notice>,
}

impl Reader<'_> {
    fn refuse(&mut self, field: &str, refusal: Refusal) {
        self.errors.push(refusal.at(field));
    }

    fn keep<T>(&mut self, field: &str, result: Result<T, Refusal>) -> Option<T> {
        result.map_err(|refusal| self.refuse(field, refusal)).ok()
    }

    /// Says so where blanks around a value were taken off: a pasted key often carries some.
    fn trimmed(&mut self, name: &str) -> Option<String> {
        let raw = self.raw;
        let text = self.keep(name, raw.text(name))?;
        let with_blanks = raw
            .fields
            .get(name)
            .is_some_and(|value| value.text().is_ok_and(|whole| whole.len() != text.len()));
        if with_blanks && !text.is_empty() {
            self.notices.push(Notice::new(
                name,
                "trimmed",
                "Blanks around the value were left out.",
            ));
        }
        Some(text.to_owned())
    }

    fn required<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        let text = self.trimmed(name)?;
        self.keep(name, parse(&text))
    }

    fn optional<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        let text = self.trimmed(name)?;
        if text.is_empty() {
            if let Some(field) = self.params.field(name).filter(|field| field.required) {
                let refusal = Refusal::new("required", format!("“{}” is needed.", field.label));
                self.refuse(name, refusal);
            }
            return None;
        }
        self.keep(name, parse(&text))
    }

    fn unknown_fields(&mut self) {
        let raw = self.raw;
        for name in raw.fields.keys() {
            // The external ID is shown, never taken: whatever a browser sends for it is ignored.
            if name != names::EXTERNAL_ID && self.params.field(name).is_none() {
                let shown: String = name.chars().take(64).collect();
                let refusal = Refusal::new(
                    "unknown_field",
                    format!("This connection has no field “{}”.", shown.escape_debug()),
                );
                self.refuse(&shown, refusal);
            }
        }
    }

    fn access(&mut self) -> Option<Access> {
        match self.mode()? {
            AccessMode::Keys => {
                let id = self.required(names::ACCESS_KEY_ID, AccessKeyId::parse);
                let secret = self.required(names::SECRET_ACCESS_KEY, SecretAccessKey::parse);
                Some(Access::Keys {
                    id: id?,
                    secret: secret?,
                })
            }
            AccessMode::Role => {
                let arn = self.required(names::ROLE_ARN, RoleArn::parse)?;
                Some(Access::Role { arn })
            }
        }
    }

    fn mode(&mut self) -> Option<AccessMode> {
        let modes = self.params.modes();
        if let Some(asked) = self.raw.access.as_deref().filter(|asked| !asked.is_empty()) {
            let mode = AccessMode::parse(asked);
            return if let Some(mode) = mode.filter(|mode| modes.allows(*mode)) {
                Some(mode)
            } else {
                self.refuse(
                    "access",
                    Refusal::new(
                        "bad_access",
                        "This way of giving access is not offered here.",
                    ),
                );
                None
            };
        }
        let AccessModes::Both { first } = modes else {
            return Some(modes.first());
        };
        let keys = names::KEY_PAIR.iter().any(|name| self.raw.filled(name));
        let role = self.raw.filled(names::ROLE_ARN);
        match (keys, role) {
            (true, true) => {
                self.refuse(
                    "access",
                    Refusal::new(
                        "choose_access",
                        "Both keys and a role are filled in; say which to use: “keys” or “role”.",
                    ),
                );
                None
            }
            (true, false) => Some(AccessMode::Keys),
            (false, true) => Some(AccessMode::Role),
            (false, false) => Some(first),
        }
    }

    fn bucket(&mut self) -> Option<PastedBucket> {
        let text = self.trimmed(names::BUCKET)?;
        let pasted = self.keep(names::BUCKET, PastedBucket::parse(&text))?;
        if pasted.bucket.as_str() != text {
            self.notices.push(Notice::new(
                names::BUCKET,
                "split",
                format!(
                    "The bucket’s name was taken from what you pasted: {}.",
                    pasted.bucket
                ),
            ));
        }
        Some(pasted)
    }

    /// The field's own text, or else the path that was pasted with the bucket.
    fn path_prefix(&mut self, pasted: Option<&PastedBucket>) -> Option<PathTemplate> {
        let typed = self.trimmed(names::PATH_PREFIX)?;
        let from_bucket = pasted.and_then(|p| p.prefix.as_deref());
        let (field, text) = match from_bucket {
            Some(path) if typed.is_empty() => (names::BUCKET, literal(path)),
            Some(path) if literal(path).trim_end_matches('/') != typed.trim_end_matches('/') => {
                let refusal = Refusal::new(
                    "path_in_bucket",
                    format!(
                        "The bucket field also holds a path, “{path}”. Keep the path in one place."
                    ),
                );
                self.refuse(names::BUCKET, refusal);
                return None;
            }
            _ => (names::PATH_PREFIX, typed),
        };
        if text.is_empty() {
            return self
                .optional(names::PATH_PREFIX, PathTemplate::parse)
                .or_else(|| PathTemplate::parse("").ok());
        }
        let template = self.keep(field, PathTemplate::parse(&text))?;
        if field == names::BUCKET {
            self.notices.push(Notice::new(
                names::PATH_PREFIX,
                "split",
                format!(
                    "The path prefix was taken from what you pasted: {}",
                    template.as_text()
                ),
            ));
        }
        Some(template)
    }

    fn vendor_fields(&mut self) -> Map<String, Value> {
        let params = self.params;
        let mut values = Map::new();
        for field in params
            .fields()
            .iter()
            .filter(|f| !names::KNOWN.contains(&f.name.as_str()))
        {
            let parsed = field_value::parse(field, self.raw.fields.get(&field.name));
            if let Some(Some(value)) = self.keep(&field.name, parsed) {
                values.insert(field.name.clone(), value);
            }
        }
        values
    }

    fn errors_in_order(mut self) -> Vec<FieldError> {
        let at = |error: &FieldError| {
            self.params
                .fields()
                .iter()
                .position(|f| f.name == error.field)
        };
        self.errors
            .sort_by_key(|error| at(error).unwrap_or(usize::MAX));
        self.errors
    }
}

/// A pasted path is a path and no template: its braces are only braces.
fn literal(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
