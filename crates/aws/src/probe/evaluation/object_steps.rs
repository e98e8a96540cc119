//! Evaluates the steps List, Get, Put and Cleanup, each by the answer to its own call.

use super::access_steps::Gate;
use super::step_evaluator::{StepEvaluator, passed, skipped};
use crate::answer::{Answer, Success};
use crate::classify;
use crate::failure::Failure;
use crate::probe::call::Call;
use crate::probe::findings::ReadTarget;
use crate::probe::step_details;
use domain::{Cause, Message, Step, StepId, StepStatus};

impl StepEvaluator<'_> {
    pub(super) fn list(self) -> Option<Step> {
        self.evaluate_call(StepId::List, Call::ListObjects, |answer| {
            let is_empty = matches!(answer.result, Ok(Success::ListedKey(None)));
            step_details::list_result(self.plan, is_empty)
        })
    }

    pub(super) fn put(self) -> Option<Step> {
        if let Some(reason) = self.reason_not_to_write() {
            return Some(skipped(StepId::Put, reason));
        }
        self.evaluate_call(StepId::Put, Call::PutMarker, |answer| match answer.result {
            Ok(Success::MarkerExists) => step_details::marker_would_be_written(self.plan),
            _ => step_details::marker_written(self.plan),
        })
    }

    /// Returns why the marker must not be written, if that is so.
    fn reason_not_to_write(self) -> Option<Message> {
        let trusts_others = self.findings.trusts_others(self.plan) == Some(true);
        let is_assumed = self.findings.is_ok(Call::AssumeRole);
        (trusts_others && is_assumed).then(step_details::role_trusts_others)
    }

    pub(super) fn get(self) -> Option<Step> {
        let id = StepId::Get;
        let key = match self.findings.read_target(self.plan) {
            ReadTarget::Object(key) => key.to_owned(),
            ReadTarget::Marker => self.plan.marker_key(),
            ReadTarget::Nothing | ReadTarget::Undecided => {
                if let Gate::Closed(reason) = self.object_gate()? {
                    return Some(skipped(id, reason));
                }
                let is_listed = self.findings.answer(Call::ListObjects)?.is_ok();
                return match self.findings.read_target(self.plan) {
                    ReadTarget::Undecided => None,
                    // The earlier Put passed, and was repeated only to have something to read. The failure of the
                    // repetition is the reason why nothing could be read.
                    _ if self.plan.reuses(StepId::Put) => {
                        let put = self.findings.answer(Call::PutMarker)?;
                        Some(self.refused(id, Call::PutMarker, put))
                    }
                    _ if is_listed => Some(skipped(id, step_details::nothing_to_read(self.plan))),
                    _ => Some(skipped(id, step_details::no_list())),
                };
            }
        };
        if let Some(answer) = self.findings.answer(Call::GetObject)
            && matches!(answer.result, Ok(Success::ArchivedObject))
        {
            return Some(self.with_cause(id, Cause::ArchivedObject, StepStatus::Warning, answer));
        }
        self.evaluate_call(id, Call::GetObject, |answer| match answer.result {
            Ok(Success::EmptyObject) => step_details::object_is_empty(&key),
            Ok(Success::MissingObject) => step_details::object_is_gone(&key),
            _ => step_details::object_read(&key),
        })
    }

    /// Evaluates the cleanup step. A denied delete passes too, because none of our policies grants `s3:DeleteObject`.
    pub(super) fn cleanup(self) -> Option<Step> {
        let id = StepId::Cleanup;
        if let Gate::Closed(reason) = self.object_gate()? {
            return Some(skipped(id, reason));
        }
        if self.reason_not_to_write().is_some() {
            return Some(skipped(id, step_details::nothing_written()));
        }
        let put = self.findings.answer(Call::PutMarker)?;
        // Another write may still succeed.
        if self.has_open_follow_ups(Call::PutMarker) || self.findings.is_writing() {
            return None;
        }
        if !self.findings.has_written_marker() {
            // A full store says so with a status that looks like an error of its own.
            let is_store_full =
                self.findings.cause(self.plan, Call::PutMarker) == Some(Cause::StorageFull);
            let reason = match &put.result {
                Ok(_) => step_details::earlier_marker_remains(self.plan),
                Err(Failure::Refused) if put.http_status.is_some_and(|status| status < 500) => {
                    step_details::nothing_written()
                }
                Err(_) if !put.may_have_arrived || is_store_full => step_details::nothing_written(),
                // After a server error or a lost connection, the write may have happened nevertheless.
                Err(_) => step_details::marker_may_exist(self.plan),
            };
            return Some(skipped(id, reason));
        }
        let answer = self.findings.answer(Call::DeleteMarker)?;
        Some(if answer.is_ok() {
            passed(id, answer, step_details::marker_deleted(self.plan))
        } else if self.findings.cause(self.plan, Call::DeleteMarker) == Some(Cause::QuarantinedKey)
        {
            // The quarantine denies deletes even where it allows reads and writes. The key has leaked all the same.
            self.refused(id, Call::DeleteMarker, answer)
        } else if classify::is_denied(answer) {
            passed(id, answer, step_details::marker_remains(self.plan))
        } else {
            Step {
                status: StepStatus::Warning,
                detail: step_details::marker_not_deleted(self.plan),
                ..self.refused(id, Call::DeleteMarker, answer)
            }
        })
    }

    /// Evaluates a step by the answer to its call. `detail` returns the message if the call succeeded.
    fn evaluate_call(
        self,
        id: StepId,
        call: Call,
        detail: impl Fn(&Answer) -> Message,
    ) -> Option<Step> {
        let answer = self.findings.answer(call);
        if let Some(answer) = answer.filter(|answer| answer.is_ok()) {
            return Some(passed(id, answer, detail(answer)));
        }
        if let Gate::Closed(reason) = self.object_gate()? {
            return Some(skipped(id, reason));
        }
        answer
            .filter(|_| !self.has_open_follow_ups(call))
            .map(|answer| self.refused(id, call, answer))
    }
}
