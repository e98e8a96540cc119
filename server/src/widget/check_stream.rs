//! Streams the progress of an action to the page: a line for each step of a check as it ends, and a line for the
//! result.
//!
//! The action runs in a task of its own, which never waits for the client. So a client that stops reading holds neither
//! a turn nor a database connection. If the client disconnects, the task stops and nothing is saved.

use super::connect_form::{draft_from_form, notices, unvalidated_form_state};
use super::failed_action::failed_action;
use super::ndjson::ndjson_response;
use super::page_model::{self, connected_view, current_view};
use super::widget_request::WidgetRequest;
use crate::input::Form;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use app::progress::Progress;
use app::shell::render_fragment;
use app::widget::{
    DraftResult, ErrorSummary, FailedAction, FailedActionNotice, ForwardedLinkBox, Notices,
    PendingCheckList, RecentAction, StepRow, View, WidgetBody, pending_steps,
};
use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::{
    AccessMode, Direction, FieldError, Notice, PolicyDocument, Report, SetupGuide, Step, StepEvent,
    StepId,
};
use futures::StreamExt as _;
use i18n::Locale;
use leptos::prelude::*;
use service::{Attempt, Error, WidgetState};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

type Line = Result<Bytes, Infallible>;

/// The element of the page that shows a check.
const CHECKS_ID: &str = "checks";
/// The element of the page that shows a forwarded link.
const FORWARDED_LINK_ID: &str = "forwarded-link";

/// The longest that an action may take. A check waits for its turn and then for AWS. Both have shorter limits of their
/// own, so this one only ends what got stuck.
const ACTION_TIMEOUT: Duration = Duration::from_mins(3);

/// Sends lines to the page.
#[derive(Clone)]
struct ProgressSender(UnboundedSender<Line>);

impl ProgressSender {
    fn send(&self, progress: &Progress) {
        let mut line = serde_json::to_vec(progress).unwrap_or_default();
        line.push(b'\n');
        // This fails if the client is gone. The task is aborted a moment later.
        drop(self.0.send(Ok(line.into())));
    }

    /// Replaces the content of an element.
    fn replace(&self, id: impl Into<String>, html: impl Into<String>) {
        let (id, html) = (id.into(), html.into());
        self.send(&Progress::Replace { id, html });
    }

    /// Replaces the content of an element for the last time.
    fn end(&self, id: &str, html: String) {
        self.end_with_errors(id, html, Vec::new());
    }

    /// Replaces the content of an element for the last time, and shows errors beside the fields.
    fn end_with_errors(&self, id: &str, html: String, errors: Vec<(String, String)>) {
        let id = id.to_owned();
        self.send(&Progress::End { id, html, errors });
    }
}

/// Reports the steps of a check to the page.
struct StepReporter<'a> {
    sender: &'a ProgressSender,
    locale: Locale,
    /// Whether the page shows the form that is checked.
    in_form: bool,
    iam_wait: Duration,
    waiting_steps: BTreeSet<StepId>,
    has_announced_wait: bool,
}

impl<'a> StepReporter<'a> {
    fn new(sender: &'a ProgressSender, request: &WidgetRequest, in_form: bool) -> Self {
        Self {
            sender,
            locale: request.locale,
            in_form,
            iam_wait: request.state.site.iam_wait,
            waiting_steps: BTreeSet::new(),
            has_announced_wait: false,
        }
    }

    fn report(&mut self, event: StepEvent<'_>) {
        match event {
            StepEvent::Waiting(step) => {
                // A step reports each retry. The page shows only that it waits.
                if !self.waiting_steps.insert(step.id) {
                    return;
                }
                self.sender.replace("running", self.locale.waiting());
                // Screen readers read this element aloud, so it says it only once.
                if !std::mem::replace(&mut self.has_announced_wait, true) {
                    self.sender.replace("live", self.locale.waiting());
                }
                self.send_step(step, Some(self.iam_wait));
            }
            StepEvent::Ended(step) => {
                if self.waiting_steps.remove(&step.id) && self.waiting_steps.is_empty() {
                    self.sender.replace("running", self.locale.asking());
                }
                self.send_step(step, None);
            }
        }
    }

    fn send_step(&self, step: &Step, waiting: Option<Duration>) {
        let id = format!("step-{}", step.id.as_str());
        let (locale, in_form, step) = (self.locale, self.in_form, step.clone());
        let html = render_fragment(move || view! { <StepRow locale step in_form waiting /> });
        self.sender.replace(id, html);
    }
}

