//! Whether the bucket is there, judged from every answer about it.

use super::super::findings::{Call, Findings};
use super::super::{schedule, words};
use super::access::Gate;
use super::{Judge, passed, skipped};
use crate::answer::Answer;
use crate::classify;
use domain::{Cause, Status, Step, StepId};

impl Judge<'_> {
    /// A 403 to `HeadBucket` alone says nothing: it takes `s3:ListBucket` on the whole bucket, which
    /// neither a write-only policy nor one cut to a prefix grants.
    pub(super) fn bucket(self) -> Option<Step> {
        let id = StepId::Bucket;
        if let Gate::Shut(why) = self.gate()? {
            return Some(skipped(id, why));
        }
        if let Some(answer) = self.entered().or_else(|| self.seen_from_outside()) {
            return Some(passed(id, answer, words::region(self.plan, self.findings)));
        }
        if !self.findings.first_round_is_in(self.plan)
            || self.looks_again(Call::List)
            || self.looks_again(Call::Put)
        {
            return None;
        }
        if let Some(answer) = self.belongs_to_another() {
            return Some(self.because(id, Cause::WrongOwner, Status::Failed, answer));
        }
        let answers = || {
            let round = Findings::first_round(self.plan).into_iter();
            round.filter_map(|call| self.findings.seen(call).map(|answer| (call, answer)))
        };
        if let Some((call, answer)) =
            answers().find(|(call, answer)| classify::is_no_bucket(answer, self.plan.signer(*call)))
        {
            return Some(self.refused(id, call, answer));
        }
        // Who may not touch a bucket is told so only of one that exists.
        let denied =
            |(call, answer): &(Call, &Answer)| *call != Call::Head && classify::is_denied(answer);
        if let Some((_, answer)) = answers().find(denied) {
            return Some(passed(id, answer, words::region(self.plan, self.findings)));
        }
        let waiting = |call: &Call| self.findings.is_waiting(*call);
        if Findings::first_round(self.plan).iter().any(waiting) {
            return None;
        }
        // HEAD has no body, so the other calls' refusals say more.
        let (call, answer) = answers().next_back()?;
        Some(self.refused(id, call, answer))
    }

    /// A call that was let in.
    fn entered(&self) -> Option<&Answer> {
        let let_in = |call| self.findings.seen(call).filter(|answer| answer.is_ok());
        // At an address that a tenant typed, anything may answer 200 to a HEAD.
        let head =
            let_in(Call::Head).filter(|answer| self.plan.has_sts() || answer.is_signed_by_aws());
        head.or_else(|| let_in(Call::List))
            .or_else(|| let_in(Call::Put))
    }

    /// S3 tells a bucket's region to those as well whom it does not let in. Whether it belongs to whom it
    /// should is another question.
    fn seen_from_outside(&self) -> Option<&Answer> {
        let pinned = self.plan.draft.bucket_owner.is_some();
        self.findings.get(Call::Head).filter(|head| {
            !pinned
                && head.http_status == Some(403)
                && head.region.as_ref() == Some(&self.findings.region)
        })
    }

    /// Refused with the owner's account, and let in without.
    fn belongs_to_another(&self) -> Option<&Answer> {
        let lifted = [Call::ListUnpinned, Call::HeadUnpinned]
            .into_iter()
            .any(|call| self.findings.ok(call));
        let refused = [Call::List, Call::Put]
            .into_iter()
            .find_map(|call| self.findings.seen(call));
        refused.filter(|_| lifted)
    }

    /// Whether a second look at `call` is under way that may show it in another light.
    pub(super) fn looks_again(self, call: Call) -> bool {
        schedule::second_looks(self.plan, self.findings, call)
            .into_iter()
            .any(|look| self.findings.get(look).is_none())
    }

    /// Whether a call to the bucket that failed is worth words of its own.
    pub(super) fn gate_to_objects(self) -> Option<Gate> {
        if let Gate::Shut(why) = self.gate()? {
            return Some(Gate::Shut(why));
        }
        if self.plan.keeps(StepId::Bucket) {
            return Some(Gate::Open);
        }
        let bucket = self.bucket()?;
        Some(match bucket.cause {
            Some(Cause::BucketNotFound) => Gate::Shut(words::no_bucket()),
            Some(_) if bucket.status == Status::Failed => Gate::Shut(words::bucket_refused()),
            _ => Gate::Open,
        })
    }
}
