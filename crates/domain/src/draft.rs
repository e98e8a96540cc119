//! A connection as a tenant fills it in, parsed into values.

mod access;
mod draft_reader;
pub(crate) mod effective_prefix;
mod raw_draft;
mod vendor_identity;

pub use access::Access;
pub use raw_draft::{DraftSender, RawDraft};
pub use vendor_identity::VendorIdentity;

use crate::arn::{AccountId, KmsKeyArn};
use crate::bucket_address::BucketAddress;
use crate::connect_ui::{ConnectUiParams, field_names};
use crate::direction::Direction;
use crate::endpoint::Endpoint;
use crate::message::form;
use crate::partition::Partition;
use crate::path_template::PathTemplate;
use crate::policy::PolicyInput;
use crate::refusal::{FieldError, Notice, Refusal};
use crate::region::Region;
use draft_reader::DraftReader;
use serde_json::{Map, Value};

/// A connection that can be tested. Every value has passed its parser.
#[derive(Clone)]
pub struct Draft {
    pub access: Access,
    pub bucket: BucketAddress,
    pub path_prefix: PathTemplate,
    pub region: Option<Region>,
    pub endpoint: Option<Endpoint>,
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    /// The vendor's own fields, in the connector's order. Those of type `password` are secrets.
    pub vendor_fields: Map<String, Value>,
}

/// Shows only the names of the vendor's fields, because their values may be secrets.
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

/// A draft, and notices about what was corrected in the input.
#[derive(Clone, Debug)]
pub struct ParsedDraft {
    pub draft: Draft,
    pub notices: Vec<Notice>,
}

impl Draft {
    /// Parses a draft by the fields of a connector.
    ///
    /// # Errors
    /// Returns the errors of all fields at once, in the connector's order.
    pub fn parse(
        raw: &RawDraft,
        params: &ConnectUiParams,
        vendor: &VendorIdentity<'_>,
    ) -> Result<ParsedDraft, Vec<FieldError>> {
        let mut reader = DraftReader::new(raw, params, *vendor);
        reader.refuse_unknown_fields();
        reader.check_external_id();
        let access = reader.read_access();
        let bucket = reader.read_bucket();
        let path_prefix = reader.read_path_prefix(bucket.as_ref());
        let endpoint = reader.read_optional(field_names::ENDPOINT, Endpoint::parse);
        // Stores that are not AWS have codes of their own.
        let parse_region = if reader.raw.is_filled_in(field_names::ENDPOINT) {
            Region::parse_at_store
        } else {
            Region::parse
        };
        let region = reader.read_optional(field_names::REGION, parse_region);
        let kms_key = reader.read_optional(field_names::KMS_KEY_ARN, KmsKeyArn::parse);
        let bucket_owner = reader.read_optional(field_names::BUCKET_OWNER, AccountId::parse);
        let vendor_fields = reader.read_vendor_fields();
        // Roles are assumed through AWS's STS. Another store has none.
        if let (Some(_), Some(Access::Role { .. })) = (&endpoint, &access) {
            reader.refuse(
                field_names::ENDPOINT,
                Refusal::new("role_needs_aws", form::role_needs_aws()),
            );
        }
        let known_store = endpoint.as_ref().and_then(Endpoint::known_store);
        if endpoint.is_some() {
            reader.refuse_bucket_of_aws(bucket.as_ref());
            reader.refuse_bucket_in_endpoint(known_store.as_ref());
        } else {
            // Only AWS has partitions.
            reader.require_one_partition(
                access.as_ref(),
                bucket.as_ref(),
                region.as_ref(),
                kms_key.as_ref(),
            );
            reader.compare_with_bucket_name(
                bucket.as_ref(),
                region.as_ref(),
                bucket_owner.as_ref(),
            );
        }
        match (access, bucket, path_prefix) {
            (Some(access), Some(pasted), Some(path_prefix)) if reader.errors.is_empty() => {
                Ok(ParsedDraft {
                    draft: Self {
                        access,
                        bucket: pasted.bucket,
                        path_prefix,
                        // A known store accepts only the region of its host, whatever was typed.
                        region: known_store
                            .and_then(|store| store.region)
                            .or(region)
                            .or(pasted.region),
                        endpoint,
                        kms_key,
                        bucket_owner,
                        vendor_fields,
                    },
                    notices: reader.notices,
                })
            }
            _ => Err(reader.into_sorted_errors()),
        }
    }

    /// Returns the prefix below which the probe lists and writes, and to which policies are limited.
    pub fn static_prefix(&self) -> &str {
        self.path_prefix.static_prefix()
    }

    /// Returns the region in which the bucket is, as far as the tenant's input tells. The ARN of an access point, and the
    /// name of a bucket in an account regional namespace, say more than a URL from the console, whose region may be that
    /// of another page.
    pub fn expected_region(&self) -> Option<Region> {
        let is_aws = self.endpoint.is_none();
        let of_bucket = self.bucket.region().filter(|_| is_aws);
        of_bucket.or_else(|| self.region.clone())
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
