//! Every cause a step can have, and every warning: one list, from which the words, the table for vendors
//! (`docs/causes.md`) and the tests are made.
//!
//! A new cause is a line in `causes!`, an arm in [`Cause::when`] and [`Cause::explain`], and a line in the
//! one place of `crates/aws` that recognises AWS's answers; the compiler asks for each.

mod denial;
mod facts;
mod when;
mod words;

pub use denial::{Denial, PolicyKind};
pub use facts::Facts;

use crate::report::Status;
use serde::{Deserialize, Serialize};

macro_rules! causes {
    ($($name:ident = $code:literal, $status:ident, $mender:ident;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Cause {
            $(#[serde(rename = $code)] $name,)+
        }

        impl Cause {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Stable, for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|cause| cause.code() == code)
            }

            /// What a step comes to that has this cause.
            pub fn status(self) -> Status {
                match self { $(Self::$name => Status::$status),+ }
            }

            pub fn mender(self) -> Mender {
                match self { $(Self::$name => Mender::$mender),+ }
            }
        }
    };
}

causes! {
    UnknownAccessKey = "unknown_access_key", Failed, Tenant;
    WrongSecret = "wrong_secret", Failed, Tenant;
    RootKey = "root_key", Failed, Tenant;
    TemporaryKey = "temporary_key", Failed, Tenant;
    SessionExpired = "session_expired", Undetermined, Nobody;
    RoleNotAssumable = "role_not_assumable", Failed, Tenant;
    InvalidRoleArn = "invalid_role_arn", Failed, Tenant;
    ExternalIdNotEnforced = "external_id_not_enforced", Failed, Tenant;
    RegionDisabled = "region_disabled", Failed, Tenant;
    VendorNotAllowed = "vendor_not_allowed", Undetermined, Vendor;
    VendorCredentials = "vendor_credentials", Undetermined, Vendor;
    BucketNotFound = "bucket_not_found", Failed, Tenant;
    WrongRegion = "wrong_region", Failed, Tenant;
    WrongOwner = "wrong_owner", Failed, Tenant;
    ListDenied = "list_denied", Failed, Tenant;
    GetDenied = "get_denied", Failed, Tenant;
    PutDenied = "put_denied", Failed, Tenant;
    KmsDenied = "kms_denied", Failed, Tenant;
    KmsKeyUnusable = "kms_key_unusable", Failed, Tenant;
    ExplicitDeny = "explicit_deny", Failed, Tenant;
    LimitedByPolicy = "limited_by_policy", Failed, Tenant;
    EncryptionRequired = "encryption_required", Failed, Tenant;
    RequesterPays = "requester_pays", Failed, Tenant;
    AccountSuspended = "account_suspended", Failed, Tenant;
    NotS3 = "not_s3", Failed, Tenant;
    ArchivedObject = "archived_object", Warning, Tenant;
    ClockSkew = "clock_skew", Undetermined, Vendor;
    BadRequest = "bad_request", Undetermined, Vendor;
    Throttled = "throttled", Undetermined, Nobody;
    Timeout = "timeout", Undetermined, Nobody;
    DnsFailure = "dns_failure", Undetermined, Nobody;
    Unreachable = "unreachable", Undetermined, Nobody;
    ConnectionLost = "connection_lost", Undetermined, Nobody;
    TlsFailure = "tls_failure", Undetermined, Vendor;
    ServerError = "server_error", Undetermined, Nobody;
    BadAnswer = "bad_answer", Undetermined, Vendor;
    UnknownRefusal = "unknown_refusal", Failed, Tenant;
    OverlappingPrefix = "overlapping_prefix", Warning, Tenant;
    BroadAccess = "broad_access", Warning, Tenant;
    OldExternalId = "old_external_id", Warning, Tenant;
    KeysNotPreferred = "keys_not_preferred", Warning, Tenant;
    AccessNotOffered = "access_not_offered", Warning, Tenant;
    VersionedResidue = "versioned_residue", Warning, Tenant;
}

/// Who can put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mender {
    /// The tenant, or whoever runs the tenant's AWS account.
    Tenant,
    Vendor,
    /// It passes by itself: trying again is all there is to do.
    Nobody,
}

impl Cause {
    /// Whether the cause says nothing about the tenant's set-up, so that trying again may pass.
    pub fn is_undetermined(self) -> bool {
        self.status() == Status::Undetermined
    }
}
