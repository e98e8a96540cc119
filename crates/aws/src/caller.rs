//! Who we are: the principal that tenants name in their trust policies.

use crate::answer::{Answer, Ear, Good, Operation, ask, tame};
use crate::classify::{self, Signer};
use crate::clients::Aws;
use crate::sts::Sts;
use domain::{AccountId, Cause, Partition, PrincipalArn};

const LONGEST_ARN: usize = 2_048;

/// Why our own identity is not known.
#[derive(Debug, thiserror::Error)]
pub enum CallerError {
    /// STS did not say. The cause tells credentials that do not work from an STS that could not be asked.
    #[error("AWS did not say who we are ({cause:?}{})", code.as_ref().map(|code| format!(", code {code}")).unwrap_or_default())]
    Refused { cause: Cause, code: Option<String> },
    #[error("{arn} is an identity that no trust policy can name: {detail}")]
    NotAPrincipal { arn: String, detail: String },
}

impl Aws {
    /// Asks STS whose credentials the SDK's configuration holds.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    ///
    /// # Errors
    /// When STS cannot be asked, refuses our credentials, or names an identity that cannot be a principal.
    pub async fn caller(&self) -> Result<PrincipalArn, CallerError> {
        let region = self.home().unwrap_or_else(|| self.home_in(Partition::Aws));
        let answer = get_caller_identity(&Sts::new(self, &region, None)).await;
        match answer.result {
            Ok(Good::Caller { arn, .. }) => {
                PrincipalArn::parse(&arn).map_err(|refusal| CallerError::NotAPrincipal {
                    arn,
                    detail: refusal.to_string(),
                })
            }
            _ => Err(CallerError::Refused {
                cause: classify::cause(&answer, Signer::Vendor),
                code: answer.code,
            }),
        }
    }
}

pub(crate) async fn get_caller_identity(sts: &Sts) -> Answer {
    sts.ask(ask_who).await
}

async fn ask_who(sts: aws_sdk_sts::Client) -> Answer {
    let ear = Ear::default();
    let call = sts
        .get_caller_identity()
        .customize()
        .interceptor(ear.clone())
        .send();
    ask(Operation::GetCallerIdentity, ear, call, |output| {
        Ok(Good::Caller {
            account: output
                .account()
                .and_then(|account| AccountId::parse(account).ok()),
            arn: tame(output.arn().unwrap_or_default(), LONGEST_ARN),
        })
    })
    .await
}
