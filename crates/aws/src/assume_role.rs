//! Assumes a tenant's role: with the tenant's external ID, or in ways that the role must deny.

use crate::answer::{Answer, Operation, Success};
use crate::classify;
use crate::response_recorder::ResponseRecorder;
use crate::sdk_call::call_aws;
use crate::sts::{StsClients, session_credentials};
use domain::policy::SESSION_NAME_PREFIX;
use domain::{ExternalId, TenantId};
use futures::future::join_all;

/// The duration of a probe's session. 15 minutes is the shortest that AWS allows.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(crate) const PROBE_SECONDS: i32 = 900;
/// The duration of a transfer's session. One hour is the default maximum of a role, and also the most that AWS allows
/// if we assume the role from a role of our own (role chaining).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html>
pub(crate) const TRANSFER_SECONDS: i32 = 3_600;

/// Returns the session name, which shows the product and the tenant in the role owner's CloudTrail.
pub(crate) fn session_name(tenant: &TenantId) -> String {
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    name_of_session(tenant, 64)
}

/// Returns a name that shows the product and the tenant, with at most `max` characters.
pub(crate) fn name_of_session(tenant: &TenantId, max: usize) -> String {
    // AWS allows these characters: [\w+=,.@-]
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    let tenant = tenant
        .as_str()
        .chars()
        .map(|c| if is_allowed(c) { c } else { '-' });
    SESSION_NAME_PREFIX
        .chars()
        .chain(tenant)
        .take(max)
        .collect()
}

/// The parameters of an `AssumeRole` call, apart from the external ID.
#[derive(Clone, Debug)]
pub(crate) struct AssumeRoleRequest {
    pub(crate) sts: StsClients,
    pub(crate) arn: String,
    pub(crate) session_name: String,
    pub(crate) duration_seconds: i32,
    /// Narrows the session. Without it, the session has all the rights of the role.
    pub(crate) policy: Option<String>,
}

impl AssumeRoleRequest {
    /// Tries the external IDs one after the other until the role accepts one. Stops at any other error than a denial.
    pub(crate) async fn send_with_any(self, external_ids: Vec<ExternalId>) -> Answer {
        let mut ids = external_ids.into_iter();
        let mut answer = self.send(ids.next()).await;
        for id in ids {
            if !classify::is_denied(&answer) {
                break;
            }
            let elapsed = answer.elapsed;
            answer = self.send(Some(id)).await;
            answer.elapsed += elapsed;
        }
        answer
    }

    /// Sends a request that the role must deny. If AWS gives credentials nevertheless, they are dropped.
    pub(crate) async fn send_expecting_denial(self, external_id: Option<ExternalId>) -> Answer {
        let mut answer = self.send(external_id.clone()).await;
        if answer.is_ok() {
            answer.result = Ok(Success::UnwantedSession { external_id });
        }
        answer
    }

    /// Sends one request for each external ID at the same time. The role must deny them all. Returns the answer that is
    /// the strongest evidence against the role.
    pub(crate) async fn send_each_expecting_denial(self, external_ids: Vec<ExternalId>) -> Answer {
        let calls = external_ids
            .into_iter()
            .map(|id| self.clone().send_expecting_denial(Some(id)));
        let answers = join_all(calls).await;
        // A session is worse than an unclear answer, and an unclear answer is worse than a denial.
        let severity = |answer: &Answer| {
            let is_denied = classify::is_denied_by_role(answer);
            (answer.is_ok(), !is_denied, answer.elapsed)
        };
        match answers.into_iter().max_by_key(severity) {
            Some(answer) => answer,
            // The tenant has no external ID, so there is no similar one to try.
            None => self.send_expecting_denial(None).await,
        }
    }

    async fn send(&self, external_id: Option<ExternalId>) -> Answer {
        self.sts
            .call(|sts| self.send_through(sts, external_id.clone()))
            .await
    }

    async fn send_through(
        &self,
        sts: aws_sdk_sts::Client,
        external_id: Option<ExternalId>,
    ) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = sts
            .assume_role()
            .role_arn(&self.arn)
            .role_session_name(&self.session_name)
            .duration_seconds(self.duration_seconds)
            .set_external_id(external_id.clone().map(String::from))
            .set_policy(self.policy.clone())
            .customize()
            .interceptor(recorder.clone())
            .send();
        call_aws(Operation::AssumeRole, recorder, call, |output| {
            Ok(Success::Session {
                credentials: session_credentials(output.credentials, "tenant role")?,
                external_id,
            })
        })
        .await
    }
}
