//! A connection as a tenant fills it in: parsed into values, or answered with every error at once.

pub(crate) mod reader;

use crate::access_key::{AccessKeyId, SecretAccessKey};
use crate::arn::{AccountId, KmsKeyArn};
use crate::bucket::BucketName;
use crate::connect_ui::{AccessMode, ConnectUiParams, names};
use crate::direction::Direction;
use crate::endpoint::Endpoint;
use crate::field_value::RawValue;
use crate::ours::Ours;
use crate::partition::Partition;
use crate::paste;
use crate::path_template::PathTemplate;
use crate::policy::PolicyInput;
use crate::refusal::{FieldError, Notice, Refusal};
use crate::region::Region;
use crate::role_arn::RoleArn;
use reader::Reader;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Who sent a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sender {
    /// A tenant's browser, where the external ID is only shown: what comes back for it is not taken.
    #[default]
    Browser,
    /// The vendor's own server, which is told of an external ID that is not the tenant's.
    Server,
}

/// What came in, field by field, nothing checked yet.
#[derive(Clone, Debug, Default)]
pub struct RawDraft {
    pub sender: Sender,
    /// `keys` or `role`, where the connector leaves the choice.
    pub access: Option<String>,
    pub fields: BTreeMap<String, RawValue>,
}

impl RawDraft {
    /// A field's text as it came in.
    fn whole(&self, name: &str) -> Result<&str, Refusal> {
        self.fields.get(name).map_or(Ok(""), RawValue::text)
    }

    /// A field's text without what a paste brought along.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.whole(name).map(paste::bare)
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

    pub fn role_arn(&self) -> Option<&str> {
        match self {
            Self::Keys { .. } => None,
            Self::Role { arn } => Some(arn.as_str()),
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
    pub fn parse(
        raw: &RawDraft,
        params: &ConnectUiParams,
        ours: &Ours<'_>,
    ) -> Result<Parsed, Vec<FieldError>> {
        let mut reader = Reader::new(raw, params, *ours);
        reader.unknown_fields();
        reader.external_id();
        let access = reader.access();
        let bucket = reader.bucket();
        let path_prefix = reader.path_prefix(bucket.as_ref());
        let region = reader.optional(names::REGION, Region::parse);
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
        if endpoint.is_none() {
            reader.one_partition(
                access.as_ref(),
                bucket.as_ref(),
                region.as_ref(),
                kms_key.as_ref(),
            );
        }
        match (access, bucket, path_prefix) {
            (Some(access), Some(pasted), Some(path_prefix)) if reader.errors.is_empty() => {
                Ok(Parsed {
                    draft: Self {
                        access,
                        bucket: pasted.bucket,
                        path_prefix,
                        region: region.or(pasted.region),
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

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
