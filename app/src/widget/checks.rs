//! The checklist: each step of a check, what went wrong with it, and what to change.

use super::setup::PolicyHead;
use domain::report::{AwsAnswer, Outcome, Report, Status, Step, StepId};
use domain::{AccessMode, Direction};
use leptos::prelude::*;

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
            {report.steps.into_iter().map(|step| view! { <StepRow step /> }).collect_view()}
        </ol>
    }
}

/// A list whose steps are all still open.
#[component]
pub fn OpenList(steps: Vec<StepId>) -> impl IntoView {
    view! {
        <p class="verdict running">"Asking AWS…"</p>
        <ol class="steps" aria-label="Checks">
            {steps
                .into_iter()
                .map(|id| {
                    view! {
                        <li class="step waiting" id=format!("step-{}", id.as_str())>
                            <span class="mark" aria-hidden="true"></span>
                            <span class="title">{id.title()}</span>
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

#[component]
pub fn StepRow(step: Step) -> impl IntoView {
    let id = step.id.as_str();
    let title = step.id.title();
    view! {
        <li class=format!("step {}", step.status.as_str()) id=format!("step-{id}")>
            <span class="mark" aria-hidden="true"></span>
            <span class="title">{step.id.title()}</span>
            <span class="state">{word(step.status)}</span>
            <div class="more">
                <p>{step.detail}</p>
                {step
                    .remedy
                    .map(|remedy| {
                        view! {
                            <p class="remedy">{remedy.text}</p>
                            {remedy
                                .statement
                                .map(|statement| {
                                    let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
                                    view! {
                                        <div class="policy">
                                            <PolicyHead title="Statement" copy=format!("fix-{id}") />
                                            <pre tabindex="0" role="region" aria-label=format!("Statement for: {title}")><code id=format!("fix-{id}")>{text}</code></pre>
                                        </div>
                                    }
                                })}
                        }
                    })}
                {step
                    .aws
                    .filter(|_| !matches!(step.status, Status::Passed))
                    .map(|answer| view! { <Answer answer /> })}
            </div>
        </li>
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

/// The check in one line, for a connection that was not saved.
#[component]
pub fn Verdict(report: Report) -> impl IntoView {
    let (class, words) = match report.outcome {
        Outcome::Passed => ("passed", "Everything works."),
        Outcome::Failed => (
            "failed",
            "Nothing was saved. Change what is marked below, then test again; what you entered is kept.",
        ),
        Outcome::Undetermined => (
            "undetermined",
            "We could not finish the test, and nothing was saved. This does not mean that something is wrong with what you entered. Try again in a minute.",
        ),
    };
    view! { <p class=format!("verdict {class}") tabindex="-1" data-focus="">{words}</p> }
}
