//! Decides what AWS's answers to a check mean. The only other file that knows AWS's error codes is
//! `bucket_client/object_error.rs`, which decides what a transfer does next.
//!
//! The error code decides first, then the headers, then the message. To recognise another error, add its code to [`CODES`].
//! If it is of a new kind, [`ErrorKind`] and [`cause`] need it too. If one code has several meanings, [`denied_cause`] tells
//! them apart. The messages of a cause belong in `domain::Cause`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>,
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

mod denial;

pub(crate) use denial::parse_denial;

use crate::answer::{Answer, Operation, Success};
use crate::failure::Failure;
use domain::{Cause, Denial, PolicyKind, StepStatus};

/// What an error code means, regardless of who signed the call and what it requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    UnknownKey,
    WrongSecret,
    /// The session token has expired, is invalid or is missing.
    SessionExpired,
    /// STS is disabled in the region.
    StsDisabled,
    AccessDenied,
    NoSuchBucket,
    WrongRegion,
    AccountSuspended,
    KmsKeyUnusable,
    /// The quota of a store that is not AWS is used up, or the store has no space left.
    StorageFull,
    ClockSkew,
    /// The request itself is invalid, which is our mistake.
    BadRequest,
    Throttled,
    Timeout,
    ServerError,
}

const CODES: [(ErrorKind, &[&str]); 14] = [
    (
        ErrorKind::UnknownKey,
        &[
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
        ],
    ),
    (ErrorKind::WrongSecret, &["SignatureDoesNotMatch"]),
    (
        ErrorKind::SessionExpired,
        &[
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "TokenRefreshRequired",
            "MissingAuthenticationToken",
        ],
    ),
    (ErrorKind::StsDisabled, &["RegionDisabledException"]),
    (
        ErrorKind::AccessDenied,
        &["AccessDenied", "AccessDeniedException"],
    ),
    (ErrorKind::NoSuchBucket, &["NoSuchBucket"]),
    (
        ErrorKind::WrongRegion,
        &[
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
        ],
    ),
    (
        ErrorKind::AccountSuspended,
        &[
            "AllAccessDisabled",
            "AccountProblem",
            // “All access to this object has been disabled”: the account that pays for the bucket has a problem.
            "InvalidPayer",
            "NotSignedUp",
            "OptInRequired",
        ],
    ),
    (
        ErrorKind::StorageFull,
        &[
            "QuotaExceeded",
            "XMinioAdminBucketQuotaExceeded",
            "XMinioStorageFull",
            "InsufficientStorage",
        ],
    ),
    (
        ErrorKind::ClockSkew,
        &["RequestTimeTooSkewed", "RequestExpired"],
    ),
    (
        ErrorKind::BadRequest,
        &[
            "ValidationError",
            "MalformedPolicyDocument",
            "PackedPolicyTooLarge",
            "InvalidRequest",
            "InvalidArgument",
            "MalformedXML",
            "XAmzContentSHA256Mismatch",
            "BadDigest",
            "InvalidDigest",
            "MissingContentLength",
        ],
    ),
    (
        ErrorKind::Throttled,
        &[
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "KMS.ThrottlingException",
        ],
    ),
    (
        ErrorKind::Timeout,
        &["RequestTimeout", "RequestTimeoutException"],
    ),
    (
        ErrorKind::ServerError,
        &[
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "OperationAborted",
            "ServiceUnavailable",
        ],
    ),
];

/// Who signed a call. The same error code can be the tenant's mistake or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signer {
    Vendor,
    /// The tenant's access key, or a session of the tenant's role.
    Tenant,
    /// The tenant's access key, at an S3-compatible store that is not AWS.
    TenantAtCompatibleStore,
}

