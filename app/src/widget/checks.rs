//! The checklist: each step of a check, what went wrong with it, and what to change.

use super::setup::StatementToCopy;
use crate::phrase::{SLOT, around};
use domain::connect_ui::names;
use domain::report::{AwsAnswer, Outcome, Report, Status, Step, StepId};
use domain::{AccessMode, Direction};
use leptos::prelude::*;
use std::time::Duration;
use words::Language;

/// The steps a check will take, for a list that is there before the first has ended.
pub fn open_steps(access: AccessMode, direction: Direction) -> Vec<StepId> {
    let mut steps = match access {
        AccessMode::Keys => vec![StepId::Credentials],
        AccessMode::Role => vec![StepId::AssumeRole, StepId::ExternalIdEnforced],
    };
    steps.push(StepId::Bucket);
    if direction.reads() {
        steps.extend([StepId::List, StepId::Get]);
    }
    if direction.writes() {
        steps.extend([StepId::Put, StepId::Cleanup]);
    }
    steps
}

#[component]
pub fn CheckList(say: Language, report: Report) -> impl IntoView {
    view! {
        <ol class="steps" aria-label=say.checks()>
            {report
                .steps
                .into_iter()
                .map(|step| {
                    let id = format!("step-{}", step.id.as_str());
                    view! { <li id=id><StepRow say step /></li> }
                })
                .collect_view()}
        </ol>
    }
}

/// A list whose steps are all still open.
#[component]
pub fn OpenList(say: Language, steps: Vec<StepId>) -> impl IntoView {
    view! {
        <p class="verdict running" id="running">{say.asking()}</p>
        <ol class="steps" aria-label=say.checks()>
            {steps
                .into_iter()
                .map(|id| {
                    view! {
                        <li id=format!("step-{}", id.as_str())>
                            <p class="step pending">
                                <span class="mark" aria-hidden="true"></span>
                                <span class="title">{say.say(&id.title())}</span>
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

fn word(say: Language, status: Status) -> String {
    match status {
        Status::Passed => say.passed(),
        Status::Failed => say.failed(),
        Status::Undetermined => say.undetermined(),
        Status::Warning => say.warning(),
        Status::Skipped => say.skipped(),
    }
}

/// A step that has ended, or that AWS refuses so far and is asked again for `waiting` longer. It is open where
/// there is something to do about it.
#[component]
pub fn StepRow(
    say: Language,
    step: Step,
    #[prop(optional_no_strip)] waiting: Option<Duration>,
) -> impl IntoView {
    let id = step.id.as_str();
    let title = say.say(&step.id.title());
    let words = say.say(&step.detail);
    let (class, state) = match waiting {
        Some(_) => ("waiting", say.waiting_for_aws()),
        None => (step.status.as_str(), word(say, step.status)),
    };
    let settled = matches!(step.status, Status::Passed | Status::Skipped);
    let (brief, detail) = if settled {
        (Some(words), None)
    } else {
        (None, Some(words))
    };
    view! {
        <details class=format!("step {class}") open=!settled>
            <summary>
                <span class="mark" aria-hidden="true"></span>
                <span class="title">{title.clone()}</span>
                <span class="state">{state}</span>
                {brief.map(|brief| view! { <span class="brief">{brief}</span> })}
            </summary>
            <div class="more">
                {waiting
                    .map(|wait| {
                        view! {
                            <p class="so-far">{say.refused_so_far(wait.as_secs())}</p>
                        }
                    })}
                {detail.map(|detail| view! { <p>{detail}</p> })}
                {step
                    .remedy
                    .map(|remedy| {
                        view! {
                            <p class="remedy">{say.say(&remedy.text)}</p>
                            {remedy
                                .statement
                                .map(|statement| view! { <StatementToCopy say statement id=format!("fix-{id}") about=title /> })}
                        }
                    })}
                {step.aws.map(|answer| view! { <Answer say answer /> })}
            </div>
        </details>
    }
}

/// AWS's own words, folded away.
#[component]
fn Answer(say: Language, answer: AwsAnswer) -> impl IntoView {
    let pairs = [
        (
            say.aws_call(),
            Some(format!("{} {}", answer.service, answer.operation)),
        ),
        (
            say.aws_status(),
            answer.http_status.map(|status| status.to_string()),
        ),
        (say.aws_code(), answer.code),
        (say.aws_request_id(), answer.request_id),
        (say.aws_extended_request_id(), answer.extended_request_id),
    ];
    view! {
        <details class="aws">
            <summary>{say.aws_answered()}</summary>
            <dl>
                {pairs
                    .into_iter()
                    .filter_map(|(name, value)| value.map(|value| (name, value)))
                    .map(|(name, value)| view! { <dt>{name}</dt> <dd><code dir="ltr">{value}</code></dd> })
                    .collect_view()}
            </dl>
        </details>
    }
}

/// The check of a draft in one line, for what was not saved, and the way to check it once more. A form that was
/// sent as a whole came back without its secret, which is then to `retype`.
#[component]
pub fn Verdict(say: Language, report: Report, retype: bool) -> impl IntoView {
    let (class, first, words, again) = match report.outcome {
        Outcome::Passed => ("passed", say.everything_works(), String::new(), None),
        Outcome::Failed => (
            "failed",
            say.nothing_saved(),
            say.change_and_check(),
            Some(say.check_again()),
        ),
        Outcome::Undetermined => (
            "undetermined",
            say.could_not_finish(),
            say.not_your_fault(),
            Some(say.try_again()),
        ),
    };
    view! {
        <div class=format!("verdict {class}")>
            <p tabindex="-1" data-focus=""><strong>{first}</strong>" "{words}</p>
            {retype
                .then(|| {
                    view! {
                        <p>
                            {around(
                                say.retype(SLOT),
                                view! { <a href=format!("#f-{}", names::SECRET_ACCESS_KEY)>{say.retype_link()}</a> },
                            )}
                        </p>
                    }
                })}
            {again.map(|label| view! { <button class="secondary" name="action" value="again">{label}</button> })}
        </div>
    }
}

/// The same for a connection that is there and stays.
#[component]
pub fn VerdictOfSaved(say: Language, report: Report) -> impl IntoView {
    let words = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some(("failed", say.saved_but_failed())),
        Outcome::Undetermined => Some(("undetermined", say.saved_but_unfinished())),
    };
    words.map(|(class, words)| view! { <p class=format!("verdict {class}")>{words}</p> })
}
