//! `AssumeRole`: checks the caller's policies and the role's trust policy, then creates a session.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use s3s::{Body, S3Response};
use time::Duration;

use crate::cloud::Cloud;
use crate::iam::{Caller, is_iam_name};
use crate::policy::{AccessRequest, Decision, IdentityPolicy, RequestContext};
use crate::principal::Principal;

use super::parameters;
use super::query_form::QueryForm;
use super::sts_error::StsError;
use super::xml;

const ACTION: &str = "sts:AssumeRole";
/// The `MaxSessionDuration` of a role, unless its owner raises it, which the sandbox does not offer. It is also AWS's
/// limit for role chaining, and the duration of a request that has none.
const MAX_SESSION_SECONDS: i64 = 3600;
/// What `DurationSeconds` can be at all.
const DURATION_SECONDS: std::ops::RangeInclusive<i64> = 900..=43_200;

/// The parameters of an `AssumeRole` request.
struct AssumeRoleInput<'a> {
    role_arn: &'a str,
    session_name: &'a str,
    external_id: Option<&'a str>,
    duration: Duration,
    session_policy: Option<IdentityPolicy>,
}

/// Answers an `AssumeRole` request with temporary credentials.
///
/// # Errors
/// - Returns `ValidationError`, `MalformedPolicyDocument` or `PackedPolicyTooLarge` if a parameter is invalid.
/// - Returns `AccessDenied` if the caller's policies or the role's trust policy do not allow it, or if there is no such
///   role.
pub fn assume_role(
    cloud: &Cloud,
    caller: &Caller,
    form: &QueryForm,
) -> Result<S3Response<Body>, StsError> {
    let input = parse_input(form)?;
    if matches!(caller.principal, Principal::FederatedUser { .. }) {
        return Err(StsError::session_credentials("AssumeRole"));
    }
    // AWS refuses root users here, although they are allowed to do everything else in their account.
    if matches!(caller.principal, Principal::Root { .. }) {
        return Err(StsError::denied(
            &caller.principal.arn(),
            ACTION,
            input.role_arn,
            // The words are AWS's.
            Some("Roles may not be assumed by root accounts."),
        ));
    }
    // Role chaining: a session assumes another role.
    let is_chained = matches!(caller.principal, Principal::Session { .. });
    if is_chained && input.duration.whole_seconds() > MAX_SESSION_SECONDS {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    let principal = authorize(cloud, caller, &input)?;
    // After the authorization, so that only those who are allowed to assume the role learn its limit.
    if input.duration.whole_seconds() > MAX_SESSION_SECONDS {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let assumed_role_user = xml::AssumedRoleUser {
        assumed_role_id: principal.user_id(),
        arn: principal.arn(),
    };
    let session = cloud.sessions.create(
        principal,
        input.role_arn.to_owned(),
        input.session_policy,
        input.duration,
    )?;
    Ok(xml::success_response(&xml::AssumeRoleResponse::new(
        xml::AssumeRoleResult {
            assumed_role_user,
            credentials: xml::Credentials::new(&session),
        },
    )))
}

/// Checks that both sides allow the request: the policies of the caller, and the trust policy of the role. Returns the
/// principal of the new session.
fn authorize(
    cloud: &Cloud,
    caller: &Caller,
    input: &AssumeRoleInput<'_>,
) -> Result<Principal, StsError> {
    let arn = caller.principal.arn();
    let context = RequestContext::default()
        .with("sts:externalid", input.external_id)
        .with("sts:rolesessionname", Some(input.session_name));
    caller
        .check_permission(ACTION, input.role_arn, &context)
        .map_err(|denial| StsError::denied(&arn, ACTION, input.role_arn, Some(&denial.reason)))?;

    let directory = cloud.directory();
    let role = directory.roles.get(input.role_arn);
    let context = context.with_principal(&caller.principal);
    let request = AccessRequest {
        action: ACTION,
        resource: input.role_arn,
        context: &context,
    };
    match role {
        Some(role) if role.trust.decide(&caller.principal, &request) == Decision::Allowed => {
            Ok(Principal::Session {
                account: role.account.clone(),
                role: role.name.clone(),
                role_id: role.id.clone(),
                name: input.session_name.to_owned(),
            })
        }
        // A missing role gets the same answer, so that nobody can find out which roles exist.
        _ => Err(StsError::denied(&arn, ACTION, input.role_arn, None)),
    }
}

fn parse_input(form: &QueryForm) -> Result<AssumeRoleInput<'_>, StsError> {
    let role_arn = parameters::required(form, "RoleArn")?;
    if !is_role_arn(role_arn) {
        return Err(StsError::validation(format!("{role_arn} is invalid")));
    }
    let session_name = parameters::required(form, "RoleSessionName")?;
    if !is_iam_name(session_name, 2..=64) {
        return Err(StsError::constraint_violation(
            session_name,
            "RoleSessionName",
            "[\\w+=,.@-]*, with 2 to 64 characters",
        ));
    }
    let external_id = form.get("ExternalId");
    if let Some(id) = external_id.filter(|id| !is_external_id(id)) {
        return Err(StsError::constraint_violation(
            id,
            "ExternalId",
            "[\\w+=,.@:\\/-]*, with 2 to 1224 characters",
        ));
    }
    Ok(AssumeRoleInput {
        role_arn,
        session_name,
        external_id,
        duration: parameters::duration(form, MAX_SESSION_SECONDS, DURATION_SECONDS)?,
        session_policy: parameters::session_policy(form)?,
    })
}

fn is_role_arn(text: &str) -> bool {
    // The partition is `aws`, `aws-cn` or `aws-us-gov`.
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", partition, "iam", "", account, name]
        if partition.starts_with("aws")
            && account.len() == 12
            && account.bytes().all(|b| b.is_ascii_digit())
            && name.strip_prefix("role/").is_some_and(|name| !name.is_empty()))
}

/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters>
fn is_external_id(text: &str) -> bool {
    (2..=1224).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&b))
}
