//! The steps before the bucket: the tenant's key, the tenant's role, and the external ID.

use super::super::findings::{Call, Findings};
use super::super::words;
use super::{Judge, millis, passed, skipped};
use crate::answer::{Answer, Good};
use crate::classify;
use domain::{Access, Cause, Message, Status, Step, StepId};

/// Whether the bucket can be judged at all.
pub(super) enum Gate {
    Open,
    /// No, and why not.
    Shut(Message),
}

impl Judge<'_> {
    pub(super) fn credentials(self) -> Option<Step> {
        let id = StepId::Credentials;
        if !self.plan.has_sts() {
            return self.key_refused_by_bucket().or_else(|| {
                let all_in = self.findings.first_round_is_in(self.plan);
                all_in.then(|| skipped(id, words::not_aws()))
            });
        }
        let answer = self.findings.get(Call::Caller)?;
        match &answer.result {
            // The root user may do anything, whatever the policy shown here says.
            // <https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html>
            Ok(Good::Caller { arn, .. }) if arn.ends_with(":root") => {
                Some(self.because(id, Cause::RootKey, Status::Failed, answer))
            }
            Ok(Good::Caller { arn, .. }) if arn.split(':').nth(2) == Some("sts") => {
                Some(self.because(id, Cause::TemporaryKey, Status::Failed, answer))
            }
            Ok(Good::Caller { account, .. }) => {
                Some(passed(id, answer, words::account(account.as_ref())))
            }
            _ => {
                let step = self.refused(id, Call::Caller, answer);
                if step.status == Status::Failed {
                    return Some(step);
                }
                // STS could not say, but S3 may have.
                self.key_refused_by_bucket()
                    .or_else(|| self.findings.first_round_is_in(self.plan).then_some(step))
            }
        }
    }

    fn key_refused_by_bucket(self) -> Option<Step> {
        let refused = |call: &Call| {
            self.findings
                .cause(self.plan, *call)
                .is_some_and(classify::is_credentials)
        };
        let call = Findings::first_round(self.plan).into_iter().find(refused)?;
        Some(self.refused(StepId::Credentials, call, self.findings.get(call)?))
    }

    pub(super) fn assume_role(self) -> Option<Step> {
        let id = StepId::AssumeRole;
        let answer = self.findings.get(Call::Assume)?;
        if answer.is_ok() {
            let Access::Role { arn } = &self.plan.draft.access else {
                return None;
            };
            return Some(passed(id, answer, words::account(Some(arn.account()))));
        }
        if classify::is_denied_by_role(answer) {
            // Denied with the right ID and let in without it: the role asks for something else.
            let (bare, stranger) = self.negatives()?;
            if bare.is_ok() || stranger.is_ok() {
                return Some(self.because(
                    id,
                    Cause::ExternalIdNotEnforced,
                    Status::Failed,
                    answer,
                ));
            }
        }
        Some(self.refused(id, Call::Assume, answer))
    }

    /// AWS asks vendors to test a role without the external ID, and not to use one that lets them in.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html>
    pub(super) fn external_id_enforced(self) -> Option<Step> {
        let id = StepId::ExternalIdEnforced;
        let let_in = [Call::AssumeBare, Call::AssumeStranger]
            .into_iter()
            .filter_map(|call| self.findings.get(call))
            .find(|answer| answer.is_ok());
        if let Some(answer) = let_in {
            let step = self.because(id, Cause::ExternalIdNotEnforced, Status::Failed, answer);
            return Some(match (&answer.result, &self.plan.draft.access) {
                (Ok(Good::LetIn(Some(with))), Access::Role { arn }) => Step {
                    detail: words::external_id_not_enforced_like(arn.as_str(), with.as_str()),
                    ..step
                },
                _ => step,
            });
        }
        let assumed = self.findings.get(Call::Assume)?;
        let (bare, stranger) = self.negatives()?;
        if !assumed.is_ok() {
            return Some(skipped(id, words::role_refused()));
        }
        let slower = if bare.elapsed < stranger.elapsed {
            stranger
        } else {
            bare
        };
        let unclear = [(Call::AssumeBare, bare), (Call::AssumeStranger, stranger)]
            .into_iter()
            .find(|(_, answer)| !classify::is_denied_by_role(answer));
        let mut step = match unclear {
            None => passed(id, slower, words::role_enforces()),
            Some((call, answer)) => Step {
                status: Status::Undetermined,
                ..self.refused(id, call, answer)
            },
        };
        step.elapsed_ms = millis(slower.elapsed);
        Some(step)
    }

    fn negatives(&self) -> Option<(&Answer, &Answer)> {
        Some((
            self.findings.get(Call::AssumeBare)?,
            self.findings.get(Call::AssumeStranger)?,
        ))
    }

    pub(super) fn gate(self) -> Option<Gate> {
        if self.plan.has_role() {
            let assumed = self.findings.get(Call::Assume)?;
            return Some(if assumed.is_ok() {
                Gate::Open
            } else {
                Gate::Shut(words::role_refused())
            });
        }
        let refused = self
            .credentials()?
            .cause
            .is_some_and(classify::is_credentials);
        Some(if refused {
            Gate::Shut(words::key_refused())
        } else {
            Gate::Open
        })
    }
}
