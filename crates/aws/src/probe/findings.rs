//! What a probe has found so far: AWS's answer to each call.

use super::plan::Plan;
use super::schedule;
use crate::answer::{Answer, Good};
use crate::classify;
use domain::{Cause, ExternalId, Region, StepId};
use std::collections::{BTreeMap, BTreeSet};

/// One question to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    Caller,
    /// With the tenant's external ID.
    Assume,
    /// Without any, which must be refused.
    AssumeBare,
    /// With one that only resembles the tenant's, which must be refused.
    AssumeStranger,
    /// Every bucket of the account, which nobody asked us to see.
    Buckets,
    Head,
    List,
    Put,
    Get,
    Delete,
    /// The rest are asked after a refusal, to see what it was about: without the owner's account,
    HeadUnpinned,
    ListUnpinned,
    /// with the offer to pay,
    ListPaying,
    PutPaying,
    /// with S3's own encryption, and with that of KMS.
    PutAes,
    PutKms,
}

impl Call {
    /// Calls that learn where the bucket is.
    pub(crate) fn asks_the_bucket(self) -> bool {
        self >= Self::Head
    }

    /// The step that the call decides, and that waits when the call does.
    pub(crate) fn step(self) -> Option<StepId> {
        match self {
            Self::Caller => Some(StepId::Credentials),
            Self::Assume => Some(StepId::AssumeRole),
            Self::List => Some(StepId::List),
            Self::Get => Some(StepId::Get),
            Self::Put => Some(StepId::Put),
            _ => None,
        }
    }
}

const WRITING: [Call; 4] = [Call::Put, Call::PutPaying, Call::PutAes, Call::PutKms];

impl Call {
    pub(crate) fn writes(self) -> bool {
        WRITING.contains(&self)
    }

    /// The call that this one is a second look at.
    pub(crate) fn looks_again_at(self) -> Option<Self> {
        match self {
            Self::ListUnpinned | Self::ListPaying => Some(Self::List),
            Self::HeadUnpinned | Self::PutPaying | Self::PutAes | Self::PutKms => Some(Self::Put),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Findings {
    answers: BTreeMap<Call, Answer>,
    /// Refusals that a fresh change in IAM explains, and that are asked again.
    waiting: BTreeMap<Call, Answer>,
    under_way: BTreeSet<Call>,
    /// Which of the tenant's external IDs the role asks for.
    pub(crate) external_id: Option<ExternalId>,
    /// The region where STS is asked.
    pub(crate) sts_region: Region,
    /// The region where the bucket was looked for first.
    pub(crate) first_region: Region,
    /// The region where it is looked for now.
    pub(crate) region: Region,
}

/// Whether there is an object to read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// Calls that may still find one are under way.
    NotYet,
    Object(&'a str),
    /// The object the probe wrote itself.
    Marker,
    None,
}

impl Findings {
    pub(crate) fn new(sts_region: Region, region: Region) -> Self {
        Self {
            answers: BTreeMap::new(),
            waiting: BTreeMap::new(),
            under_way: BTreeSet::new(),
            external_id: None,
            sts_region,
            first_region: region.clone(),
            region,
        }
    }

    pub(crate) fn insert(&mut self, call: Call, answer: Answer) {
        self.waiting.remove(&call);
        self.answers.insert(call, answer);
    }

    pub(crate) fn forget(&mut self, call: Call) {
        self.answers.remove(&call);
        self.waiting.remove(&call);
    }

    pub(crate) fn began(&mut self, call: Call) {
        self.under_way.insert(call);
    }

    pub(crate) fn ended(&mut self, call: Call) {
        self.under_way.remove(&call);
    }

    /// Something may yet be written.
    pub(crate) fn is_writing(&self) -> bool {
        self.under_way.iter().any(|call| call.writes())
    }

    /// Not the last word.
    pub(crate) fn wait(&mut self, call: Call, answer: Answer) {
        self.waiting.insert(call, answer);
    }

    /// The last word after all.
    pub(crate) fn stop_waiting(&mut self, call: Call) {
        if let Some(answer) = self.waiting.remove(&call) {
            self.answers.insert(call, answer);
        }
    }

    pub(crate) fn is_waiting(&self, call: Call) -> bool {
        self.waiting.contains_key(&call)
    }

    pub(crate) fn get(&self, call: Call) -> Option<&Answer> {
        self.answers.get(&call)
    }

    /// The answer as it is known now, be it the last word or not.
    pub(crate) fn seen(&self, call: Call) -> Option<&Answer> {
        self.get(call).or_else(|| self.waiting.get(&call))
    }

    pub(crate) fn ok(&self, call: Call) -> bool {
        self.get(call).is_some_and(Answer::is_ok)
    }

    pub(crate) fn cause(&self, plan: &Plan, call: Call) -> Option<Cause> {
        let answer = self.get(call).filter(|answer| !answer.is_ok())?;
        Some(classify::cause(answer, plan.signer(call)))
    }

    /// The calls that go to the bucket first, side by side.
    pub(crate) fn first_round(plan: &Plan) -> Vec<Call> {
        let list = plan.direction.reads() && !(plan.keeps(StepId::List) && plan.keeps(StepId::Get));
        let put = plan.direction.writes() && !plan.keeps(StepId::Put);
        let calls = [
            (Call::Head, !plan.keeps(StepId::Bucket)),
            (Call::List, list),
            (Call::Put, put),
        ];
        let asked = |(call, is): (Call, bool)| is.then_some(call);
        calls.into_iter().filter_map(asked).collect()
    }

    /// Waiting changes nothing about what the answers say of the bucket itself.
    pub(crate) fn first_round_is_in(&self, plan: &Plan) -> bool {
        Self::first_round(plan)
            .into_iter()
            .all(|call| self.seen(call).is_some())
    }

    /// The first object of the tenant's that the List found.
    pub(crate) fn listed(&self) -> Option<&str> {
        match &self.get(Call::List)?.result {
            Ok(Good::Listed(key)) => key.as_deref(),
            _ => None,
        }
    }

    /// What there is to read. A key that may not exist is never tried: without `s3:ListBucket` a missing
    /// key is a 403, which would look like a missing permission.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax>
    pub(crate) fn target(&self, plan: &Plan) -> Target<'_> {
        if self.get(Call::List).is_none() {
            return Target::NotYet;
        }
        if let Some(key) = self.listed() {
            return Target::Object(key);
        }
        match self.get(Call::Put) {
            None if schedule::put_is_due(plan, self) => Target::NotYet,
            Some(put) if put.is_ok() => Target::Marker,
            _ => Target::None,
        }
    }

    /// The marker was written by this probe, not found from an earlier one.
    pub(crate) fn has_written(&self) -> bool {
        self.written().next().is_some()
    }

    pub(crate) fn is_cleaning_up(&self) -> bool {
        self.is_writing() || (self.has_written() && self.get(Call::Delete).is_none())
    }

    /// The versions of the marker that this probe wrote, where the bucket keeps any.
    pub(crate) fn versions(&self) -> Vec<String> {
        self.written()
            .filter_map(|answer| answer.version_id.clone())
            .collect()
    }

    fn written(&self) -> impl Iterator<Item = &Answer> {
        WRITING
            .iter()
            .filter_map(|call| self.get(*call))
            .filter(|answer| matches!(answer.result, Ok(Good::Done)))
    }
}
