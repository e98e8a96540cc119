//! Requests a session of a tenant's user for a key that a tenant entered.

use crate::answer::{Answer, Operation, Success};
use crate::assume_role::name_of_session;
use crate::failure::Failure;
use crate::response_recorder::ResponseRecorder;
use crate::sdk_call::call_aws;
use crate::sts::StsClients;
use aws_sdk_s3::config::Credentials;
use domain::TenantId;
use std::time::SystemTime;

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
            let session = output.credentials.ok_or(Failure::InvalidResponse)?;
            let credentials = Credentials::new(
                session.access_key_id,
                session.secret_access_key,
                Some(session.session_token),
                SystemTime::try_from(session.expiration).ok(),
                "tenant user",
            );
            Ok(Success::Session {
                credentials,
                external_id: None,
            })
        })
        .await
    }
}
