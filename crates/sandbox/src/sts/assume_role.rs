//! `AssumeRole`: the caller's policies, the role's trust, then a session.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use s3s::{Body, S3Response};
use secrecy::ExposeSecret as _;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::cloud::Cloud;
use crate::iam::{Caller, Principal, is_name};
use crate::policy::{Context, Decision, IdentityPolicy, Request};

use super::{Form, StsError, xml};

const ACTION: &str = "sts:AssumeRole";
/// A role's own limit unless its owner raises it, and the limit of a session got with another session.
const LONGEST: i64 = 3600;
const DURATIONS: std::ops::RangeInclusive<i64> = 900..=43_200;
/// Characters of a session policy.
const LONGEST_POLICY: usize = 2048;

struct Asked<'a> {
    role_arn: &'a str,
    session_name: &'a str,
    external_id: Option<&'a str>,
    lasts: Duration,
    policy: Option<IdentityPolicy>,
}

pub fn assume_role(
    cloud: &Cloud,
    caller: &Caller,
    form: &Form,
) -> Result<S3Response<Body>, StsError> {
    let asked = read(form)?;
    if matches!(caller.principal, Principal::Root { .. }) {
        return Err(StsError::denied(
            &caller.principal.arn(),
            asked.role_arn,
            Some("Roles may not be assumed by root accounts."),
        ));
    }
    let chained = matches!(caller.principal, Principal::Session { .. });
    if chained && asked.lasts.whole_seconds() > LONGEST {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    let principal = admitted(cloud, caller, &asked)?;
    if asked.lasts.whole_seconds() > LONGEST {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let assumed = xml::AssumedRoleUser {
        assumed_role_id: principal.user_id(),
        arn: principal.arn(),
    };
    let session = cloud.sessions.open(
        principal,
        asked.role_arn.to_owned(),
        asked.policy,
        asked.lasts,
    )?;
    let expires = session
        .expires
        .replace_nanosecond(0)
        .unwrap_or(session.expires);
    Ok(xml::answer(&xml::AssumeRoleResponse::new(
        xml::AssumeRoleResult {
            assumed_role_user: assumed,
            credentials: xml::Credentials {
                access_key_id: &session.keys.access_key_id,
                secret_access_key: session.keys.secret_access_key.expose_secret(),
                session_token: session.token.expose_secret(),
                expiration: expires.format(&Rfc3339).unwrap_or_default(),
            },
        },
    )))
}

/// Both sides must agree: the caller's account that it may, the role's owner that it is welcome.
fn admitted(cloud: &Cloud, caller: &Caller, asked: &Asked<'_>) -> Result<Principal, StsError> {
    let arn = caller.principal.arn();
    let context = Context::default()
        .with("sts:externalid", asked.external_id)
        .with("sts:rolesessionname", Some(asked.session_name));
    caller
        .may(ACTION, asked.role_arn, &context)
        .map_err(|denied| StsError::denied(&arn, asked.role_arn, Some(&denied.reason)))?;

    let directory = cloud.directory();
    let role = directory.roles.get(asked.role_arn);
    let context = context
        .with(
            "aws:principalarn",
            Some(&caller.principal.role_arn().unwrap_or_else(|| arn.clone())),
        )
        .with("aws:principalaccount", Some(caller.principal.account()));
    let request = Request {
        action: ACTION,
        resource: asked.role_arn,
        context: &context,
    };
    match role {
        Some(role) if role.trust.decide(&caller.principal, &request) == Decision::Allowed => {
            Ok(Principal::Session {
                account: role.account.clone(),
                role: role.name.clone(),
                role_id: role.id.clone(),
                name: asked.session_name.to_owned(),
            })
        }
        _ => Err(StsError::denied(&arn, asked.role_arn, None)),
    }
}

fn read(form: &Form) -> Result<Asked<'_>, StsError> {
    let required = |name: &str, lower: &str| {
        form.get(name).filter(|value| !value.is_empty()).ok_or_else(|| {
            StsError::validation(format!(
                "1 validation error detected: Value null at '{lower}' failed to satisfy constraint: Member must not \
                 be null"
            ))
        })
    };
    let role_arn = required("RoleArn", "roleArn")?;
    if !is_role_arn(role_arn) {
        return Err(StsError::validation(format!("{role_arn} is invalid")));
    }
    let session_name = required("RoleSessionName", "roleSessionName")?;
    if !is_name(session_name, 2..=64) {
        return Err(constraint(
            session_name,
            "roleSessionName",
            "[\\w+=,.@-]*, with 2 to 64 characters",
        ));
    }
    let external_id = form.get("ExternalId");
    if let Some(id) = external_id.filter(|id| !is_external_id(id)) {
        return Err(constraint(
            id,
            "externalId",
            "[\\w+=,.@:\\/-]*, with 2 to 1224 characters",
        ));
    }
    let seconds = form
        .get("DurationSeconds")
        .map_or(Ok(LONGEST), str::parse::<i64>);
    let seconds = seconds
        .ok()
        .filter(|seconds| DURATIONS.contains(seconds))
        .ok_or_else(|| {
            constraint(
                form.get("DurationSeconds").unwrap_or_default(),
                "durationSeconds",
                "a whole number from 900 to 43200",
            )
        })?;
    let policy = form.get("Policy").map(session_policy).transpose()?;
    Ok(Asked {
        role_arn,
        session_name,
        external_id,
        lasts: Duration::seconds(seconds),
        policy,
    })
}

fn session_policy(text: &str) -> Result<IdentityPolicy, StsError> {
    if text.chars().count() > LONGEST_POLICY {
        return Err(StsError::policy_too_large());
    }
    IdentityPolicy::parse(text).map_err(|e| StsError::malformed_policy(e.to_string()))
}

fn constraint(value: &str, field: &str, rule: &str) -> StsError {
    StsError::validation(format!(
        "1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: {rule}"
    ))
}

fn is_role_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", partition, "iam", "", account, name]
        if partition.starts_with("aws")
            && account.len() == 12
            && account.bytes().all(|b| b.is_ascii_digit())
            && name.strip_prefix("role/").is_some_and(|name| !name.is_empty()))
}

fn is_external_id(text: &str) -> bool {
    (2..=1224).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&b))
}
