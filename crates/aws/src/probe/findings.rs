//! What a probe has found so far: AWS's answer to each call.

use super::plan::Plan;
use crate::answer::{Answer, Good};
use crate::classify;
use domain::{Cause, Region};
use std::collections::BTreeMap;

/// One question to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    Caller,
    /// With the tenant's external ID.
    Assume,
    /// Without any, which must be refused.
    AssumeBare,
    /// With one nobody has, which must be refused.
    AssumeStranger,
    Head,
    List,
    Put,
    Get,
    Delete,
}

impl Call {
    pub(crate) fn asks_the_bucket(self) -> bool {
        self >= Self::Head
    }

    pub(crate) fn signed_by_vendor(self) -> bool {
        matches!(self, Self::Assume | Self::AssumeBare | Self::AssumeStranger)
    }
}

#[derive(Debug)]
pub(crate) struct Findings {
    answers: BTreeMap<Call, Answer>,
    /// The region where the bucket was looked for first.
    pub(crate) first_region: Region,
    /// The region where it is looked for now.
    pub(crate) region: Region,
}

/// Whether there is an object to read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Calls that may still find one are under way.
    NotYet,
    Object(String),
    /// The object the probe wrote itself.
    Marker,
    None,
}

impl Findings {
    pub(crate) fn new(region: Region) -> Self {
        Self {
            answers: BTreeMap::new(),
            first_region: region.clone(),
            region,
        }
    }

    pub(crate) fn insert(&mut self, call: Call, answer: Answer) {
        self.answers.insert(call, answer);
    }

    pub(crate) fn get(&self, call: Call) -> Option<&Answer> {
        self.answers.get(&call)
    }

    pub(crate) fn ok(&self, call: Call) -> bool {
        self.get(call).is_some_and(Answer::is_ok)
    }

    pub(crate) fn cause(&self, call: Call) -> Option<Cause> {
        let answer = self.get(call).filter(|answer| !answer.is_ok())?;
        Some(classify::cause(answer, call.signed_by_vendor()))
    }

    /// The calls that go to the bucket first, side by side.
    pub(crate) fn first_round(plan: &Plan) -> Vec<Call> {
        let mut calls = vec![Call::Head];
        calls.extend(plan.direction.reads().then_some(Call::List));
        calls.extend(plan.direction.writes().then_some(Call::Put));
        calls
    }

    pub(crate) fn first_round_is_in(&self, plan: &Plan) -> bool {
        Self::first_round(plan)
            .into_iter()
            .all(|call| self.get(call).is_some())
    }

    /// What there is to read. A key that may not exist is never tried: without `s3:ListBucket` a missing
    /// key is a 403, which would look like a missing permission.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax>
    pub(crate) fn target(&self, plan: &Plan) -> Target {
        let Some(list) = self.get(Call::List) else {
            return Target::NotYet;
        };
        if let Ok(Good::Listed(Some(key))) = &list.result {
            return Target::Object(key.clone());
        }
        match self.get(Call::Put) {
            None if plan.direction.writes() => Target::NotYet,
            Some(put) if put.is_ok() => Target::Marker,
            _ => Target::None,
        }
    }

    /// The marker was written by this probe, not found from an earlier one.
    pub(crate) fn has_written(&self) -> bool {
        self.get(Call::Put)
            .is_some_and(|put| matches!(put.result, Ok(Good::Done)))
    }
}
