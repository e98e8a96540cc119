//! STS clients for our own region and for a region that can answer if ours cannot.

use crate::answer::Answer;
use crate::classify;
use crate::sdk_clients::{Aws, default_region};
use aws_sdk_s3::config::Credentials;
use domain::Region;

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