/// Returns why a call failed. Callers must only pass answers that are not a success.
pub(crate) fn cause(answer: &Answer, signer: Signer) -> Cause {
    match answer.result {
        Err(Failure::Timeout) => return Cause::Timeout,
        Err(Failure::NoAddress) => return Cause::NoAddress,
        Err(Failure::NoTls) => return Cause::NoTls,
        Err(Failure::Unreachable) => return Cause::Unreachable,
        Err(Failure::ConnectionLost) => return Cause::ConnectionLost,
        Err(Failure::ResponseTooLarge) if signer == Signer::TenantAtCompatibleStore => {
            return Cause::NotS3;
        }
        Err(Failure::ResponseTooLarge) => return Cause::BadAnswer,
        // At a store, the key comes with the draft, so the request could not be built or signed for another reason.
        Err(Failure::NotSent) if signer == Signer::TenantAtCompatibleStore => {
            return Cause::BadRequest;
        }
        // Only the vendor's credentials can be missing: a tenant's key comes with the draft.
        Err(Failure::NotSent) => return Cause::VendorCredentials,
        Err(Failure::Refused | Failure::InvalidResponse) | Ok(_) => {}
    }
    let Some(kind) = error_kind(answer, signer) else {
        return unrecognized_cause(answer, signer);
    };
    match (kind, signer) {
        (
            ErrorKind::UnknownKey | ErrorKind::WrongSecret | ErrorKind::SessionExpired,
            Signer::Vendor,
        ) => Cause::VendorCredentials,
        (ErrorKind::UnknownKey, _) => Cause::UnknownAccessKey,
        (ErrorKind::WrongSecret, _) => Cause::WrongSecret,
        // Stores that are not AWS have neither roles with sessions nor KMS, so only the code itself says something.
        (
            ErrorKind::SessionExpired | ErrorKind::KmsKeyUnusable | ErrorKind::StsDisabled,
            Signer::TenantAtCompatibleStore,
        ) => Cause::UnknownRefusal,
        (ErrorKind::SessionExpired, _) => Cause::SessionExpired,
        (ErrorKind::StsDisabled, _) => Cause::RegionDisabled,
        (ErrorKind::AccessDenied, Signer::TenantAtCompatibleStore) => denied_cause_at_store(answer),
        (ErrorKind::AccessDenied, _) => denied_cause(answer),
        (ErrorKind::NoSuchBucket, _) => Cause::BucketNotFound,
        (ErrorKind::WrongRegion, _) => Cause::WrongRegion,
        (ErrorKind::AccountSuspended, _) => Cause::AccountSuspended,
        (ErrorKind::KmsKeyUnusable, _) => Cause::KmsKeyUnusable,
        // A call that writes nothing says nothing about the room for files.
        (ErrorKind::StorageFull, _) if answer.operation != Operation::PutObject => {
            Cause::ServerError
        }
        (ErrorKind::StorageFull, _) => Cause::StorageFull,
        (ErrorKind::ClockSkew, _) => Cause::ClockSkew,
        (ErrorKind::BadRequest, _) if is_about_role_arn(answer) => Cause::InvalidRoleArn,
        (ErrorKind::BadRequest, _) if is_about_customer_key(answer) => Cause::CustomerKey,
        (ErrorKind::BadRequest, _) => Cause::BadRequest,
        (ErrorKind::Throttled, _) => Cause::Throttled,
        (ErrorKind::Timeout, _) => Cause::Timeout,
        (ErrorKind::ServerError, _) => Cause::ServerError,
    }
}

/// Returns the cause of an answer that has no code, or a code that [`CODES`] does not list.
fn unrecognized_cause(answer: &Answer, signer: Signer) -> Cause {
    let is_from_aws = answer.has_aws_headers();
    let is_error = answer.http_status.is_some_and(|status| status >= 300);
    if answer.code.is_some() || (is_from_aws && is_error) {
        Cause::UnknownRefusal
    } else if signer == Signer::TenantAtCompatibleStore && !is_from_aws {
        Cause::NotS3
    } else {
        Cause::BadAnswer
    }
}

fn error_kind(answer: &Answer, signer: Signer) -> Option<ErrorKind> {
    let code = answer.code.as_deref().unwrap_or_default();
    // STS reports a wrong clock as `SignatureDoesNotMatch`, which usually means a wrong secret. Only the message
    // tells the two apart.
    let clock_messages = ["Signature expired", "Signature not yet current"];
    if clock_messages
        .iter()
        .any(|message| answer.message.starts_with(message))
    {
        return Some(ErrorKind::ClockSkew);
    }
    error_kind_of_code(code).or_else(|| error_kind_of_status(answer, signer))
}

