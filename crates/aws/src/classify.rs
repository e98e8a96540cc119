//! What AWS's answers mean: the one place that knows its codes.
//!
//! By code first, then by header, then by message. A new kind of refusal is a line in [`CODES`], or, where
//! a code has several meanings, a line in [`denied`]; its words belong to `domain::Cause`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>,
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

mod denial;

use crate::answer::{Answer, Failure, Good, Operation};
use domain::{Cause, Denial, PolicyKind, Status};

/// What a code says, whoever signed the call and whatever it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    KeyUnknown,
    SecretWrong,
    /// The credentials ended or lack their token.
    SessionOver,
    StsOff,
    Denied,
    NoBucket,
    Elsewhere,
    Suspended,
    KmsUnusable,
    ClockSkew,
    /// The request itself is at fault, and we made it.
    BadRequest,
    Throttled,
    TimedOut,
    ServerError,
}

const CODES: [(Meaning, &[&str]); 13] = [
    (
        Meaning::KeyUnknown,
        &[
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
        ],
    ),
    (Meaning::SecretWrong, &["SignatureDoesNotMatch"]),
    (
        Meaning::SessionOver,
        &[
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "TokenRefreshRequired",
            "MissingAuthenticationToken",
        ],
    ),
    (Meaning::StsOff, &["RegionDisabledException"]),
    (Meaning::Denied, &["AccessDenied", "AccessDeniedException"]),
    (Meaning::NoBucket, &["NoSuchBucket"]),
    (
        Meaning::Elsewhere,
        &[
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
        ],
    ),
    (
        Meaning::Suspended,
        &[
            "AllAccessDisabled",
            "AccountProblem",
            "NotSignedUp",
            "OptInRequired",
        ],
    ),
    (
        Meaning::ClockSkew,
        &["RequestTimeTooSkewed", "RequestExpired"],
    ),
    (
        Meaning::BadRequest,
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
        Meaning::Throttled,
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
        Meaning::TimedOut,
        &["RequestTimeout", "RequestTimeoutException"],
    ),
    (
        Meaning::ServerError,
        &[
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "OperationAborted",
            "ServiceUnavailable",
        ],
    ),
];

/// Who signed a call, and for whom: the same code is the tenant's mistake or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signer {
    Vendor,
    /// The tenant's keys, or the session their role gave us.
    Tenant,
    /// The tenant's keys, at a store of another make than AWS.
    TenantElsewhere,
}

/// Why a call failed. Only asked of answers that are not good.
pub(crate) fn cause(answer: &Answer, signer: Signer) -> Cause {
    match answer.result {
        Err(Failure::TimedOut) => return Cause::Timeout,
        Err(Failure::NoAddress) => return Cause::DnsFailure,
        Err(Failure::NoTls) => return Cause::TlsFailure,
        Err(Failure::Unreachable) => return Cause::Unreachable,
        Err(Failure::Cut) => return Cause::ConnectionLost,
        Err(Failure::TooLarge) if signer == Signer::TenantElsewhere => return Cause::NotS3,
        Err(Failure::TooLarge) => return Cause::BadAnswer,
        // A tenant's key is always there to sign with.
        Err(Failure::NotSent) => return Cause::VendorCredentials,
        Err(Failure::Refused | Failure::Garbled) | Ok(_) => {}
    }
    let Some(meaning) = meaning(answer, signer) else {
        return nameless(answer, signer);
    };
    match (meaning, signer) {
        (Meaning::KeyUnknown | Meaning::SecretWrong | Meaning::SessionOver, Signer::Vendor) => {
            Cause::VendorCredentials
        }
        (Meaning::KeyUnknown, _) => Cause::UnknownAccessKey,
        (Meaning::SecretWrong, _) => Cause::WrongSecret,
        (Meaning::SessionOver, _) => Cause::SessionExpired,
        (Meaning::StsOff, _) => Cause::RegionDisabled,
        (Meaning::Denied, _) => denied(answer),
        (Meaning::NoBucket, _) => Cause::BucketNotFound,
        (Meaning::Elsewhere, _) => Cause::WrongRegion,
        (Meaning::Suspended, _) => Cause::AccountSuspended,
        (Meaning::KmsUnusable, _) => Cause::KmsKeyUnusable,
        (Meaning::ClockSkew, _) => Cause::ClockSkew,
        (Meaning::BadRequest, _) if blames_the_role(answer) => Cause::InvalidRoleArn,
        (Meaning::BadRequest, _) => Cause::BadRequest,
        (Meaning::Throttled, _) => Cause::Throttled,
        (Meaning::TimedOut, _) => Cause::Timeout,
        (Meaning::ServerError, _) => Cause::ServerError,
    }
}

