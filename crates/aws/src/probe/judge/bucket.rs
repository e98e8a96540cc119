//! Whether the bucket is there, judged from every answer about it.

use super::super::findings::{Call, Findings};
use super::super::words;
use super::access::Gate;
use super::{Judge, passed, skipped};
use crate::answer::Answer;
use crate::classify;
use domain::{Cause, Step, StepId};

impl Judge<'_> {
    /// A 403 to `HeadBucket` alone says nothing: it takes `s3:ListBucket` on the whole bucket, which
    /// neither a write-only policy nor one cut to a prefix grants.
    pub(super) fn bucket(self) -> Option<Step> {
        let id = StepId::Bucket;
        if let Gate::Shut(why) = self.gate()? {
            return Some(skipped(id, why));
        }
        if let Some(answer) = self.proof() {
            return Some(passed(id, answer, words::region(self.plan, self.findings)));
        }
        if !self.findings.first_round_is_in(self.plan) {
            return None;
        }
        let answers = || {
            let round = Findings::first_round(self.plan).into_iter();
            round.filter_map(|call| self.findings.get(call).map(|answer| (call, answer)))
        };
        if let Some((call, answer)) = answers().find(|(_, answer)| classify::is_no_bucket(answer)) {
            return Some(self.refused(id, call, answer));
        }
        // Who may not touch a bucket is told so only of one that exists.
        let denied =
            |(call, answer): &(Call, &Answer)| *call != Call::Head && classify::is_denied(answer);
        if let Some((_, answer)) = answers().find(denied) {
            return Some(passed(id, answer, words::region(self.plan, self.findings)));
        }
        // HEAD has no body, so the other calls' refusals say more.
        let (call, answer) = answers().next_back()?;
        Some(self.refused(id, call, answer))
    }

    fn proof(&self) -> Option<&Answer> {
        let head = self.findings.get(Call::Head).filter(|head| {
            let told = head.region.as_ref() == Some(&self.findings.region);
            head.is_ok()
                || (told && !classify::is_no_bucket(head) && !classify::is_wrong_region(head))
        });
        let others = [Call::List, Call::Put]
            .map(|call| self.findings.get(call).filter(|answer| answer.is_ok()));
        head.or_else(|| others.into_iter().flatten().next())
    }

    /// Whether a call to the bucket that failed is worth words of its own.
    pub(super) fn gate_to_objects(self) -> Option<Gate> {
        if let Gate::Shut(why) = self.gate()? {
            return Some(Gate::Shut(why));
        }
        let missing = self.bucket()?.cause == Some(Cause::BucketNotFound);
        Some(if missing {
            Gate::Shut(words::NO_BUCKET)
        } else {
            Gate::Open
        })
    }
}