pub(crate) fn error_kind_of_code(code: &str) -> Option<ErrorKind> {
    CODES
        .iter()
        .find(|(_, codes)| codes.contains(&code))
        .map(|(kind, _)| *kind)
        // S3 passes KMS errors on with this prefix, for example `KMS.DisabledException`. All but the throttling
        // error in `CODES` are about the state of the key.
        .or_else(|| {
            code.starts_with("KMS.")
                .then_some(ErrorKind::KmsKeyUnusable)
        })
}

/// Classifies an answer without a known code by its HTTP status. Responses to HEAD have no body and so no code, and
/// proxies send codes of their own.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>
fn error_kind_of_status(answer: &Answer, signer: Signer) -> Option<ErrorKind> {
    // At an address that a tenant typed, any web server can answer 404.
    let is_credible = signer != Signer::TenantAtCompatibleStore || answer.has_aws_headers();
    match (answer.http_status?, answer.operation) {
        (429, _) => Some(ErrorKind::Throttled),
        (507, _) => Some(ErrorKind::StorageFull),
        (500.., _) => Some(ErrorKind::ServerError),
        (404, Operation::HeadBucket) if is_credible => Some(ErrorKind::NoSuchBucket),
        _ => None,
    }
}

/// Returns the cause of an `AccessDenied`. This one code has many reasons, and only the message tells them apart, if
/// it gives a reason at all.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
fn denied_cause(answer: &Answer) -> Cause {
    let Denial {
        action,
        policy,
        policy_arn,
        explicit,
        ..
    } = &answer.denial;
    // When S3 reads an encrypted object, it calls KMS. If KMS denies that call, S3 sends a message that names no
    // `kms:` action but the "customer master key".
    let is_about_kms_key = action
        .as_ref()
        .is_some_and(|action| action.starts_with("kms:"))
        || answer.message.contains("customer master key");
    let is_assume_role = answer.operation == Operation::AssumeRole;
    let policy_arn = policy_arn.as_deref().unwrap_or_default();
    match policy {
        // `AssumeRole` needs this permission too if our own session has tags that it passes on.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
        _ if is_assume_role && action.as_deref() == Some("sts:TagSession") => {
            Cause::SessionTagsDenied
        }
        // Our requests pass through our own VPC endpoint, whoever signed them.
        Some(PolicyKind::VpcEndpoint) => Cause::VendorNotAllowed,
        // We call AssumeRole as ourselves, so these policies are attached to our own identity.
        Some(
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl,
        ) if is_assume_role => Cause::VendorNotAllowed,
        // "Roles may not be assumed by root accounts." Our own credentials are those of a root user.
        _ if is_assume_role && answer.message.contains("by root accounts") => {
            Cause::VendorNotAllowed
        }
        _ if *explicit && is_quarantine_policy(policy_arn) => Cause::QuarantinedKey,
        _ if *explicit && has_mfa_in_name(policy_arn) => Cause::MfaRequired,
        _ if *explicit => Cause::ExplicitDeny,
        Some(
            PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl
            | PolicyKind::ResourceControl,
        ) => Cause::LimitedByPolicy,
        _ if is_about_kms_key => Cause::KmsDenied,
        Some(PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust) | None => {
            cause_of_denied_operation(answer.operation)
        }
    }
}

/// Returns the cause of a denial by a store that is not AWS. Its messages have no format that we know.
fn denied_cause_at_store(answer: &Answer) -> Cause {
    // Some stores have no code of their own for a quota that is used up, and only say so in the message.
    let message = answer.message.to_ascii_lowercase();
    let is_about_quota = message.contains("quota") || message.contains("storage cap");
    if answer.operation == Operation::PutObject && is_about_quota {
        return Cause::StorageFull;
    }
    cause_of_denied_operation(answer.operation)
}

fn cause_of_denied_operation(operation: Operation) -> Cause {
    match operation {
        Operation::AssumeRole => Cause::RoleNotAssumable,
        Operation::HeadBucket | Operation::ListObjectsV2 => Cause::ListDenied,
        Operation::GetObject => Cause::GetDenied,
        Operation::PutObject => Cause::PutDenied,
        Operation::GetCallerIdentity
        | Operation::GetFederationToken
        | Operation::DeleteObject
        | Operation::ListBuckets => Cause::UnknownRefusal,
    }
}