/// An answer without a code, or with one that nobody knows.
fn nameless(answer: &Answer, signer: Signer) -> Cause {
    let from_aws = answer.is_signed_by_aws();
    let refused = answer.http_status.is_some_and(|status| status >= 300);
    if answer.code.is_some() || (from_aws && refused) {
        Cause::UnknownRefusal
    } else if signer == Signer::TenantElsewhere && !from_aws {
        Cause::NotS3
    } else {
        Cause::BadAnswer
    }
}

fn meaning(answer: &Answer, signer: Signer) -> Option<Meaning> {
    let code = answer.code.as_deref().unwrap_or_default();
    // STS says so of a clock that differs.
    let by_the_clock = ["Signature expired", "Signature not yet current"];
    if by_the_clock
        .iter()
        .any(|words| answer.message.starts_with(words))
    {
        return Some(Meaning::ClockSkew);
    }
    meaning_of_code(code).or_else(|| meaning_of_status(answer, signer))
}

pub(crate) fn meaning_of_code(code: &str) -> Option<Meaning> {
    CODES
        .iter()
        .find(|(_, codes)| codes.contains(&code))
        .map(|(meaning, _)| *meaning)
        .or_else(|| code.starts_with("KMS.").then_some(Meaning::KmsUnusable))
}

/// HEAD's answers have no body, hence no code, and proxies have codes of their own.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>
fn meaning_of_status(answer: &Answer, signer: Signer) -> Option<Meaning> {
    // Anything may answer 404 at an address that a tenant typed.
    let believed = signer != Signer::TenantElsewhere || answer.is_signed_by_aws();
    match (answer.http_status?, answer.operation) {
        (429, _) => Some(Meaning::Throttled),
        (500.., _) => Some(Meaning::ServerError),
        (404, Operation::HeadBucket) if believed => Some(Meaning::NoBucket),
        _ => None,
    }
}

/// One code, many reasons: the message tells them apart, where it says anything.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
fn denied(answer: &Answer) -> Cause {
    let Denial {
        action,
        policy,
        explicit,
        ..
    } = denial(answer);
    // To read what a key has encrypted, S3 asks KMS, and tells of its refusal in words of its own.
    let of_a_key = action.is_some_and(|action| action.starts_with("kms:"))
        || answer.message.contains("customer master key");
    let assuming = answer.operation == Operation::AssumeRole;
    match policy {
        // It stands between us and AWS, whoever signed.
        Some(PolicyKind::VpcEndpoint) => Cause::VendorNotAllowed,
        Some(
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl,
        ) if assuming => Cause::VendorNotAllowed,
        _ if assuming && answer.message.contains("by root accounts") => Cause::VendorNotAllowed,
        _ if explicit => Cause::ExplicitDeny,
        Some(
            PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl
            | PolicyKind::ResourceControl,
        ) => Cause::LimitedByPolicy,
        _ if of_a_key => Cause::KmsDenied,
        Some(PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust) | None => {
            match answer.operation {
                Operation::AssumeRole => Cause::RoleNotAssumable,
                Operation::HeadBucket | Operation::ListObjectsV2 => Cause::ListDenied,
                Operation::GetObject => Cause::GetDenied,
                Operation::PutObject => Cause::PutDenied,
                Operation::GetCallerIdentity | Operation::DeleteObject | Operation::ListBuckets => {
                    Cause::UnknownRefusal
                }
            }
        }
    }
}

