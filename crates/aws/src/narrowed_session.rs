//! Temporary credentials of a tenant's role for other programs, narrowed by a session policy.

use crate::answer::Success;
use crate::assume_role::{AssumeRoleRequest, session_name};
use crate::classify::{self, Signer};
use crate::sdk_clients::Aws;
use crate::sts::StsClients;
use domain::{Cause, ExternalId, PolicyDocument, RoleArn, StepStatus, TenantId};
use secrecy::SecretString;
use std::time::UNIX_EPOCH;

/// The longest session policy that AWS accepts, in characters.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
const MAX_POLICY_CHARS: usize = 2_048;

/// What to request of the role.
#[derive(Clone, Debug)]
pub struct NarrowedSessionRequest {
    pub arn: RoleArn,
    /// The external IDs, in the order in which to try them.
    pub external_ids: Vec<ExternalId>,
    /// The tenant, whom the role owner's CloudTrail shows.
    pub tenant: TenantId,
    /// The session is allowed to do what both this policy and the role's policies allow.
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
    Refused(Cause),
    /// It is not known whether the role can be assumed, for example because AWS did not answer.
    Undetermined(Cause),
}

impl Aws {
    /// Assumes a tenant's role for a session that is narrowed by a policy.
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
        let region = self
            .home_region()
            .unwrap_or_else(|| self.home_region_in(request.arn.partition()));
        let assume_role = AssumeRoleRequest {
            sts: StsClients::new(self, &region, None),
            arn: request.arn.as_str().to_owned(),
            session_name: session_name(&request.tenant),
            duration_seconds: request.seconds,
            policy: Some(policy),
        };
        let answer = assume_role.send_with_any(request.external_ids).await;
        if let Ok(Success::Session { credentials, .. }) = &answer.result
            && let Some(token) = credentials.session_token()
            && let Some(expires_at) = credentials.expiry()
        {
            let since_epoch = expires_at.duration_since(UNIX_EPOCH).unwrap_or_default();
            return Ok(NarrowedSession {
                access_key_id: credentials.access_key_id().to_owned(),
                secret_access_key: credentials.secret_access_key().into(),
                session_token: token.into(),
                expires_at: i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX),
            });
        }
        if answer.code.as_deref() == Some("PackedPolicyTooLarge") {
            return Err(NarrowedSessionError::PolicyTooLarge);
        }
        let cause = if answer.is_ok() {
            Cause::BadAnswer
        } else {
            classify::cause(&answer, Signer::Vendor)
        };
        Err(match classify::status(cause, &answer) {
            StepStatus::Undetermined => NarrowedSessionError::Undetermined(cause),
            _ => NarrowedSessionError::Refused(cause),
        })
    }
}
