//! STS in our region, and in another where ours cannot answer for somebody.

use crate::answer::Answer;
use crate::classify;
use crate::clients::{Aws, first_region};
use aws_sdk_s3::config::Credentials;
use domain::Region;

#[derive(Clone, Debug)]
pub(crate) struct Sts {
    here: aws_sdk_sts::Client,
    /// In the partition's first region, which is open to every account.
    first: Option<aws_sdk_sts::Client>,
}

impl Sts {
    pub(crate) fn new(aws: &Aws, region: &Region, credentials: Option<&Credentials>) -> Self {
        let first = first_region(region.partition());
        Self {
            here: aws.sts(region, credentials.cloned()),
            first: (first != *region).then(|| aws.sts(&first, credentials.cloned())),
        }
    }

    /// Asks again in the first region where an account may be unknown only here.
    pub(crate) async fn ask<F: Future<Output = Answer>>(
        &self,
        call: impl Fn(aws_sdk_sts::Client) -> F,
    ) -> Answer {
        let answer = call(self.here.clone()).await;
        match &self.first {
            Some(first) if classify::is_regional(&answer) => {
                let elapsed = answer.elapsed;
                let mut answer = call(first.clone()).await;
                answer.elapsed += elapsed;
                answer
            }
            _ => answer,
        }
    }
}
