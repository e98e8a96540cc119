//! [`Findings`]: the answers that a probe has received so far.

use super::call::{Call, PUT_CALLS};
use super::probe_plan::ProbePlan;
use crate::answer::{Answer, Success};
use crate::classify;
use domain::{Cause, ExternalId, Region, StepId};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug)]
pub(crate) struct Findings {
    /// The final answers.
    answers: BTreeMap<Call, Answer>,
    /// Refusals that a recent change in IAM may explain. Their calls are retried, so these answers are not final.
    pending_refusals: BTreeMap<Call, Answer>,
    in_flight: BTreeSet<Call>,
    /// The external ID that the role accepted.
    pub(crate) external_id: Option<ExternalId>,
    /// The region whose STS is called.
    pub(crate) sts_region: Region,
    /// The region that the first calls to the bucket go to.
    pub(crate) initial_region: Region,
    /// The region that calls to the bucket go to now.
    pub(crate) region: Region,
}

/// Which object the Get step reads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadTarget<'a> {
    /// It depends on calls that have no final answer yet.
    Undecided,
    Object(&'a str),
    /// The marker that the probe wrote itself.
    Marker,
    Nothing,
}

impl Findings {
    pub(crate) fn new(sts_region: Region, region: Region) -> Self {
        Self {
            answers: BTreeMap::new(),
            pending_refusals: BTreeMap::new(),
            in_flight: BTreeSet::new(),
            external_id: None,
            sts_region,
            initial_region: region.clone(),
            region,
        }
    }

    /// Stores a final answer.
    pub(crate) fn insert(&mut self, call: Call, answer: Answer) {
        self.pending_refusals.remove(&call);
        self.answers.insert(call, answer);
    }

    pub(crate) fn remove(&mut self, call: Call) {
        self.answers.remove(&call);
        self.pending_refusals.remove(&call);
    }

    pub(crate) fn mark_started(&mut self, call: Call) {
        self.in_flight.insert(call);
    }

    pub(crate) fn mark_finished(&mut self, call: Call) {
        self.in_flight.remove(&call);
    }

    pub(crate) fn is_in_flight(&self, call: Call) -> bool {
        self.in_flight.contains(&call)
    }

    /// Returns whether a call is in flight that may still write the marker.
    pub(crate) fn is_writing(&self) -> bool {
        self.in_flight.iter().any(|call| call.is_put())
    }

    /// Stores a refusal that is not final, because its call is retried.
    pub(crate) fn insert_pending(&mut self, call: Call, answer: Answer) {
        self.pending_refusals.insert(call, answer);
    }

    /// Makes the pending refusal of `call` final.
    pub(crate) fn accept_pending(&mut self, call: Call) {
        if let Some(answer) = self.pending_refusals.remove(&call) {
            self.answers.insert(call, answer);
        }
    }

    pub(crate) fn is_pending(&self, call: Call) -> bool {
        self.pending_refusals.contains_key(&call)
    }

    /// Returns the final answer to `call`.
    pub(crate) fn answer(&self, call: Call) -> Option<&Answer> {
        self.answers.get(&call)
    }

    /// Returns the answer to `call`, even if it is not final.
    pub(crate) fn latest_answer(&self, call: Call) -> Option<&Answer> {
        self.answer(call)
            .or_else(|| self.pending_refusals.get(&call))
    }

    pub(crate) fn is_ok(&self, call: Call) -> bool {
        self.answer(call).is_some_and(Answer::is_ok)
    }

    /// Returns why `call` failed, if it did.
    pub(crate) fn cause(&self, plan: &ProbePlan, call: Call) -> Option<Cause> {
        let answer = self.answer(call).filter(|answer| !answer.is_ok())?;
        Some(classify::cause(answer, plan.signer(call)))
    }

    /// Returns whether the role trusts others than us. `None` means that this is not known yet. Without a role, there is
    /// nothing to find out.
    pub(crate) fn trusts_others(&self, plan: &ProbePlan) -> Option<bool> {
        let expected_denials = [Call::AssumeWithoutId, Call::AssumeWithSimilarId];
        if expected_denials.iter().any(|call| self.is_ok(*call)) {
            return Some(true);
        }
        let is_known = |call: &Call| self.answer(*call).is_some();
        (!plan.has_role() || expected_denials.iter().all(is_known)).then_some(false)
    }

