//! Every cause of a step that did not pass, and of a warning. The messages, the table for vendors (`docs/causes.md`)
//! and the tests are all derived from this list.
//!
//! A new cause needs a line in `causes!`, and an arm in [`Cause::trigger`] and one in [`Cause::explain`], which the compiler
//! demands. The compiler does not demand the code that reports it. That is in `crates/aws/src/classify.rs` if one response of
//! AWS shows the cause, in `crates/aws/src/probe` if it takes another call, and in `crates/service` if it takes none.

mod cause_context;
#[cfg(feature = "openapi")]
mod cause_schema;
mod denial;
mod explanation;
mod store_explanation;
mod trigger;

pub use cause_context::CauseContext;
pub use denial::{Denial, PolicyKind};

use crate::step_status::StepStatus;
use serde::{Deserialize, Serialize};

/// Declares the causes: name, code, the status of a step with this cause, and who can fix it.
macro_rules! causes {
    ($($name:ident = $code:literal, $status:ident, $party:ident;)+) => {
        /// Why a step did not pass, or what a warning is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Cause {
            $(#[serde(rename = $code)] $name,)+
        }

        impl Cause {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the stable code, for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|cause| cause.code() == code)
            }

            /// Returns the status of a step with this cause.
            pub fn status(self) -> StepStatus {
                match self { $(Self::$name => StepStatus::$status),+ }
            }

            /// Returns who can fix the cause.
            pub fn responsible_party(self) -> ResponsibleParty {
                match self { $(Self::$name => ResponsibleParty::$party),+ }
            }
        }
    };
}

causes! {
    UnknownAccessKey = "unknown_access_key", Failed, Tenant;
    WrongSecret = "wrong_secret", Failed, Tenant;
    RootKey = "root_key", Failed, Tenant;
    TemporaryKey = "temporary_key", Failed, Tenant;
    QuarantinedKey = "quarantined_key", Failed, Tenant;
    SessionExpired = "session_expired", Undetermined, Nobody;
    RoleNotAssumable = "role_not_assumable", Failed, Tenant;
    InvalidRoleArn = "invalid_role_arn", Failed, Tenant;
    ExternalIdNotEnforced = "external_id_not_enforced", Failed, Tenant;
    RegionDisabled = "region_disabled", Failed, Tenant;
    SessionTagsDenied = "session_tags_denied", Undetermined, Vendor;
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
    MfaRequired = "mfa_required", Failed, Tenant;
    LimitedByPolicy = "limited_by_policy", Failed, Tenant;
    EncryptionRequired = "encryption_required", Failed, Tenant;
    CustomerKey = "customer_provided_key", Failed, Tenant;
    RequesterPays = "requester_pays", Failed, Tenant;
    StorageFull = "storage_full", Failed, Tenant;
    AccountSuspended = "account_suspended", Failed, Tenant;
    NotS3 = "not_s3", Failed, Tenant;
    ArchivedObject = "archived_object", Warning, Tenant;
    ClockSkew = "clock_skew", Undetermined, Vendor;
    BadRequest = "bad_request", Undetermined, Vendor;
    Throttled = "throttled", Undetermined, Nobody;
    Timeout = "timeout", Undetermined, Nobody;
    NoAddress = "dns_failure", Undetermined, Nobody;
    Unreachable = "unreachable", Undetermined, Nobody;
    ConnectionLost = "connection_lost", Undetermined, Nobody;
    NoTls = "tls_failure", Undetermined, Vendor;
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

/// Who can fix a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponsibleParty {
    /// The tenant, or whoever runs the tenant's AWS account.
    Tenant,
    Vendor,
    /// The cause passes by itself, so trying again is all that anybody can do.
    Nobody,
}

impl Cause {
    /// Returns whether the cause tells nothing about the tenant's setup, so a check may pass when it is repeated.
    pub fn is_undetermined(self) -> bool {
        self.status() == StepStatus::Undetermined
    }
}