/// Answers with the lines that an action sends. The action runs in a task, which ends when the client disconnects or
/// time is up. `element_id` is the element that shows a timeout.
fn stream_action<F>(
    locale: Locale,
    element_id: &'static str,
    action: impl FnOnce(ProgressSender) -> F,
) -> Response
where
    F: Future<Output = ()> + Send + 'static,
{
    // Unbounded, so that the task never waits for the client. An action sends only a few lines for each step of a
    // check.
    let (sender, receiver) = unbounded_channel();
    let sender = ProgressSender(sender);
    let timeout_sender = sender.clone();
    let action = action(sender);
    let action = async move {
        if timeout(ACTION_TIMEOUT, action).await.is_err() {
            tracing::error!("an action of the widget did not end in time");
            let html = failed_action_html(failed_action(locale, ProblemCode::Internal));
            timeout_sender.end(element_id, html);
        }
    };
    // What the task logs belongs to the request.
    let task = tokio::spawn(action.in_current_span());
    let task = AbortOnDropHandle::new(task);
    let lines = UnboundedReceiverStream::new(receiver).map(move |line| {
        // The closure owns the task. When the client disconnects, hyper drops the body, and that aborts the task.
        let _ = &task;
        line
    });
    ndjson_response(Body::from_stream(lines))
}

/// Tests the form and saves the connection if the test passes.
pub fn save(
    request: WidgetRequest,
    widget_state: WidgetState,
    form: Form,
    last_attempt: Option<Attempt>,
) -> Response {
    stream_action(request.locale, CHECKS_ID, |sender| async move {
        let result = run_save(&request, &widget_state, &form, last_attempt, &sender).await;
        if let Err(error) = result {
            send_error(&request, error, Vec::new(), CHECKS_ID, &sender).await;
        }
    })
}