/// Returns whether a policy is the one that AWS attaches to a user whose access key has leaked. Only AWS's own policies
/// have the account `aws`, so nobody else's policy is mistaken for it.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html>
fn is_quarantine_policy(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, "iam", "", "aws", policy]
        if policy.starts_with("policy/AWSCompromisedKeyQuarantine"))
}

/// Returns whether a policy has “MFA” in its name. AWS names the policy that denies, but not its condition, so the name
/// is all that can tell why it does.
fn has_mfa_in_name(arn: &str) -> bool {
    let name = arn.rsplit('/').next().unwrap_or_default();
    // In small letters, it must be a word of its own: other words contain these letters.
    let mut words = name.split(|c: char| !c.is_ascii_alphabetic());
    name.contains("MFA") || name.contains("Mfa") || words.any(|word| word == "mfa")
}

/// Returns whether an object is encrypted with a key that only its writer has (SSE-C).
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>
fn is_about_customer_key(answer: &Answer) -> bool {
    answer.operation == Operation::GetObject
        && answer
            .message
            .contains("stored using a form of Server Side Encryption")
}

fn is_about_role_arn(answer: &Answer) -> bool {
    answer.operation == Operation::AssumeRole
        && (answer.message.contains("'roleArn'") || answer.message.contains("ARN is invalid"))
}

/// Returns whether the role denied the call. A denial by a policy of our own does not count, nor one of our session's
/// tags: they say nothing about whom the role trusts.
pub(crate) fn is_denied_by_role(answer: &Answer) -> bool {
    let is_about_us = |cause| matches!(cause, Cause::VendorNotAllowed | Cause::SessionTagsDenied);
    is_denied(answer) && !is_about_us(denied_cause(answer))
}

/// Returns whether the store does not support `If-None-Match` for a PUT. Such a store does not write anything.
pub(crate) fn lacks_conditional_writes(answer: &Answer) -> bool {
    !answer.is_ok()
        && (answer.code.as_deref() == Some("NotImplemented") || answer.http_status == Some(501))
}

pub(crate) fn is_denied(answer: &Answer) -> bool {
    is_error(answer, ErrorKind::AccessDenied)
}

pub(crate) fn is_no_such_bucket(answer: &Answer, signer: Signer) -> bool {
    !answer.is_ok() && error_kind(answer, signer) == Some(ErrorKind::NoSuchBucket)
}

/// Returns whether STS in another region may give a better answer: either the caller's account has not enabled this
/// region, or STS is disabled in it.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html>
pub(crate) fn is_regional(answer: &Answer) -> bool {
    // In a region that the account has not opted in to, STS does not know the account's keys at all.
    is_error(answer, ErrorKind::UnknownKey) || is_error(answer, ErrorKind::StsDisabled)
}

fn is_error(answer: &Answer, kind: ErrorKind) -> bool {
    !answer.is_ok() && error_kind(answer, Signer::Tenant) == Some(kind)
}

/// Returns whether a user has no session because its own policies do not allow `GetFederationToken`. Other denials, such
/// as an explicit deny, have causes of their own.
pub(crate) fn lacks_permission_to_federate(answer: &Answer, cause: Cause) -> bool {
    answer.operation == Operation::GetFederationToken
        && is_denied(answer)
        && cause == Cause::UnknownRefusal
}

/// Returns whether AWS refused the access key itself. Such an answer says nothing about the bucket.
pub(crate) fn is_key_refused(cause: Cause) -> bool {
    matches!(cause, Cause::UnknownAccessKey | Cause::WrongSecret)
}

/// Returns whether a recent change in IAM can explain the cause. IAM is eventually consistent, so AWS may not apply
/// the change everywhere yet.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency>
pub(crate) fn may_be_iam_propagation(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::UnknownAccessKey
            | Cause::RoleNotAssumable
            | Cause::ListDenied
            | Cause::GetDenied
            | Cause::PutDenied
            | Cause::KmsDenied
    )
}

