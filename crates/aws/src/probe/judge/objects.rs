//! List, Get, Put and the clearing away: each judged by its own answer.

use super::super::findings::{Call, Target};
use super::super::words;
use super::access::Gate;
use super::{Judge, passed, skipped};
use crate::answer::{Answer, Failure, Good};
use crate::classify;
use domain::{Cause, Message, Status, Step, StepId};

impl Judge<'_> {
    pub(super) fn list(self) -> Option<Step> {
        self.by_its_answer(StepId::List, Call::List, |answer| {
            let empty = matches!(answer.result, Ok(Good::Listed(None)));
            words::listed(self.plan, empty)
        })
    }

    pub(super) fn put(self) -> Option<Step> {
        self.by_its_answer(StepId::Put, Call::Put, |answer| match answer.result {
            Ok(Good::AlreadyThere) => words::would_be_written(self.plan),
            _ => words::written(self.plan),
        })
    }

    pub(super) fn get(self) -> Option<Step> {
        let id = StepId::Get;
        let key = match self.findings.target(self.plan) {
            Target::Object(key) => key.to_owned(),
            Target::Marker => self.plan.marker(),
            Target::None | Target::NotYet => {
                if let Gate::Shut(why) = self.gate_to_objects()? {
                    return Some(skipped(id, why));
                }
                let listed = self.findings.get(Call::List)?.is_ok();
                return match self.findings.target(self.plan) {
                    Target::NotYet => None,
                    // It was to be written once more, to be read.
                    _ if self.plan.keeps(StepId::Put) => {
                        let put = self.findings.get(Call::Put)?;
                        Some(self.refused(id, Call::Put, put))
                    }
                    _ if listed => Some(skipped(id, words::nothing_to_read(self.plan))),
                    _ => Some(skipped(id, words::no_list())),
                };
            }
        };
        if let Some(answer) = self.findings.get(Call::Get)
            && matches!(answer.result, Ok(Good::Archived))
        {
            return Some(self.because(id, Cause::ArchivedObject, Status::Warning, answer));
        }
        self.by_its_answer(id, Call::Get, |_| words::read(&key))
    }

    /// No policy of ours grants Delete, so being refused is as good as it gets.
    pub(super) fn cleanup(self) -> Option<Step> {
        let id = StepId::Cleanup;
        if let Gate::Shut(why) = self.gate_to_objects()? {
            return Some(skipped(id, why));
        }
        let put = self.findings.get(Call::Put)?;
        if self.looks_again(Call::Put) || self.findings.is_writing() {
            return None;
        }
        if !self.findings.has_written() {
            let why = match &put.result {
                Ok(_) => words::kept(self.plan),
                Err(Failure::Refused) if put.http_status.is_some_and(|status| status < 500) => {
                    words::nothing_written()
                }
                Err(_) => words::may_be_there(self.plan),
            };
            return Some(skipped(id, why));
        }
        let answer = self.findings.get(Call::Delete)?;
        Some(if answer.is_ok() {
            passed(id, answer, words::removed(self.plan))
        } else if classify::is_denied(answer) {
            passed(id, answer, words::stays(self.plan))
        } else {
            Step {
                status: Status::Warning,
                detail: words::could_not_be_removed(self.plan),
                ..self.refused(id, Call::Delete, answer)
            }
        })
    }

    fn by_its_answer(
        self,
        id: StepId,
        call: Call,
        words: impl Fn(&Answer) -> Message,
    ) -> Option<Step> {
        let answer = self.findings.get(call);
        if let Some(answer) = answer.filter(|answer| answer.is_ok()) {
            return Some(passed(id, answer, words(answer)));
        }
        if let Gate::Shut(why) = self.gate_to_objects()? {
            return Some(skipped(id, why));
        }
        answer
            .filter(|_| !self.looks_again(call))
            .map(|answer| self.refused(id, call, answer))
    }
}
