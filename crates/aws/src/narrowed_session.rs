//! Temporary credentials of a tenant's role or user for other programs, narrowed by a session policy.

use crate::answer::{Answer, Success};
use crate::assume_role::{AssumeRoleRequest, session_name};
use crate::classify::{self, Signer};
use crate::federation_token::FederationTokenRequest;
use crate::sdk_clients::Aws;
use crate::sts::StsClients;
use aws_sdk_s3::config::Credentials;
use domain::{Access, Cause, ExternalId, Partition, PolicyDocument, StepStatus, TenantId};
use secrecy::SecretString;
use std::time::UNIX_EPOCH;

/// The longest session policy that AWS accepts, in characters.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
const MAX_POLICY_CHARS: usize = 2_048;

/// What to request.
#[derive(Clone, Debug)]
pub struct NarrowedSessionRequest {
    /// The role to assume, or the user to ask for a session.
    pub access: Access,
    /// The external IDs of a role, in the order in which to try them.
    pub external_ids: Vec<ExternalId>,
    /// The partition of the role or user.
    pub partition: Partition,
    /// The tenant, whom CloudTrail shows.
    pub tenant: TenantId,
    /// The session is allowed to do what both this policy and the policies of the role or user allow.
    pub policy: PolicyDocument,
    pub seconds: i32,
}

/// Temporary credentials. Never store or log them.
#[derive(Clone, Debug)]
pub struct NarrowedSession {
    pub access_key_id: String,
    pub secret_access_key: SecretString,
    pub session_token: SecretString,
    /// When they end, in Unix milliseconds.
    pub expires_at: i64,
}

/// Why there are no credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NarrowedSessionError {
    /// The policy is longer than AWS accepts.
    PolicyTooLarge,
    /// No policy allows the user to call `GetFederationToken`.
    FederationDenied,
    Refused(Cause),
    /// It is not known whether AWS gives credentials, for example because it did not answer.
    Undetermined(Cause),
}

impl Aws {
    /// Requests a session that is narrowed by a policy: of a tenant's role by `AssumeRole`, of a tenant's user by
    /// `GetFederationToken`.
    ///
    /// # Errors
    /// Returns an error if AWS gives no credentials.
    pub async fn narrowed_session(
        &self,
        request: NarrowedSessionRequest,
    ) -> Result<NarrowedSession, NarrowedSessionError> {
        let policy = request.policy.to_compact_json();
        if policy.chars().count() > MAX_POLICY_CHARS {
            return Err(NarrowedSessionError::PolicyTooLarge);
        }
        let (answer, signer) = match request.access {
            Access::Role { arn } => {
                let region = self
                    .home_region()
                    .unwrap_or_else(|| self.home_region_in(request.partition));
                let assume_role = AssumeRoleRequest {
                    sts: StsClients::new(self, &region, None),
                    arn: arn.as_str().to_owned(),
                    session_name: session_name(&request.tenant),
                    duration_seconds: request.seconds,
                    policy: Some(policy),
                };
                let answer = assume_role.send_with_any(request.external_ids).await;
                (answer, Signer::Vendor)
            }
            Access::Keys { id, secret } => {
                let keys =
                    Credentials::new(id.as_str(), secret.expose(), None, None, "tenant keys");
                let region = self.home_region_in(request.partition);
                let sts = StsClients::new(self, &region, Some(&keys));
                let (tenant, seconds) = (&request.tenant, request.seconds);
                let token = FederationTokenRequest::new(sts, tenant, seconds, policy);
                (token.send().await, Signer::Tenant)
            }
        };
        session_of(&answer).ok_or_else(|| error_of(&answer, signer))
    }
}

fn session_of(answer: &Answer) -> Option<NarrowedSession> {
    let Ok(Success::Session { credentials, .. }) = &answer.result else {
        return None;
    };
    let expires_at = credentials.expiry()?.duration_since(UNIX_EPOCH);
    let expires_at = expires_at.unwrap_or_default().as_millis();
    Some(NarrowedSession {
        access_key_id: credentials.access_key_id().to_owned(),
        secret_access_key: credentials.secret_access_key().into(),
        session_token: credentials.session_token()?.into(),
        expires_at: i64::try_from(expires_at).unwrap_or(i64::MAX),
    })
}

fn error_of(answer: &Answer, signer: Signer) -> NarrowedSessionError {
    if answer.code.as_deref() == Some("PackedPolicyTooLarge") {
        return NarrowedSessionError::PolicyTooLarge;
    }
    let cause = if answer.is_ok() {
        Cause::BadAnswer
    } else {
        classify::cause(answer, signer)
    };
    if classify::lacks_permission_to_federate(answer, cause) {
        return NarrowedSessionError::FederationDenied;
    }
    match classify::status(cause, answer) {
        StepStatus::Undetermined => NarrowedSessionError::Undetermined(cause),
        _ => NarrowedSessionError::Refused(cause),
    }
}
