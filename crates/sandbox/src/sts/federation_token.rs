//! `GetFederationToken`: gives a user credentials that can do what both the user's policies and a session policy allow.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>

use s3s::{Body, S3Response};

use crate::cloud::Cloud;
use crate::iam::{Caller, is_iam_name};
use crate::policy::RequestContext;
use crate::principal::Principal;

use super::parameters;
use super::query_form::QueryForm;
use super::sts_error::StsError;
use super::xml;

const ACTION: &str = "sts:GetFederationToken";
/// What `DurationSeconds` can be.
const DURATION_SECONDS: std::ops::RangeInclusive<i64> = 900..=129_600;
const DEFAULT_SECONDS: i64 = 43_200;

/// Answers a `GetFederationToken` request with temporary credentials.
///
/// # Errors
/// - Returns `ValidationError`, `MalformedPolicyDocument` or `PackedPolicyTooLarge` if a parameter is invalid.
/// - Returns `AccessDenied` if the caller is no user, or a user whose policies do not allow it.
pub fn get_federation_token(
    cloud: &Cloud,
    caller: &Caller,
    form: &QueryForm,
) -> Result<S3Response<Body>, StsError> {
    let name = parameters::required(form, "Name")?;
    if !is_iam_name(name, 2..=32) {
        return Err(StsError::constraint_violation(
            name,
            "Name",
            "[\\w+=,.@-]*, with 2 to 32 characters",
        ));
    }
    let duration = parameters::duration(form, DEFAULT_SECONDS, DURATION_SECONDS)?;
    let session_policy = parameters::session_policy(form)?;
    // AWS gives a root user a session too. The sandbox does not, because the product refuses the keys of root users.
    if !matches!(caller.principal, Principal::User { .. }) {
        return Err(StsError::session_credentials("GetFederationToken"));
    }
    let arn = caller.principal.arn();
    let principal = Principal::FederatedUser {
        account: caller.principal.account().to_owned(),
        name: name.to_owned(),
    };
    // The resource is the session itself, so a policy can limit the names.
    let resource = principal.arn();
    caller
        .check_permission(ACTION, &resource, &RequestContext::default())
        .map_err(|denial| StsError::denied(&arn, ACTION, &resource, Some(&denial.reason)))?;
    let federated_user = xml::FederatedUser {
        federated_user_id: principal.user_id(),
        arn: resource,
    };
    let session = cloud
        .sessions
        .create(principal, arn, session_policy, duration)?;
    Ok(xml::success_response(
        &xml::GetFederationTokenResponse::new(xml::GetFederationTokenResult {
            federated_user,
            credentials: xml::Credentials::new(&session),
        }),
    ))
}
