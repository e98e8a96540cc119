//! What AWS answers, or what else happens, when a cause is given: for vendors who read `docs/causes.md`.

use super::Cause;

impl Cause {
    #[expect(clippy::too_many_lines, reason = "a table, one line a cause")]
    pub fn when(self) -> &'static str {
        match self {
            Self::UnknownAccessKey => {
                "S3 answers 403 `InvalidAccessKeyId`, or STS 403 `InvalidClientTokenId`, to the tenant’s key. STS is asked in the partition’s first region as well, in case the key’s account has not enabled ours."
            }
            Self::WrongSecret => "403 `SignatureDoesNotMatch` to the tenant’s key.",
            Self::RootKey => "`GetCallerIdentity` answers with an ARN that ends in `:root`.",
            Self::TemporaryKey => {
                "The key’s ID begins with `ASIA`, or `GetCallerIdentity` answers with the ARN of a session."
            }
            Self::SessionExpired => {
                "400 `ExpiredToken`, `InvalidToken` or a relative of theirs to the session that the role gave."
            }
            Self::RoleNotAssumable => {
                "STS answers 403 `AccessDenied` to `AssumeRole`. It is the same answer for a role that does not exist, one that does not trust the vendor’s principal, and one that asks for another external ID."
            }
            Self::InvalidRoleArn => "STS answers 400 `ValidationError` about the role’s ARN.",
            Self::ExternalIdNotEnforced => {
                "`AssumeRole` works without an external ID, or with one that differs from the tenant’s in the case of one letter or in its last character: the trust policy has no condition, ignores case, or has a wildcard."
            }
            Self::RegionDisabled => {
                "STS answers 403 `RegionDisabledException` in our region and in the partition’s first."
            }
            Self::VendorNotAllowed => {
                "STS says that a policy of the vendor’s own does not allow `sts:AssumeRole`, or a VPC endpoint of the vendor’s refuses the call."
            }
            Self::VendorCredentials => {
                "The vendor’s own key or session is refused, or there is none to sign with."
            }
            Self::BucketNotFound => "S3 answers 404 `NoSuchBucket`, or a bare 404 to `HeadBucket`.",
            Self::WrongRegion => {
                "S3 answers 301 `PermanentRedirect`, 400 `AuthorizationHeaderMalformed` or 400 `IllegalLocationConstraintException` and does not say which region is right. Where it does, the probe goes there and says so."
            }
            Self::WrongOwner => {
                "403 `AccessDenied` with `x-amz-expected-bucket-owner`, and the same call passes without."
            }
            Self::ListDenied => "403 `AccessDenied` to `ListObjectsV2` under the prefix.",
            Self::GetDenied => "403 `AccessDenied` to `GetObject` of a file that exists.",
            Self::PutDenied => "403 `AccessDenied` to `PutObject` under the prefix.",
            Self::KmsDenied => "403 `AccessDenied` that names an action of `kms:`.",
            Self::KmsKeyUnusable => {
                "400 `KMS.DisabledException`, `KMS.NotFoundException`, `KMS.KMSInvalidStateException` or a relative of theirs."
            }
            Self::ExplicitDeny => {
                "403 `AccessDenied` “with an explicit deny in …”: the tenant’s own policy, the bucket’s policy, a permissions boundary, or an organization’s policy."
            }
            Self::LimitedByPolicy => {
                "403 `AccessDenied` “because no … allows”, of a permissions boundary, a session policy or an organization’s policy: what the policy of the user or role allows is not enough."
            }
            Self::EncryptionRequired => {
                "`PutObject` is denied, and passes with an `x-amz-server-side-encryption` header."
            }
            Self::RequesterPays => {
                "403 `AccessDenied`, and the same call passes with `x-amz-request-payer`."
            }
            Self::AccountSuspended => {
                "403 `AllAccessDisabled`, `AccountProblem`, `NotSignedUp` or `OptInRequired`."
            }
            Self::NotS3 => {
                "What answers at the tenant’s `endpoint` does not speak as S3 does: no HTTP, no S3 headers, no XML, or more than 512 KB where S3 sends little."
            }
            Self::ArchivedObject => {
                "403 `InvalidObjectState` to `GetObject`: reading is allowed, and the file is in an archive."
            }
            Self::ClockSkew => "403 `RequestTimeTooSkewed` or `RequestExpired`.",
            Self::BadRequest => {
                "AWS finds fault with the request itself: `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`, `InvalidRequest` and their like."
            }
            Self::Throttled => {
                "503 `SlowDown`, 400 `Throttling`, 429 and their like, after the retries."
            }
            Self::Timeout => "No answer in time, after the retries; or 400 `RequestTimeout`.",
            Self::DnsFailure => "The host name of AWS or of the endpoint was not found.",
            Self::Unreachable => "No connection could be made.",
            Self::ConnectionLost => {
                "The connection was reset, or the answer was cut off in the middle."
            }
            Self::TlsFailure => "TLS could not be agreed on, or the certificate was not accepted.",
            Self::ServerError => "A 5xx of any kind, after the retries.",
            Self::BadAnswer => {
                "What came back is not an answer of AWS’s: a proxy’s HTML, XML that cannot be read, or more than 512 KB."
            }
            Self::UnknownRefusal => {
                "A code that is in no line of this table. With a status other than 4xx the step is undetermined."
            }
            Self::OverlappingPrefix => {
                "Another tenant of the same flow is connected to the same bucket, one prefix lies within the other, and one of them has no `{tenant}` in it."
            }
            Self::BroadAccess => {
                "`ListBuckets` passes, which no policy of ours allows. Asked once, on the first check."
            }
            Self::OldExternalId => {
                "the role let us in with the external ID before the present one, while a rotation is under way"
            }
            Self::KeysNotPreferred => "Keys were given where the connector puts the role first.",
            Self::AccessNotOffered => {
                "The connector no longer asks for access in the way this connection has it. Said whatever the check finds."
            }
            Self::VersionedResidue => {
                "The bucket keeps versions, and the version that the check wrote could not be deleted."
            }
        }
    }
}
