//! Evaluates the steps before the bucket: the tenant's key, the tenant's role, and the external ID.

use super::step_evaluator::{StepEvaluator, millis, passed, skipped};
use crate::answer::{Answer, Success};
use crate::classify;
use crate::probe::call::Call;
use crate::probe::step_details;
use domain::{Access, Cause, Message, Step, StepId, StepStatus};

/// Whether the steps that follow can be evaluated, or have to be skipped.
pub(super) enum Gate {
    Open,
    /// The steps that follow are skipped, with this message.
    Closed(Message),
}

impl StepEvaluator<'_> {
    pub(super) fn credentials(self) -> Option<Step> {
        let id = StepId::Credentials;
        if !self.plan.has_sts() {
            return self.key_refused_by_bucket().or_else(|| {
                let has_answers = self.findings.has_first_bucket_answers(self.plan);
                has_answers.then(|| skipped(id, step_details::not_aws()))
            });
        }
        let answer = self.findings.answer(Call::GetCallerIdentity)?;
        match &answer.result {
            // Policies do not limit the root user, so the policy that we show would protect nothing.
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
            Ok(Success::CallerIdentity { arn, .. }) if arn.ends_with(":root") => {
                Some(self.with_cause(id, Cause::RootKey, StepStatus::Failed, answer))
            }
            // A key of a role session has an ARN of the service `sts`. It expires, so a connection must not depend on
            // it.
            Ok(Success::CallerIdentity { arn, .. }) if arn.split(':').nth(2) == Some("sts") => {
                Some(self.with_cause(id, Cause::TemporaryKey, StepStatus::Failed, answer))
            }
            Ok(Success::CallerIdentity { account, .. }) => {
                Some(passed(id, answer, step_details::account(account.as_ref())))
            }
            _ => {
                let step = self.refused(id, Call::GetCallerIdentity, answer);
                if step.status == StepStatus::Failed {
                    return Some(step);
                }
                // STS gave no clear answer, but S3 may have refused the key.
                self.key_refused_by_bucket().or_else(|| {
                    self.findings
                        .has_first_bucket_answers(self.plan)
                        .then_some(step)
                })
            }
        }
    }

    fn key_refused_by_bucket(self) -> Option<Step> {
        let is_key_refused = |call: &Call| {
            self.findings
                .cause(self.plan, *call)
                .is_some_and(classify::is_key_refused)
        };
        let call = self
            .findings
            .first_bucket_calls(self.plan)
            .into_iter()
            .find(is_key_refused)?;
        Some(self.refused(StepId::Credentials, call, self.findings.answer(call)?))
    }

    pub(super) fn assume_role(self) -> Option<Step> {
        let id = StepId::AssumeRole;
        let answer = self.findings.answer(Call::AssumeRole)?;
        if answer.is_ok() {
            let Access::Role { arn } = &self.plan.draft.access else {
                return None;
            };
            return Some(passed(
                id,
                answer,
                step_details::account(Some(arn.account())),
            ));
        }
        if classify::is_denied_by_role(answer) {
            // The role denies the tenant's ID but accepts no ID or another one. So its trust policy checks something
            // else, and that is the problem to report.
            let (without_id, similar_id) = self.expected_denials()?;
            if without_id.is_ok() || similar_id.is_ok() {
                return Some(self.with_cause(
                    id,
                    Cause::ExternalIdNotEnforced,
                    StepStatus::Failed,
                    answer,
                ));
            }
        }
        Some(self.refused(id, Call::AssumeRole, answer))
    }

    /// Evaluates whether the role enforces the external ID. AWS tells vendors to test each role without the ID, and not
    /// to use a role that works without it.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>
    pub(super) fn external_id_enforced(self) -> Option<Step> {
        let id = StepId::ExternalIdEnforced;
        let accepted = [Call::AssumeWithoutId, Call::AssumeWithSimilarId]
            .into_iter()
            .filter_map(|call| self.findings.answer(call))
            .find(|answer| answer.is_ok());
        if let Some(answer) = accepted {
            let step =
                self.with_cause(id, Cause::ExternalIdNotEnforced, StepStatus::Failed, answer);
            return Some(match (&answer.result, &self.plan.draft.access) {
                // Names the similar ID, because the trust policy probably has a wildcard or ignores case.
                (
                    Ok(Success::UnwantedSession {
                        external_id: Some(similar_id),
                    }),
                    Access::Role { arn },
                ) => Step {
                    detail: step_details::external_id_not_enforced_like(
                        arn.as_str(),
                        similar_id.as_str(),
                    ),
                    ..step
                },
                _ => step,
            });
        }
        let assume_role = self.findings.answer(Call::AssumeRole)?;
        let (without_id, similar_id) = self.expected_denials()?;
        // The role denied every call, so its denials do not show that it checks the external ID.
        if !assume_role.is_ok() {
            return Some(skipped(id, step_details::role_refused()));
        }
        let slower = if without_id.elapsed < similar_id.elapsed {
            similar_id
        } else {
            without_id
        };
        // Only a denial by the role itself proves anything. Throttling or an error of our own does not.
        let unclear = [
            (Call::AssumeWithoutId, without_id),
            (Call::AssumeWithSimilarId, similar_id),
        ]
        .into_iter()
        .find(|(_, answer)| !classify::is_denied_by_role(answer));
        let mut step = match unclear {
            None => passed(id, slower, step_details::role_enforces()),
            Some((call, answer)) => Step {
                status: StepStatus::Undetermined,
                ..self.refused(id, call, answer)
            },
        };
        step.elapsed_ms = millis(slower.elapsed);
        Some(step)
    }

    /// Returns the answers to the two calls that the role must deny.
    fn expected_denials(&self) -> Option<(&Answer, &Answer)> {
        Some((
            self.findings.answer(Call::AssumeWithoutId)?,
            self.findings.answer(Call::AssumeWithSimilarId)?,
        ))
    }

    /// Returns whether the bucket step can be evaluated. `None` means that this is not known yet.
    pub(super) fn bucket_gate(self) -> Option<Gate> {
        if self.plan.has_role() {
            let assume_role = self.findings.answer(Call::AssumeRole)?;
            return Some(if assume_role.is_ok() {
                Gate::Open
            } else {
                Gate::Closed(step_details::role_refused())
            });
        }
        // A root key, for example, fails its step but still opens the bucket.
        let is_key_refused = self
            .credentials()?
            .cause
            .is_some_and(classify::is_key_refused);
        Some(if is_key_refused {
            Gate::Closed(step_details::key_refused())
        } else {
            Gate::Open
        })
    }
}
