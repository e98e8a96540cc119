//! Our own identity: the principal that tenants name in their trust policies.

use crate::answer::{Answer, Operation, Success};
use crate::classify::{self, Signer};
use crate::response_recorder::ResponseRecorder;
use crate::response_text::{max_length, sanitize};
use crate::sdk_call::call_aws;
use crate::sdk_clients::Aws;
use crate::sts::StsClients;
use domain::{AccountId, Cause, Partition, PrincipalArn};

/// Why our own identity is unknown.
#[derive(Debug, thiserror::Error)]
pub enum CallerIdentityError {
    /// STS did not return an identity. The cause tells apart credentials that do not work and an STS that does not
    /// answer.
    #[error("AWS did not return our identity ({cause:?}{})", code.as_ref().map(|code| format!(", code {code}")).unwrap_or_default())]
    Refused { cause: Cause, code: Option<String> },
    #[error("{arn} is an identity that no trust policy can name: {detail}")]
    NotAPrincipal { arn: String, detail: String },
}

impl Aws {
    /// Returns the identity of the credentials in the SDK's configuration.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    ///
    /// # Errors
    /// - Returns [`CallerIdentityError::Refused`] if STS cannot be reached or refuses our credentials.
    /// - Returns [`CallerIdentityError::NotAPrincipal`] if a trust policy cannot name the identity.
    pub async fn caller_identity(&self) -> Result<PrincipalArn, CallerIdentityError> {
        // Without a configured region, the partition is unknown too. `aws` is the most likely one.
        let region = self
            .home_region()
            .unwrap_or_else(|| self.home_region_in(Partition::Aws));
        let answer = get_caller_identity(&StsClients::new(self, &region, None)).await;
        match answer.result {
            Ok(Success::CallerIdentity { arn, .. }) => {
                PrincipalArn::parse(&arn).map_err(|refusal| CallerIdentityError::NotAPrincipal {
                    arn,
                    detail: refusal.to_string(),
                })
            }
            _ => Err(CallerIdentityError::Refused {
                cause: classify::cause(&answer, Signer::Vendor),
                code: answer.code,
            }),
        }
    }
}

pub(crate) async fn get_caller_identity(sts: &StsClients) -> Answer {
    sts.call(get_caller_identity_with).await
}

async fn get_caller_identity_with(sts: aws_sdk_sts::Client) -> Answer {
    let recorder = ResponseRecorder::default();
    let call = sts
        .get_caller_identity()
        .customize()
        .interceptor(recorder.clone())
        .send();
    call_aws(Operation::GetCallerIdentity, recorder, call, |output| {
        Ok(Success::CallerIdentity {
            account: output
                .account()
                .and_then(|account| AccountId::parse(account).ok()),
            arn: sanitize(output.arn().unwrap_or_default(), max_length::ARN),
        })
    })
    .await
}
