//! The responses of AWS, and the other events, that lead to each cause. Vendors read them in `docs/causes.md`, which a
//! test compares with this table.

use super::Cause;

impl Cause {
    /// Returns when a check reports this cause.
    #[expect(clippy::too_many_lines, reason = "a table with one entry per cause")]
    pub fn trigger(self) -> &'static str {
        match self {
            Self::UnknownAccessKey => {
                "S3 returns 403 `InvalidAccessKeyId`, or STS returns 403 `InvalidClientTokenId`, for the tenant’s key. STS is also called in the partition’s first region, because the key’s account may not have enabled ours."
            }
            Self::WrongSecret => "403 `SignatureDoesNotMatch` for the tenant’s key.",
            Self::RootKey => "`GetCallerIdentity` returns an ARN that ends with `:root`.",
            Self::TemporaryKey => {
                "The key’s ID begins with `ASIA`, or `GetCallerIdentity` returns the ARN of a session."
            }
            Self::QuarantinedKey => {
                "403 `AccessDenied` with an explicit deny in `arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine…`, in any version of that policy. AWS attaches it to a user whose key has leaked."
            }
            Self::SessionExpired => {
                "400 `ExpiredToken`, `InvalidToken` or a similar code for the role’s session."
            }
            Self::RoleNotAssumable => {
                "STS returns 403 `AccessDenied` for `AssumeRole`. The response is the same for a role that does not exist, one that does not trust the vendor’s principal, and one that requires another external ID."
            }
            Self::InvalidRoleArn => "STS returns 400 `ValidationError` for the role’s ARN.",
            Self::ExternalIdNotEnforced => {
                "`AssumeRole` succeeds without an external ID, or with one that differs from the tenant’s in the case of one letter or in the last character: the trust policy has no condition, ignores case, or has a wildcard."
            }
            Self::RegionDisabled => {
                "STS returns 403 `RegionDisabledException` in our region and in the partition’s first region."
            }
            Self::SessionTagsDenied => {
                "STS returns 403 `AccessDenied` that names `sts:TagSession`. The vendor’s own session has transitive session tags, so `AssumeRole` needs that permission too, which the tenants’ trust policies do not grant. Run the server with credentials without such tags. With EKS Pod Identity, turn off session tags (`disableSessionTags`)."
            }
            Self::VendorNotAllowed => {
                "STS reports that the vendor’s own policy does not allow `sts:AssumeRole`, or the vendor’s VPC endpoint refuses the call."
            }
            Self::VendorCredentials => {
                "The vendor’s own key or session is refused, or the server has no credentials."
            }
            Self::BucketNotFound => {
                "S3 returns 404 `NoSuchBucket`, or 404 without a code for `HeadBucket`."
            }
            Self::WrongRegion => {
                "S3 returns 301 `PermanentRedirect`, 400 `AuthorizationHeaderMalformed` or 400 `IllegalLocationConstraintException` without the right region. If the response names the region, in a header, in `<Region>` or in the host of `<Endpoint>`, the probe continues there and says so."
            }
            Self::WrongOwner => {
                "403 `AccessDenied` with `x-amz-expected-bucket-owner`, while the same call succeeds without it."
            }
            Self::ListDenied => "403 `AccessDenied` for `ListObjectsV2` under the prefix.",
            Self::GetDenied => "403 `AccessDenied` for `GetObject` of a file that exists.",
            Self::PutDenied => "403 `AccessDenied` for `PutObject` under the prefix.",
            Self::KmsDenied => "403 `AccessDenied` with a message that names a `kms:` action.",
            Self::KmsKeyUnusable => {
                "400 `KMS.DisabledException`, `KMS.NotFoundException`, `KMS.KMSInvalidStateException` or a similar code."
            }
            Self::ExplicitDeny => {
                "403 `AccessDenied` “with an explicit deny in …”: the tenant’s own policy, the bucket’s policy, a permissions boundary, or an organization’s policy."
            }
            Self::MfaRequired => {
                "403 `AccessDenied` with an explicit deny in a policy of the tenant’s that has “MFA” in its name. AWS does not say which condition of a policy denies, so this is a guess, and the message says so."
            }
            Self::LimitedByPolicy => {
                "403 `AccessDenied` “because no … allows”, where the message names a permissions boundary, a session policy or an organization’s policy: it does not allow what the policy of the user or role allows."
            }
            Self::EncryptionRequired => {
                "`PutObject` is denied, and succeeds with an `x-amz-server-side-encryption` header."
            }
            Self::CustomerKey => {
                "400 `InvalidRequest` for `GetObject`, with a message that the object “was stored using a form of Server Side Encryption”."
            }
            Self::RequesterPays => {
                "403 `AccessDenied`, while the same call succeeds with `x-amz-request-payer`."
            }
            Self::StorageFull => {
                "`QuotaExceeded`, `XMinioAdminBucketQuotaExceeded`, `XMinioStorageFull` or a similar code of a store that is not AWS, status 507, or 403 `AccessDenied` of such a store with a message about a quota."
            }
            Self::AccountSuspended => {
                "403 `AllAccessDisabled`, `AccountProblem`, `InvalidPayer`, `NotSignedUp` or `OptInRequired`."
            }
            Self::NotS3 => {
                "The server at the tenant’s `endpoint` does not respond like S3: the response is not HTTP, lacks S3’s headers, is not XML, or has more than 512 KB where S3 sends little."
            }
            Self::ArchivedObject => {
                "403 `InvalidObjectState` for `GetObject`: reading is allowed, but the file is in an archive storage class."
            }
            Self::ClockSkew => "403 `RequestTimeTooSkewed` or `RequestExpired`.",
            Self::BadRequest => {
                "AWS rejects the request itself: `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`, `InvalidRequest` or a similar code."
            }
            Self::Throttled => {
                "503 `SlowDown`, 400 `Throttling`, 429 or a similar response, after all retries."
            }
            Self::Timeout => "No response in time after all retries, or 400 `RequestTimeout`.",
            Self::NoAddress => "The host name of AWS or of the endpoint was not found.",
            Self::Unreachable => "No connection could be established.",
            Self::ConnectionLost => "The connection was reset, or the response was cut off.",
            Self::NoTls => "The TLS handshake failed, or the certificate was not accepted.",
            Self::ServerError => "Any 5xx status, after all retries.",
            Self::BadAnswer => {
                "The response is not from AWS: a proxy’s HTML, invalid XML, or more than 512 KB."
            }
            Self::UnknownRefusal => {
                "A code that is not in this table. With a status other than 4xx, the step is undetermined."
            }
            Self::OverlappingPrefix => {
                "Another tenant of the same flow is connected to the same bucket, one prefix contains the other, and one of them has no `{tenant}` in it."
            }
            Self::BroadAccess => {
                "`ListBuckets` succeeds, which none of our policies allows. The probe calls it once, in the first check."
            }
            Self::OldExternalId => "The role accepted the previous external ID during a rotation.",
            Self::KeysNotPreferred => {
                "The tenant entered keys, although the connector offers a role first."
            }
            Self::AccessNotOffered => {
                "The connector no longer offers the access mode of this connection. Its reports have this warning whatever the check finds."
            }
            Self::VersionedResidue => {
                "The bucket has versioning enabled, and the version that the check wrote could not be deleted."
            }
        }
    }
}
