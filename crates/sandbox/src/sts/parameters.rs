//! The parameters that several operations of STS have.

use std::ops::RangeInclusive;

use time::Duration;

use crate::policy::IdentityPolicy;

use super::query_form::QueryForm;
use super::sts_error::StsError;

const MAX_SESSION_POLICY_CHARS: usize = 2048;

/// Returns a parameter that the operation needs.
///
/// # Errors
/// Returns `ValidationError` if it is missing or empty.
pub fn required<'a>(form: &'a QueryForm, name: &str) -> Result<&'a str, StsError> {
    let value = form.get(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| StsError::missing_parameter(name))
}

/// Returns the parameter `DurationSeconds`, or the default if there is none.
///
/// # Errors
/// Returns `ValidationError` if it is no number in `range`.
pub fn duration(
    form: &QueryForm,
    default: i64,
    range: RangeInclusive<i64>,
) -> Result<Duration, StsError> {
    let text = form.get("DurationSeconds");
    let seconds = text.map_or(Some(default), |text| text.parse().ok());
    let seconds = seconds.filter(|seconds| range.contains(seconds));
    seconds.map(Duration::seconds).ok_or_else(|| {
        StsError::constraint_violation(
            text.unwrap_or_default(),
            "DurationSeconds",
            &format!("a whole number from {} to {}", range.start(), range.end()),
        )
    })
}

/// Returns the parameter `Policy`, which narrows the session.
///
/// # Errors
/// Returns `PackedPolicyTooLarge` or `MalformedPolicyDocument` if the policy is not valid.
pub fn session_policy(form: &QueryForm) -> Result<Option<IdentityPolicy>, StsError> {
    let Some(text) = form.get("Policy") else {
        return Ok(None);
    };
    if text.chars().count() > MAX_SESSION_POLICY_CHARS {
        return Err(StsError::policy_too_large());
    }
    let policy = IdentityPolicy::parse(text);
    policy
        .map(Some)
        .map_err(|error| StsError::malformed_policy(error.to_string()))
}
