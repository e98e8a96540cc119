//! The checklist: each step of a check, what went wrong with it, and what to change.

use super::setup::StatementToCopy;
use domain::connect_ui::names;
use domain::report::{AwsAnswer, Outcome, Report, Status, Step, StepId};
use domain::{AccessMode, Direction};
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
pub fn CheckList(report: Report) -> impl IntoView {
    view! {
        <ol class="steps" aria-label="Checks">
            {report
                .steps
                .into_iter()
                .map(|step| {
                    let id = format!("step-{}", step.id.as_str());
                    view! { <li id=id><StepRow step /></li> }
                })
                .collect_view()}
        </ol>
    }
}

/// What stands above the list while it fills.
pub const RUNNING: &str = "Asking AWS…";
pub const WAITING: &str = "AWS refuses something so far. We keep asking, for a change in IAM takes some seconds to arrive.";

/// A list whose steps are all still open.
#[component]
pub fn OpenList(steps: Vec<StepId>) -> impl IntoView {
    view! {
        <p class="verdict running" id="running">{RUNNING}</p>
        <ol class="steps" aria-label="Checks">
            {steps
                .into_iter()
                .map(|id| {
                    view! {
                        <li id=format!("step-{}", id.as_str())>
                            <p class="step pending">
                                <span class="mark" aria-hidden="true"></span>
                                <span class="title">{id.title()}</span>
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Passed => "Passed",
        Status::Failed => "Failed",
        Status::Undetermined => "Could not tell",
        Status::Warning => "Warning",
        Status::Skipped => "Not checked",
    }
}

/// A step that has ended, or that AWS refuses so far and is asked again for `waiting` longer. It is open where
/// there is something to do about it.
#[component]
pub fn StepRow(step: Step, #[prop(optional_no_strip)] waiting: Option<Duration>) -> impl IntoView {
    let id = step.id.as_str();
    let (class, state) = match waiting {
        Some(_) => ("waiting", "Waiting for AWS"),
        None => (step.status.as_str(), word(step.status)),
    };
    let settled = matches!(step.status, Status::Passed | Status::Skipped);
    let (brief, detail) = if settled {
        (Some(step.detail), None)
    } else {
        (None, Some(step.detail))
    };
    view! {
        <details class=format!("step {class}") open=!settled>
            <summary>
                <span class="mark" aria-hidden="true"></span>
                <span class="title">{step.id.title()}</span>
                <span class="state">{state}</span>
                {brief.map(|brief| view! { <span class="brief">{brief}</span> })}
            </summary>
            <div class="more">
                {waiting
                    .map(|wait| {
                        view! {
                            <p class="so-far">
                                {format!(
                                    "AWS refuses this so far. A change made in IAM takes some seconds to work everywhere, so we keep asking for about {} seconds.",
                                    wait.as_secs(),
                                )}
                            </p>
                        }
                    })}
                {detail.map(|detail| view! { <p>{detail}</p> })}
                {step
                    .remedy
                    .map(|remedy| {
                        view! {
                            <p class="remedy">{remedy.text}</p>
                            {remedy
                                .statement
                                .map(|statement| view! { <StatementToCopy statement id=format!("fix-{id}") about=step.id.title() /> })}
                        }
                    })}
                {step.aws.map(|answer| view! { <Answer answer /> })}
            </div>
        </details>
    }
}

/// AWS's own words, folded away.
#[component]
fn Answer(answer: AwsAnswer) -> impl IntoView {
    let pairs = [
        (
            "Call",
            Some(format!("{} {}", answer.service, answer.operation)),
        ),
        (
            "HTTP status",
            answer.http_status.map(|status| status.to_string()),
        ),
        ("Code", answer.code),
        ("Request ID", answer.request_id),
        ("Extended request ID", answer.extended_request_id),
    ];
    view! {
        <details class="aws">
            <summary>"What AWS answered"</summary>
            <dl>
                {pairs
                    .into_iter()
                    .filter_map(|(name, value)| value.map(|value| (name, value)))
                    .map(|(name, value)| view! { <dt>{name}</dt> <dd><code>{value}</code></dd> })
                    .collect_view()}
            </dl>
        </details>
    }
}

/// The check of a draft in one line, for what was not saved, and the way to check it once more. A form that was
/// sent as a whole came back without its secret, which is then to `retype`.
#[component]
pub fn Verdict(report: Report, retype: bool) -> impl IntoView {
    let (class, first, words, again) = match report.outcome {
        Outcome::Passed => ("passed", "Everything works.", "", None),
        Outcome::Failed => (
            "failed",
            "Nothing was saved.",
            " Change what is marked below, then check again: only what did not pass is asked once more.",
            Some("Check again"),
        ),
        Outcome::Undetermined => (
            "undetermined",
            "We could not finish the test, and nothing was saved.",
            " This does not mean that something is wrong with what you entered. Try again in a minute.",
            Some("Try again"),
        ),
    };
    view! {
        <div class=format!("verdict {class}")>
            <p tabindex="-1" data-focus=""><strong>{first}</strong>{words}</p>
            {retype
                .then(|| {
                    view! {
                        <p>
                            "We do not keep secrets, so "
                            <a href=format!("#f-{}", names::SECRET_ACCESS_KEY)>"type the secret access key"</a>
                            " once more first."
                        </p>
                    }
                })}
            {again.map(|label| view! { <button class="secondary" name="action" value="again">{label}</button> })}
        </div>
    }
}

/// The same for a connection that is there and stays.
#[component]
pub fn VerdictOfSaved(report: Report) -> impl IntoView {
    let words = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some((
            "failed",
            "The connection is still saved, but it does not work. Change what is marked below in AWS, then check again.",
        )),
        Outcome::Undetermined => Some((
            "undetermined",
            "We could not finish the check. This does not mean that something is wrong with the connection. Check again in a minute.",
        )),
    };
    words.map(|(class, words)| view! { <p class=format!("verdict {class}")>{words}</p> })
}