pub(crate) fn denial(answer: &Answer) -> Denial {
    denial::denial(&answer.message)
}

fn blames_the_role(answer: &Answer) -> bool {
    answer.operation == Operation::AssumeRole
        && (answer.message.contains("'roleArn'") || answer.message.contains("ARN is invalid"))
}

/// AWS said plainly that this caller may not, and the refusal is the role's, not our own identity's.
pub(crate) fn is_denied_by_role(answer: &Answer) -> bool {
    is_denied(answer) && denied(answer) != Cause::VendorNotAllowed
}

pub(crate) fn is_denied(answer: &Answer) -> bool {
    says(answer, Meaning::Denied)
}

pub(crate) fn is_no_bucket(answer: &Answer, signer: Signer) -> bool {
    !answer.is_ok() && meaning(answer, signer) == Some(Meaning::NoBucket)
}

/// Another region may know better: the caller's account has not enabled this one, or has STS switched off.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html>
pub(crate) fn is_regional(answer: &Answer) -> bool {
    says(answer, Meaning::KeyUnknown) || says(answer, Meaning::StsOff)
}

fn says(answer: &Answer, what: Meaning) -> bool {
    !answer.is_ok() && meaning(answer, Signer::Tenant) == Some(what)
}

/// The key itself was refused, so nothing was said about the bucket.
pub(crate) fn is_credentials(cause: Cause) -> bool {
    matches!(cause, Cause::UnknownAccessKey | Cause::WrongSecret)
}

/// A change made in IAM a moment ago explains such a refusal: AWS does not know it everywhere yet.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency>
pub(crate) fn may_be_spreading(cause: Cause) -> bool {
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

/// “Access Denied” and no more, behind which other things than a missing permission may be.
pub(crate) fn is_in_doubt(answer: &Answer) -> bool {
    is_denied(answer) && denial(answer) == Denial::default()
}

/// A bucket's policy that asks for encryption says no more than that it denies.
pub(crate) fn may_ask_for_encryption(answer: &Answer) -> bool {
    let denial = denial(answer);
    let of_the_bucket = denial.explicit && denial.policy == Some(PolicyKind::Resource);
    let of_a_key = |action: &String| action.starts_with("kms:");
    is_in_doubt(answer)
        || (is_denied(answer) && of_the_bucket && !denial.action.as_ref().is_some_and(of_a_key))
}

/// A code nobody knows is a failure only when AWS says the request was at fault.
pub(crate) fn status(cause: Cause, answer: &Answer) -> Status {
    let clear = answer
        .http_status
        .is_some_and(|status| (400..500).contains(&status));
    if cause == Cause::UnknownRefusal && !clear {
        Status::Undetermined
    } else {
        cause.status()
    }
}

/// Sent to a region where the bucket is not. The SDK does not follow.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html>
pub(crate) fn is_wrong_region(answer: &Answer) -> bool {
    says(answer, Meaning::Elsewhere)
}

/// Refusals that can only come after AWS found the call to be allowed.
pub(crate) fn proves_access(operation: Operation, code: Option<&str>) -> Option<Good> {
    match (operation, code?) {
        // An empty object has no first byte; and one that is gone since it was listed would have been a 403
        // to someone without the right to read it.
        (Operation::GetObject, "InvalidRange" | "NoSuchKey") => Some(Good::Done),
        (Operation::GetObject, "InvalidObjectState") => Some(Good::Archived),
        // `If-None-Match: *` found the marker of an earlier check, or of one that runs at this moment.
        // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
        (Operation::PutObject, "PreconditionFailed" | "ConditionalRequestConflict") => {
            Some(Good::AlreadyThere)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_has_two_meanings() {
        let all: Vec<&str> = CODES
            .iter()
            .flat_map(|(_, codes)| codes.iter().copied())
            .collect();
        for (at, code) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(code), "{code}");
        }
    }
}