    /// Returns the first calls to the bucket, which depend on no other answer from it.
    pub(crate) fn first_bucket_calls(&self, plan: &ProbePlan) -> Vec<Call> {
        let lists =
            plan.direction.reads() && !(plan.reuses(StepId::List) && plan.reuses(StepId::Get));
        // Nothing is written through a role that we will not use.
        let puts = plan.direction.writes()
            && !plan.reuses(StepId::Put)
            && self.trusts_others(plan) != Some(true);
        let calls = [
            (Call::HeadBucket, !plan.reuses(StepId::Bucket)),
            (Call::ListObjects, lists),
            (Call::PutMarker, puts),
        ];
        let required = |(call, is_required): (Call, bool)| is_required.then_some(call);
        calls.into_iter().filter_map(required).collect()
    }

    /// Returns whether all first calls to the bucket have an answer. Refusals that are retried count too, because a
    /// retry does not change what the answer says about the bucket itself.
    pub(crate) fn has_first_bucket_answers(&self, plan: &ProbePlan) -> bool {
        self.first_bucket_calls(plan)
            .into_iter()
            .all(|call| self.latest_answer(call).is_some())
    }

    /// Returns the key of the tenant's object that the list step found.
    pub(crate) fn listed_key(&self) -> Option<&str> {
        match &self.answer(Call::ListObjects)?.result {
            Ok(Success::ListedKey(key)) => key.as_deref(),
            _ => None,
        }
    }

    /// Returns whether the probe writes the marker. It does so if the connection writes, unless the Put step is reused
    /// and there is another object to read.
    pub(crate) fn needs_put(&self, plan: &ProbePlan) -> bool {
        let needs_marker_to_read = plan.direction.reads()
            && !plan.reuses(StepId::Get)
            && self.answer(Call::ListObjects).is_some()
            && self.listed_key().is_none();
        plan.direction.writes()
            && self.trusts_others(plan) != Some(true)
            && (!plan.reuses(StepId::Put) || needs_marker_to_read)
    }

    /// Returns the object to read. This is never a key that may not exist: without `s3:ListBucket`, S3 answers 403 for
    /// a missing key, which looks like a missing permission.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax>
    pub(crate) fn read_target(&self, plan: &ProbePlan) -> ReadTarget<'_> {
        if self.answer(Call::ListObjects).is_none() {
            return ReadTarget::Undecided;
        }
        if let Some(key) = self.listed_key() {
            return ReadTarget::Object(key);
        }
        // If the list is empty or was denied, the marker can prove `s3:GetObject` instead.
        match self.answer(Call::PutMarker) {
            None if self.needs_put(plan) => ReadTarget::Undecided,
            Some(put) if put.is_ok() => ReadTarget::Marker,
            _ => ReadTarget::Nothing,
        }
    }

    /// Returns whether this probe wrote the marker. A marker of an earlier check does not count.
    pub(crate) fn has_written_marker(&self) -> bool {
        self.marker_writes().next().is_some()
    }

    /// Returns whether this probe may still have to delete the marker.
    pub(crate) fn has_unfinished_cleanup(&self) -> bool {
        self.is_writing()
            || (self.has_written_marker() && self.answer(Call::DeleteMarker).is_none())
    }

    /// Returns the versions of the marker that this probe wrote, if the bucket has versioning enabled.
    pub(crate) fn written_versions(&self) -> Vec<String> {
        self.marker_writes()
            .filter_map(|answer| answer.version_id.clone())
            .collect()
    }

    fn marker_writes(&self) -> impl Iterator<Item = &Answer> {
        // `Success::MarkerExists` does not count: that marker belongs to an earlier check and stays.
        PUT_CALLS
            .iter()
            .filter_map(|call| self.answer(*call))
            .filter(|answer| matches!(answer.result, Ok(Success::Allowed)))
    }
}