/// Returns whether the answer is a bare "Access Denied". Its reason can be something else than a missing permission,
/// for example a wrong bucket owner or a requester-pays bucket.
pub(crate) fn is_unexplained_denial(answer: &Answer) -> bool {
    is_denied(answer) && answer.denial == Denial::default()
}

/// Returns whether the bucket's policy may require encryption. Such a policy denies explicitly, and AWS does not say
/// which of its conditions failed.
pub(crate) fn may_require_encryption(answer: &Answer) -> bool {
    let denial = &answer.denial;
    let is_resource_policy = denial.explicit && denial.policy == Some(PolicyKind::Resource);
    // The policy of a KMS key is a resource policy too, but encryption headers do not help against it.
    let is_kms_action = |action: &String| action.starts_with("kms:");
    is_unexplained_denial(answer)
        || (is_denied(answer)
            && is_resource_policy
            && !denial.action.as_ref().is_some_and(is_kms_action))
}

/// Returns the status of a step that failed for `cause`. An unknown code is a failure only if the HTTP status blames
/// the request. Otherwise nothing is known about the setup.
pub(crate) fn status(cause: Cause, answer: &Answer) -> StepStatus {
    let blames_request = answer
        .http_status
        .is_some_and(|status| (400..500).contains(&status));
    if cause == Cause::UnknownRefusal && !blames_request {
        StepStatus::Undetermined
    } else {
        cause.status()
    }
}

/// Returns whether the request went to the wrong region for the bucket. The SDK does not follow such redirects.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html>
pub(crate) fn is_wrong_region(answer: &Answer) -> bool {
    is_error(answer, ErrorKind::WrongRegion)
}

/// Returns the success that an error code proves. AWS sends these errors only after it has found the call to be
/// allowed.
pub(crate) fn success_despite_error(operation: Operation, code: Option<&str>) -> Option<Success> {
    match (operation, code?) {
        // An empty object has no first byte.
        (Operation::GetObject, "InvalidRange") => Some(Success::EmptyObject),
        // An object that was deleted after it was listed would be a 403 without the permission to read it.
        (Operation::GetObject, "NoSuchKey") => Some(Success::MissingObject),
        (Operation::GetObject, "InvalidObjectState") => Some(Success::ArchivedObject),
        // `If-None-Match: *` found the marker of an earlier check, or of one that runs at the same time.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        (Operation::PutObject, "PreconditionFailed" | "ConditionalRequestConflict") => {
            Some(Success::MarkerExists)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_one_meaning() {
        let all: Vec<&str> = CODES
            .iter()
            .flat_map(|(_, codes)| codes.iter().copied())
            .collect();
        for (at, code) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(code), "{code}");
        }
    }

    #[test]
    fn recognizes_only_the_quarantine_policies_of_aws() {
        for (arn, expected) in [
            ("arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine", true),
            (
                "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2",
                true,
            ),
            (
                "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
                true,
            ),
            (
                "arn:aws-cn:iam::aws:policy/AWSCompromisedKeyQuarantineV9",
                true,
            ),
            (
                "arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantineV3",
                false,
            ),
            ("arn:aws:iam::aws:policy/AWSDenyAll", false),
            ("", false),
        ] {
            assert_eq!(is_quarantine_policy(arn), expected, "{arn}");
        }
    }

    #[test]
    fn finds_mfa_in_the_name_of_a_policy_only() {
        for (arn, expected) in [
            ("arn:aws:iam::111122223333:policy/ForceMFA", true),
            ("arn:aws:iam::111122223333:policy/team/require-mfa", true),
            ("arn:aws:iam::111122223333:policy/enforce_mfa_2026", true),
            ("arn:aws:iam::111122223333:policy/DenyWithoutMfa", true),
            ("arn:aws:iam::111122223333:policy/mfa/no-writes", false),
            ("arn:aws:iam::111122223333:policy/comfast-writers", false),
            (
                "arn:aws:organizations::1:policy/o-1/service_control_policy/p-amfab1",
                false,
            ),
            ("", false),
        ] {
            assert_eq!(has_mfa_in_name(arn), expected, "{arn}");
        }
    }
}
