//! Evaluates whether the bucket exists, from all answers about it.

use super::access_steps::Gate;
use super::step_evaluator::{StepEvaluator, passed, skipped};
use crate::answer::Answer;
use crate::classify;
use crate::probe::call::Call;
use crate::probe::{schedule, step_details};
use domain::{Cause, Step, StepId, StepStatus};

impl StepEvaluator<'_> {
    /// Evaluates the bucket step. A 403 for `HeadBucket` alone proves nothing: the call needs `s3:ListBucket` on the
    /// whole bucket, which neither a write-only policy nor a policy for a prefix grants.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>
    pub(super) fn bucket(self) -> Option<Step> {
        let id = StepId::Bucket;
        if let Gate::Closed(reason) = self.bucket_gate()? {
            return Some(skipped(id, reason));
        }
        if let Some(answer) = self.successful_call().or_else(|| self.located_by_head()) {
            return Some(passed(
                id,
                answer,
                step_details::bucket_region(self.plan, self.findings),
            ));
        }
        if !self.findings.has_first_bucket_answers(self.plan)
            || self.has_open_follow_ups(Call::ListObjects)
            || self.has_open_follow_ups(Call::PutMarker)
        {
            return None;
        }
        if let Some(answer) = self.denied_because_of_owner() {
            return Some(self.with_cause(id, Cause::WrongOwner, StepStatus::Failed, answer));
        }
        let answers = || {
            let calls = self.findings.first_bucket_calls(self.plan).into_iter();
            calls.filter_map(|call| {
                self.findings
                    .latest_answer(call)
                    .map(|answer| (call, answer))
            })
        };
        if let Some((call, answer)) = answers()
            .find(|(call, answer)| classify::is_no_such_bucket(answer, self.plan.signer(*call)))
        {
            return Some(self.refused(id, call, answer));
        }
        // S3 denies a list or a write only in a bucket that exists. For a missing bucket it answers NoSuchBucket.
        let is_denied = |(call, answer): &(Call, &Answer)| {
            *call != Call::HeadBucket && classify::is_denied(answer)
        };
        if let Some((_, answer)) = answers().find(is_denied) {
            return Some(passed(
                id,
                answer,
                step_details::bucket_region(self.plan, self.findings),
            ));
        }
        let is_pending = |call: &Call| self.findings.is_pending(*call);
        if self
            .findings
            .first_bucket_calls(self.plan)
            .iter()
            .any(is_pending)
        {
            return None;
        }
        // Nothing was written through a role that trusts others. Then the 403 of HEAD is all that is known.
        let trusts_others = self.findings.trusts_others(self.plan) == Some(true);
        if trusts_others && answers().all(|(_, answer)| answer.http_status == Some(403)) {
            return Some(skipped(id, step_details::role_trusts_others()));
        }
        // The last call is the best to report, because HEAD comes first and its errors have no body.
        let (call, answer) = answers().next_back()?;
        Some(self.refused(id, call, answer))
    }

    /// Returns the answer to a call to the bucket that succeeded.
    fn successful_call(&self) -> Option<&Answer> {
        let successful = |call| {
            self.findings
                .latest_answer(call)
                .filter(|answer| answer.is_ok())
        };
        // At an address that a tenant typed, any web server can answer 200 to a HEAD.
        let head = successful(Call::HeadBucket)
            .filter(|answer| self.plan.has_sts() || answer.has_aws_headers());
        head.or_else(|| successful(Call::ListObjects))
            .or_else(|| successful(Call::PutMarker))
    }

    /// Returns the answer to HEAD if it proves that the bucket exists although access is forbidden. S3 names a bucket's
    /// region even then.
    fn located_by_head(&self) -> Option<&Answer> {
        // A 403 can also mean that the bucket belongs to another account than expected. The follow-ups find that out.
        let has_owner = self.plan.draft.bucket_owner.is_some();
        self.findings.answer(Call::HeadBucket).filter(|head| {
            !has_owner
                && head.http_status == Some(403)
                && head.region.as_ref() == Some(&self.findings.region)
        })
    }

    /// Returns the answer to a call that was denied with the expected owner and succeeded without it.
    fn denied_because_of_owner(&self) -> Option<&Answer> {
        let is_ok_without_owner = [Call::ListWithoutOwner, Call::HeadWithoutOwner]
            .into_iter()
            .any(|call| self.findings.is_ok(call));
        let denied = [Call::ListObjects, Call::PutMarker]
            .into_iter()
            .find_map(|call| self.findings.latest_answer(call));
        denied.filter(|_| is_ok_without_owner)
    }

    /// Returns whether a follow-up of `call` has no answer yet. Its answer can change the cause.
    pub(super) fn has_open_follow_ups(self, call: Call) -> bool {
        schedule::follow_ups(self.plan, self.findings, call)
            .into_iter()
            .any(|follow_up| self.findings.answer(follow_up).is_none())
    }

    /// Returns whether the steps about objects can be evaluated if their calls failed. If the bucket step failed, they
    /// are skipped, because their own errors would only repeat it. `None` means that this is not known yet.
    pub(super) fn object_gate(self) -> Option<Gate> {
        if let Gate::Closed(reason) = self.bucket_gate()? {
            return Some(Gate::Closed(reason));
        }
        if self.plan.reuses(StepId::Bucket) {
            return Some(Gate::Open);
        }
        let bucket = self.bucket()?;
        Some(match bucket.cause {
            Some(Cause::BucketNotFound) => Gate::Closed(step_details::no_bucket()),
            Some(_) if bucket.status == StepStatus::Failed => {
                Gate::Closed(step_details::bucket_refused())
            }
            _ => Gate::Open,
        })
    }
}
