//! The checklist: the steps of a check, what went wrong with each, and how to fix it.

use super::setup_guide::copy_block::StatementToCopy;
use domain::{AccessMode, AwsAnswer, Direction, Report, Step, StepId, StepStatus};
use i18n::Locale;
use leptos::prelude::*;
use std::time::Duration;

/// Returns the steps that a check will run, for the list that the page shows before the first one ends.
pub fn pending_steps(access: AccessMode, direction: Direction) -> Vec<StepId> {
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
pub fn CheckList(
    locale: Locale,
    report: Report,
    /// Whether the form that was checked is on the same page.
    #[prop(optional)]
    in_form: bool,
) -> impl IntoView {
    view! {
        <ol class="steps" aria-label=locale.checks()>
            {report
                .steps
                .into_iter()
                .map(|step| {
                    let id = format!("step-{}", step.id.as_str());
                    view! { <li id=id><StepRow locale step in_form /></li> }
                })
                .collect_view()}
        </ol>
    }
}

/// Renders the list of a check that has just started.
#[component]
pub fn PendingCheckList(locale: Locale, steps: Vec<StepId>) -> impl IntoView {
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

fn status_label(locale: Locale, status: StepStatus) -> String {
    match status {
        StepStatus::Passed => locale.passed(),
        StepStatus::Failed => locale.failed(),
        StepStatus::Undetermined => locale.undetermined(),
        StepStatus::Warning => locale.warning(),
        StepStatus::Skipped => locale.skipped(),
    }
}

/// Renders a step that has ended, or one that AWS still denies.
///
/// While we retry a denied step, `waiting` is the time that we keep retrying. The row is open if the tenant has
/// something to do or to know. `in_form` says whether the form that was checked is on the same page.
#[component]
pub fn StepRow(
    locale: Locale,
    step: Step,
    #[prop(optional)] in_form: bool,
    #[prop(optional_no_strip)] waiting: Option<Duration>,
) -> impl IntoView {
    let id = step.id.as_str();
    let blamed_field = step.blamed_field().filter(|_| in_form);
    let title = locale.translate(&step.title());
    let detail = locale.translate(&step.detail);
    let (class, state) = match waiting {
        Some(_) => ("waiting", locale.waiting_for_aws()),
        None => (step.status.as_str(), status_label(locale, step.status)),
    };
    let needs_no_action = matches!(step.status, StepStatus::Passed | StepStatus::Skipped);
    // A closed row has its detail in the summary line, where it stays visible.
    let (brief, detail) = if needs_no_action {
        (Some(detail), None)
    } else {
        (None, Some(detail))
    };
    view! {
        <details class=format!("step {class}") open=!needs_no_action>
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
                {blamed_field
                    .map(|field| view! { <p><a href=format!("#f-{field}")>{locale.correct_field()}</a></p> })}
                {step
                    .remedy
                    .map(|remedy| {
                        view! {
                            <p class="remedy">{locale.translate(&remedy.text)}</p>
                            {remedy
                                .statement
                                .map(|statement| view! { <StatementToCopy locale statement id=format!("fix-{id}") purpose=title /> })}
                        }
                    })}
                {step.aws.map(|answer| view! { <AwsAnswerDetails locale answer /> })}
            </div>
        </details>
    }
}

/// Renders AWS's own answer. It is closed at first, because only AWS experts need it.
#[component]
fn AwsAnswerDetails(locale: Locale, answer: AwsAnswer) -> impl IntoView {
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
