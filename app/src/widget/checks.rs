//! The checklist: each step of a check, what went wrong with it, and what to change.

use super::setup::StatementToCopy;
use crate::phrase::{SLOT, around};
use domain::connect_ui::names;
use domain::report::{AwsAnswer, Outcome, Report, Status, Step, StepId};
use domain::{AccessMode, Direction};
use i18n::Locale;
use leptos::prelude::*;
use std::time::Duration;

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
pub fn CheckList(locale: Locale, report: Report) -> impl IntoView {
    view! {
        <ol class="steps" aria-label=locale.checks()>
            {report
                .steps
                .into_iter()
                .map(|step| {
                    let id = format!("step-{}", step.id.as_str());
                    view! { <li id=id><StepRow locale step /></li> }
                })
                .collect_view()}
        </ol>
    }
}

/// A list whose steps are all still open.
#[component]
pub fn OpenList(locale: Locale, steps: Vec<StepId>) -> impl IntoView {
    view! {
        <p class="verdict running" id="running">{locale.asking()}</p>
        <ol class="steps" aria-label=locale.checks()>
            {steps
                .into_iter()
                .map(|id| {
                    view! {
                        <li id=format!("step-{}", id.as_str())>
                            <p class="step pending">
                                <span class="mark" aria-hidden="true"></span>
                                <span class="title">{locale.translate(&id.title())}</span>
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

fn word(locale: Locale, status: Status) -> String {
    match status {
        Status::Passed => locale.passed(),
        Status::Failed => locale.failed(),
        Status::Undetermined => locale.undetermined(),
        Status::Warning => locale.warning(),
        Status::Skipped => locale.skipped(),
    }
}

/// A step that has ended, or that AWS refuses so far and is asked again for `waiting` longer. It is open where
/// there is something to do about it.
#[component]
pub fn StepRow(
    locale: Locale,
    step: Step,
    #[prop(optional_no_strip)] waiting: Option<Duration>,
) -> impl IntoView {
    let id = step.id.as_str();
    let title = locale.translate(&step.id.title());
    let words = locale.translate(&step.detail);
    let (class, state) = match waiting {
        Some(_) => ("waiting", locale.waiting_for_aws()),
        None => (step.status.as_str(), word(locale, step.status)),
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
                            <p class="so-far">{locale.refused_so_far(wait.as_secs())}</p>
                        }
                    })}
                {detail.map(|detail| view! { <p>{detail}</p> })}
                {step
                    .remedy
                    .map(|remedy| {
                        view! {
                            <p class="remedy">{locale.translate(&remedy.text)}</p>
                            {remedy
                                .statement
                                .map(|statement| view! { <StatementToCopy locale statement id=format!("fix-{id}") about=title /> })}
                        }
                    })}
                {step.aws.map(|answer| view! { <Answer locale answer /> })}
            </div>
        </details>
    }
}

/// AWS's own words, folded away.
#[component]
fn Answer(locale: Locale, answer: AwsAnswer) -> impl IntoView {
    let pairs = [
        (
            locale.aws_call(),
            Some(format!("{} {}", answer.service, answer.operation)),
        ),
        (
            locale.aws_status(),
            answer.http_status.map(|status| status.to_string()),
        ),
        (locale.aws_code(), answer.code),
        (locale.aws_request_id(), answer.request_id),
        (locale.aws_extended_request_id(), answer.extended_request_id),
    ];
    view! {
        <details class="aws">
            <summary>{locale.aws_answered()}</summary>
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
pub fn Verdict(locale: Locale, report: Report, retype: bool) -> impl IntoView {
    let (class, first, words, again) = match report.outcome {
        Outcome::Passed => ("passed", locale.everything_works(), String::new(), None),
        Outcome::Failed => (
            "failed",
            locale.nothing_saved(),
            locale.change_and_check(),
            Some(locale.check_again()),
        ),
        Outcome::Undetermined => (
            "undetermined",
            locale.could_not_finish(),
            locale.not_your_fault(),
            Some(locale.try_again()),
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
                                locale.retype(SLOT),
                                view! { <a href=format!("#f-{}", names::SECRET_ACCESS_KEY)>{locale.retype_link()}</a> },
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
pub fn VerdictOfSaved(locale: Locale, report: Report) -> impl IntoView {
    let words = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some(("failed", locale.saved_but_failed())),
        Outcome::Undetermined => Some(("undetermined", locale.saved_but_unfinished())),
    };
    words.map(|(class, words)| view! { <p class=format!("verdict {class}")>{words}</p> })
}
