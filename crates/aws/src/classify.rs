//! What AWS's answers mean: the one place that knows its codes.
//!
//! By code first, then by header, then by message. A new kind of refusal is a line in [`CODES`], or, where
//! a code has several meanings, a line in [`denied`]; its words belong to `domain::Cause`.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>,
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

use crate::answer::{Answer, Failure, Good, Operation};
use domain::{Cause, Status};

/// What a code says, whoever signed the call and whatever it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    KeyUnknown,
    SecretWrong,
    /// The credentials ended or lack their token.
    SessionOver,
    Denied,
    NoBucket,
    ClockSkew,
    Throttled,
    TimedOut,
    ServerError,
}

const CODES: [(Meaning, &[&str]); 9] = [
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
            "MissingAuthenticationToken",
        ],
    ),
    (Meaning::Denied, &["AccessDenied", "AccessDeniedException"]),
    (Meaning::NoBucket, &["NoSuchBucket"]),
    (
        Meaning::ClockSkew,
        &["RequestTimeTooSkewed", "RequestExpired"],
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
            "ServiceUnavailable",
        ],
    ),
];

/// Whose credentials signed a call: the same code is the tenant's mistake or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signer {
    Vendor,
    /// The tenant's keys, or the session their role gave us.
    Tenant,
}

/// Why a call failed. Only asked of answers that are not good.
pub(crate) fn cause(answer: &Answer, vendor_signed: bool) -> Cause {
    let signer = if vendor_signed {
        Signer::Vendor
    } else {
        Signer::Tenant
    };
    match answer.result {
        Err(Failure::TimedOut) => return Cause::Timeout,
        Err(Failure::Unreachable) => return Cause::Unreachable,
        Err(Failure::NotSent) if signer == Signer::Vendor => return Cause::VendorCredentials,
        Err(Failure::NotSent | Failure::Refused | Failure::Garbled) | Ok(_) => {}
    }
    match (meaning(answer), signer) {
        (
            Some(Meaning::KeyUnknown | Meaning::SecretWrong | Meaning::SessionOver),
            Signer::Vendor,
        ) => Cause::VendorCredentials,
        (Some(Meaning::KeyUnknown), Signer::Tenant) => Cause::UnknownAccessKey,
        (Some(Meaning::SecretWrong), Signer::Tenant) => Cause::WrongSecret,
        (Some(Meaning::Denied), _) => denied(answer),
        (Some(Meaning::NoBucket), _) => Cause::BucketNotFound,
        (Some(Meaning::ClockSkew), _) => Cause::ClockSkew,
        (Some(Meaning::Throttled), _) => Cause::Throttled,
        (Some(Meaning::TimedOut), _) => Cause::Timeout,
        (Some(Meaning::ServerError), _) => Cause::ServerError,
        (Some(Meaning::SessionOver), Signer::Tenant) | (None, _) => Cause::UnknownRefusal,
    }
}

fn meaning(answer: &Answer) -> Option<Meaning> {
    let code = answer.code.as_deref().unwrap_or_default();
    CODES
        .iter()
        .find(|(_, codes)| codes.contains(&code))
        .map(|(meaning, _)| *meaning)
        .or_else(|| meaning_of_status(answer))
}

/// HEAD's answers have no body, hence no code, and proxies have codes of their own.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>
fn meaning_of_status(answer: &Answer) -> Option<Meaning> {
    match (answer.http_status?, answer.operation) {
        (429, _) => Some(Meaning::Throttled),
        (500.., _) => Some(Meaning::ServerError),
        (404, Operation::HeadBucket) => Some(Meaning::NoBucket),
        (403, Operation::HeadBucket) => Some(Meaning::Denied),
        _ => None,
    }
}

/// One code, many reasons. Still to come, by the message: explicit denies by kind of policy, KMS keys,
/// required encryption, requester pays, the wrong owner.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
fn denied(answer: &Answer) -> Cause {
    match answer.operation {
        Operation::AssumeRole if ours_to_allow(answer) => Cause::VendorNotAllowed,
        Operation::AssumeRole => Cause::RoleNotAssumable,
        Operation::HeadBucket | Operation::ListObjectsV2 => Cause::ListDenied,
        Operation::GetObject => Cause::GetDenied,
        Operation::PutObject => Cause::PutDenied,
        Operation::GetCallerIdentity | Operation::DeleteObject => Cause::UnknownRefusal,
    }
}

/// Our own identity lacks `sts:AssumeRole`: the role was not even looked at.
fn ours_to_allow(answer: &Answer) -> bool {
    answer
        .message
        .contains("no identity-based policy allows the sts:AssumeRole action")
}

/// AWS said plainly that this caller may not, and the refusal is the role's, not our own identity's.
pub(crate) fn is_denied_by_role(answer: &Answer) -> bool {
    !answer.is_ok() && meaning(answer) == Some(Meaning::Denied) && !ours_to_allow(answer)
}

pub(crate) fn is_denied(answer: &Answer) -> bool {
    !answer.is_ok() && meaning(answer) == Some(Meaning::Denied)
}

pub(crate) fn is_no_bucket(answer: &Answer) -> bool {
    !answer.is_ok() && meaning(answer) == Some(Meaning::NoBucket)
}

/// The key itself was refused, so nothing was said about the bucket.
pub(crate) fn is_credentials(cause: Cause) -> bool {
    matches!(cause, Cause::UnknownAccessKey | Cause::WrongSecret)
}

/// A code nobody knows is a failure only when AWS says the request was at fault.
pub(crate) fn status(cause: Cause, answer: &Answer) -> Status {
    let clear = answer
        .http_status
        .is_some_and(|status| (400..500).contains(&status));
    if cause.is_undetermined() || (cause == Cause::UnknownRefusal && !clear) {
        Status::Undetermined
    } else {
        Status::Failed
    }
}

/// Sent to a region where the bucket is not. The SDK does not follow.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html>
pub(crate) fn is_wrong_region(answer: &Answer) -> bool {
    let by_code = matches!(
        answer.code.as_deref(),
        Some(
            "PermanentRedirect"
                | "TemporaryRedirect"
                | "AuthorizationHeaderMalformed"
                | "IllegalLocationConstraintException"
        )
    );
    let by_status = match answer.http_status {
        Some(301 | 307) => true,
        Some(400) => answer.operation == Operation::HeadBucket,
        _ => false,
    };
    !answer.is_ok() && (by_code || by_status)
}

/// Refusals that can only come after AWS found the call to be allowed.
pub(crate) fn proves_access(
    operation: Operation,
    status: Option<u16>,
    code: Option<&str>,
) -> Option<Good> {
    match (operation, status, code) {
        // An empty object has no first byte; and one that is gone since the List would have been a 403
        // to someone without the right to read it.
        (Operation::GetObject, Some(416), _) | (Operation::GetObject, _, Some("NoSuchKey")) => {
            Some(Good::Done)
        }
        (Operation::GetObject, _, Some("InvalidObjectState")) => Some(Good::Archived),
        // `If-None-Match: *` found the marker of an earlier check, or of one that runs at this moment.
        // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
        (Operation::PutObject, Some(412), _)
        | (Operation::PutObject, _, Some("ConditionalRequestConflict")) => Some(Good::AlreadyThere),
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
