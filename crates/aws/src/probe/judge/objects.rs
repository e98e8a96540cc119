//! List, Get, Put and the clearing away: each judged by its own answer.

use super::super::findings::{Call, Target};
use super::super::words;
use super::access::Gate;
use super::{Judge, passed, skipped};
use crate::answer::{Answer, Good};
use crate::classify;
use domain::{Cause, Status, Step, StepId};

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
                    _ if listed => Some(skipped(id, words::nothing_to_read(self.plan))),
                    _ => Some(skipped(id, words::NO_LIST)),
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
        match &self.findings.get(Call::Put)?.result {
            Ok(Good::AlreadyThere) => return Some(skipped(id, words::kept(self.plan))),
            Ok(_) => {}
            Err(_) => return Some(skipped(id, words::NOTHING_WRITTEN)),
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
        words: impl Fn(&Answer) -> String,
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