async fn run_save(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
    last_attempt: Option<Attempt>,
    sender: &ProgressSender,
) -> Result<(), Error> {
    let raw = draft_from_form(form);
    let connector = &widget_state.connector;
    let notices = notices(form, widget_state);
    let mode = raw
        .access
        .as_deref()
        .and_then(AccessMode::parse)
        .unwrap_or(connector.params.modes().preselected());
    let service = &request.state.service;
    // The fields are validated before the list of checks appears, so that a typing error does not look like a failed
    // check.
    let draft = match service.flow_draft(&request.session, widget_state, raw) {
        Ok(draft) => draft,
        Err(error) => {
            send_error(request, error, notices, CHECKS_ID, sender).await;
            return Ok(());
        }
    };
    send_pending_checks(request.locale, mode, connector.direction, sender);
    let options = request.test_options(last_attempt);
    let mut reporter = StepReporter::new(sender, request, true);
    let result = service
        .test_and_save(draft, options, |event| reporter.report(event))
        .await;
    match result {
        Ok(tested) => {
            let view = connected_view(
                request,
                &tested.connection,
                RecentAction::Connected,
                tested.notices,
            );
            send_view(request, widget_state, view, sender);
        }
        Err(Error::NotPassed(report)) => {
            let target = unvalidated_form_state(form, widget_state).setup_target();
            let guide = SetupGuide {
                requirements: &widget_state.requirements,
                target: &target,
                mode,
            };
            let complete_policy = guide.complete_policy(&*report);
            send_result(request.locale, *report, complete_policy, notices, sender);
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

/// Checks the saved connection again.
pub fn check(request: WidgetRequest, widget_state: WidgetState) -> Response {
    stream_action(request.locale, CHECKS_ID, |sender| async move {
        if let Err(error) = run_check(&request, &widget_state, &sender).await {
            send_error(&request, error, Vec::new(), CHECKS_ID, &sender).await;
        }
    })
}

async fn run_check(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    sender: &ProgressSender,
) -> Result<(), Error> {
    // Without a connection, the check below returns an error, and the mode does not matter.
    let mode = widget_state
        .connection
        .as_ref()
        .map_or(AccessMode::Keys, |c| c.mode);
    let direction = widget_state.connector.direction;
    send_pending_checks(request.locale, mode, direction, sender);
    let mut reporter = StepReporter::new(sender, request, false);
    let connection = request
        .state
        .service
        .check_again_in_widget(&request.session, widget_state, |event| {
            reporter.report(event);
        })
        .await?;
    let view = connected_view(request, &connection, RecentAction::Checked, Vec::new());
    send_view(request, widget_state, view, sender);
    Ok(())
}

/// Creates a link for the tenant's AWS administrator. Only the element for the link changes, so everything that is
/// typed stays in the form, also secrets.
pub fn forward_link(request: WidgetRequest, widget_state: WidgetState, form: Form) -> Response {
    stream_action(request.locale, FORWARDED_LINK_ID, |sender| async move {
        match request.create_forwarded_link(&widget_state, &form).await {
            Ok(link) => sender.end(
                FORWARDED_LINK_ID,
                render_fragment(|| view! { <ForwardedLinkBox locale=request.locale link /> }),
            ),
            Err(error) => {
                send_error(&request, error, Vec::new(), FORWARDED_LINK_ID, &sender).await;
            }
        }
    })
}

/// Shows the connection if somebody else has connected the bucket. Otherwise, the answer has no line.
pub fn watch(request: WidgetRequest, widget_state: WidgetState) -> Response {
    stream_action(request.locale, CHECKS_ID, |sender| async move {
        if widget_state.connection.is_some() {
            let view = current_view(&request, &widget_state, RecentAction::Connected);
            send_view(&request, &widget_state, view, &sender);
        }
    })
}

/// Shows all steps of a check as pending.
fn send_pending_checks(
    locale: Locale,
    mode: AccessMode,
    direction: Direction,
    sender: &ProgressSender,
) {
    let steps = pending_steps(mode, direction);
    let html = render_fragment(move || view! { <PendingCheckList locale steps /> });
    sender.send(&Progress::Begin { html });
}

/// Replaces the whole content of the page.
fn send_view(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    view: View,
    sender: &ProgressSender,
) {
    let widget = page_model::widget(request, widget_state, &request.look(widget_state));
    let html = render_fragment(move || view! { <WidgetBody widget view /> });
    sender.end("stage", html);
}

/// Shows the report of a test that did not pass.
fn send_result(
    locale: Locale,
    report: Report,
    complete_policy: Option<PolicyDocument>,
    notices: Vec<Notice>,
    sender: &ProgressSender,
) {
    let errors = report
        .failed_steps()
        .filter_map(|step| {
            let field = step.blamed_field()?.to_owned();
            Some((field, locale.translate(&step.detail)))
        })
        .collect();
    // The browser still has the secret in the form, so the tenant need not enter it again.
    let html = render_fragment(move || {
        view! {
            <Notices locale notices />
            <DraftResult locale report complete_policy asks_for_secret=false />
        }
    });
    sender.end_with_errors(CHECKS_ID, html, errors);
}

/// Shows an error. Field errors appear beside their fields, and any other error in the element `element_id`.
async fn send_error(
    request: &WidgetRequest,
    error: Error,
    notices: Vec<Notice>,
    element_id: &str,
    sender: &ProgressSender,
) {
    let locale = request.locale;
    let problem = match error {
        Error::Fields(errors) => {
            let errors_by_field = translate_errors(locale, &errors);
            let html = render_fragment(move || {
                view! {
                    <Notices locale notices />
                    <ErrorSummary locale errors />
                }
            });
            return sender.send(&Progress::FieldErrors {
                html,
                errors: errors_by_field,
            });
        }
        // Somebody else connected meanwhile. The page shows their connection.
        Error::AlreadyConnected => match request.reload_widget_state().await {
            Ok(widget_state) => {
                let view = current_view(request, &widget_state, RecentAction::None);
                return send_view(request, &widget_state, view, sender);
            }
            Err(error) => Problem::from(error),
        },
        other => Problem::from(other),
    };
    problem.log();
    let mut failed_action = failed_action(locale, problem.code);
    if problem.status().is_server_error() {
        // The usual text asks to quote the request's ID, which only a page of its own shows.
        failed_action.next_step = locale.try_again_in_a_minute();
    }
    sender.end(element_id, failed_action_html(failed_action));
}

/// Returns the name and the translated text of each field error.
fn translate_errors(locale: Locale, errors: &[FieldError]) -> Vec<(String, String)> {
    errors
        .iter()
        .map(|e| (e.field.clone(), locale.translate(&e.detail)))
        .collect()
}

fn failed_action_html(failed_action: FailedAction) -> String {
    render_fragment(move || view! { <FailedActionNotice failed_action /> })
}
