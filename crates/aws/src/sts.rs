//! STS clients for our own region and for a region that can answer if ours cannot.

use crate::answer::Answer;
use crate::classify;
use crate::failure::Failure;
use crate::sdk_clients::{Aws, default_region};
use aws_sdk_s3::config::Credentials;
use domain::Region;
use std::time::SystemTime;

/// Reads the credentials of a session in an answer of STS. `whose` says in logs whose they are.
///
/// # Errors
/// Returns [`Failure::InvalidResponse`] if there are none.
pub(crate) fn session_credentials(
    found: Option<aws_sdk_sts::types::Credentials>,
    whose: &'static str,
) -> Result<Credentials, Failure> {
    let session = found.ok_or(Failure::InvalidResponse)?;
    Ok(Credentials::new(
        session.access_key_id,
        session.secret_access_key,
        Some(session.session_token),
        SystemTime::try_from(session.expiration).ok(),
        whose,
    ))
}

#[derive(Clone, Debug)]
pub(crate) struct StsClients {
    regional: aws_sdk_sts::Client,
    /// In the default region of the partition, which is enabled in every account. `None` if `regional` is there.
    fallback: Option<aws_sdk_sts::Client>,
}

impl StsClients {
    /// Builds clients that sign with `credentials`, or else with the vendor's own.
    pub(crate) fn new(aws: &Aws, region: &Region, credentials: Option<&Credentials>) -> Self {
        let default = default_region(region.partition());
        Self {
            regional: aws.sts(region, credentials.cloned()),
            fallback: (default != *region).then(|| aws.sts(&default, credentials.cloned())),
        }
    }

    /// Makes a call in our region. Repeats it in the default region if the answer may only be valid in ours.
    pub(crate) async fn call<F: Future<Output = Answer>>(
        &self,
        call: impl Fn(aws_sdk_sts::Client) -> F,
    ) -> Answer {
        let answer = call(self.regional.clone()).await;
        match &self.fallback {
            Some(fallback) if classify::is_regional(&answer) => {
                // The report shows the time of both calls.
                let elapsed = answer.elapsed;
                let mut answer = call(fallback.clone()).await;
                answer.elapsed += elapsed;
                answer
            }
            _ => answer,
        }
    }
}
