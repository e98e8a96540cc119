//! [`BucketConfig`]: the bucket of a transfer, and how to access it.

use domain::{Access, AccountId, BucketAddress, ExternalId, KmsKeyArn, Region, TenantId};

/// A bucket, and the credentials that open it.
#[derive(Clone, Debug)]
pub struct BucketConfig {
    pub bucket: BucketAddress,
    /// If the region is unknown, the store is asked for it.
    pub region: Option<Region>,
    /// The address of an S3-compatible store that is not AWS.
    pub endpoint: Option<String>,
    /// The key that encrypts written objects.
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    pub access: Access,
    /// The external IDs for a role, in the order in which to try them.
    pub external_ids: Vec<ExternalId>,
    /// The tenant, whom the role owner's CloudTrail shows.
    pub tenant: TenantId,
    /// Whether the vendor, not a tenant, configured the endpoint. It is then allowed to be in the vendor's own network.
    pub trusts_endpoint: bool,
}
