//! Requests a session of a tenant's user for a key that a tenant entered.

use crate::answer::{Answer, Operation, Success};
use crate::assume_role::name_of_session;
use crate::response_recorder::ResponseRecorder;
use crate::sdk_call::call_aws;
use crate::sts::{StsClients, session_credentials};
use domain::TenantId;

/// The longest name of a federated user, in characters.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
const MAX_NAME_CHARS: usize = 32;

/// The parameters of a `GetFederationToken` call.
#[derive(Clone, Debug)]
pub(crate) struct FederationTokenRequest {
    /// Signs with the tenant's key.
    pub(crate) sts: StsClients,
    name: String,
    duration_seconds: i32,
    /// Never empty: a session without a policy has no permissions.
    policy: String,
}

impl FederationTokenRequest {
    pub(crate) fn new(
        sts: StsClients,
        tenant: &TenantId,
        duration_seconds: i32,
        policy: String,
    ) -> Self {
        Self {
            sts,
            name: name_of_session(tenant, MAX_NAME_CHARS),
            duration_seconds,
            policy,
        }
    }

    pub(crate) async fn send(&self) -> Answer {
        self.sts.call(|sts| self.send_through(sts)).await
    }

    async fn send_through(&self, sts: aws_sdk_sts::Client) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = sts
            .get_federation_token()
            .name(&self.name)
            .duration_seconds(self.duration_seconds)
            .policy(&self.policy)
            .customize()
            .interceptor(recorder.clone())
            .send();
        call_aws(Operation::GetFederationToken, recorder, call, |output| {
            Ok(Success::Session {
                credentials: session_credentials(output.credentials, "tenant user")?,
                external_id: None,
            })
        })
        .await
    }
}
