//! Assuming a role: with the tenant's external ID, or in vain.

use crate::answer::{Answer, Ear, Failure, Good, Operation, ask};
use crate::classify;
use crate::sts::Sts;
use aws_sdk_s3::config::Credentials;
use domain::{ExternalId, TenantId};
use futures::future::join_all;
use std::time::SystemTime;

/// The shortest session AWS gives. <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(crate) const PROBE_SECONDS: i32 = 900;
/// What every role allows that nobody set to less.
pub(crate) const JOB_SECONDS: i32 = 3_600;

/// Names the product and the tenant in the role owner's `CloudTrail`. At most 64 of `[\w+=,.@-]`.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(crate) fn session_name(tenant: &TenantId) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    let tenant = tenant
        .as_str()
        .chars()
        .map(|c| if allowed(c) { c } else { '-' });
    "s3-connect-".chars().chain(tenant).take(64).collect()
}

/// The role someone asks for, and under which name.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) sts: Sts,
    pub(crate) arn: String,
    pub(crate) session_name: String,
    /// How long the session lasts.
    pub(crate) seconds: i32,
}

impl Role {
    /// Tries one external ID after the other for as long as AWS denies.
    pub(crate) async fn assume_with_any(self, external_ids: Vec<ExternalId>) -> Answer {
        let mut ids = external_ids.into_iter();
        let mut answer = self.assume(ids.next()).await;
        for id in ids {
            if !classify::is_denied(&answer) {
                break;
            }
            let elapsed = answer.elapsed;
            answer = self.assume(Some(id)).await;
            answer.elapsed += elapsed;
        }
        answer
    }

    /// Asks for what must be refused. Should AWS give credentials all the same, they end here.
    pub(crate) async fn assume_in_vain(self, external_id: Option<ExternalId>) -> Answer {
        let mut answer = self.assume(external_id.clone()).await;
        if answer.is_ok() {
            answer.result = Ok(Good::LetIn(external_id));
        }
        answer
    }

    /// Asks with each ID side by side. Of the answers, the one that says most against the role comes back.
    pub(crate) async fn assume_in_vain_with_each(self, external_ids: Vec<ExternalId>) -> Answer {
        let calls = external_ids
            .into_iter()
            .map(|id| self.clone().assume_in_vain(Some(id)));
        let answers = join_all(calls).await;
        let weight = |answer: &Answer| {
            let refused = classify::is_denied_by_role(answer);
            (answer.is_ok(), !refused, answer.elapsed)
        };
        match answers.into_iter().max_by_key(weight) {
            Some(answer) => answer,
            // Without an ID to resemble there is none to try.
            None => self.assume_in_vain(None).await,
        }
    }

    async fn assume(&self, external_id: Option<ExternalId>) -> Answer {
        self.sts
            .ask(|sts| self.assume_through(sts, external_id.clone()))
            .await
    }

    async fn assume_through(
        &self,
        sts: aws_sdk_sts::Client,
        external_id: Option<ExternalId>,
    ) -> Answer {
        let ear = Ear::default();
        let call = sts
            .assume_role()
            .role_arn(&self.arn)
            .role_session_name(&self.session_name)
            .duration_seconds(self.seconds)
            .set_external_id(external_id.clone().map(String::from))
            .customize()
            .interceptor(ear.clone())
            .send();
        ask(Operation::AssumeRole, ear, call, |output| {
            let session = output.credentials.ok_or(Failure::Garbled)?;
            let credentials = Credentials::new(
                session.access_key_id,
                session.secret_access_key,
                Some(session.session_token),
                SystemTime::try_from(session.expiration).ok(),
                "tenant role",
            );
            Ok(Good::Session(credentials, external_id))
        })
        .await
    }
}
