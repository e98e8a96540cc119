//! An attempt to connect that did not pass, in one or two lines, for lists.

use crate::date_time::format_date_time;
use domain::{Outcome, StepId};
use i18n::english;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct AttemptRow {
    pub flow: String,
    pub outcome: Outcome,
    /// The first step that did not pass.
    pub step: Option<StepId>,
    /// The code of the cause.
    pub cause: Option<&'static str>,
    pub attempted_at: i64,
    /// Whether the flow is connected, so the tenant tried to change the connection.
    pub is_change: bool,
}

/// Renders the lines. `tenant_url` is the URL of the tenant's page.
#[component]
pub fn AttemptLine(attempt: AttemptRow, tenant_url: String) -> impl IntoView {
    let AttemptRow {
        flow,
        outcome,
        step,
        cause,
        attempted_at,
        is_change,
    } = attempt;
    let class = if outcome == Outcome::Failed {
        "pill bad"
    } else {
        "pill open"
    };
    view! {
        <div class="state">
            <p>
                <span class=class>{attempt_label(outcome, step, is_change)}</span>
                " "
                <a href=format!("{tenant_url}/flows/{flow}/attempt")><code>{flow.clone()}</code></a>
            </p>
            <p class="quiet">
                {cause.map(|cause| view! { <code>{cause}</code> " · " })}
                "tried "
                {format_date_time(attempted_at)}
            </p>
        </div>
    }
}

/// Returns what an attempt came to, such as "Tried, failed: Can’t list files".
pub fn attempt_label(outcome: Outcome, step: Option<StepId>, is_change: bool) -> String {
    let tried = if is_change {
        "Tried to change it"
    } else {
        "Tried"
    };
    let result = match outcome {
        Outcome::Failed => "failed",
        Outcome::Undetermined | Outcome::Passed => "inconclusive",
    };
    match step {
        Some(step) if outcome == Outcome::Failed => {
            let title = english(&step.failed_title());
            format!("{tried}, {result}: {title}")
        }
        _ => format!("{tried}, {result}"),
    }
}
