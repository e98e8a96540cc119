//! The actions of the widget's page, each answered with a whole page. They need no script.

use super::connect_form::{
    draft_from_form, form_to_change, posted_form_state, unvalidated_form_state,
};
use super::failed_action::{failed_action, unknown_action_notice};
use super::page::render_page;
use super::page_model::{connected_view, current_view};
use super::widget_request::WidgetRequest;
use crate::input::Form;
use crate::problem::Problem;
use app::widget::{FailedAction, FormState, RecentAction, View};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Report;
use service::{Attempt, Error, SessionKind, TestedConnection, WidgetState};

/// Tests the form and saves the connection if the test passes.
///
/// # Errors
/// Returns every error that the page cannot show beside the form.
pub async fn save(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
    last_attempt: Option<Attempt>,
) -> Result<Response, Error> {
    let result = test_and_save(request, widget_state, form, last_attempt).await;
    let refused_form = |widget_state: &WidgetState, errors, report: Option<Report>| {
        let form_state = FormState {
            is_report_new: report.is_some(),
            report,
            ..posted_form_state(form, widget_state, errors)
        };
        View::Form(Box::new(form_state))
    };
    let mut retry_problem = None;
    let (view, status) = match result {
        Ok(TestedConnection {
            connection,
            notices,
            ..
        }) => (
            connected_view(request, &connection, RecentAction::Connected, notices),
            StatusCode::OK,
        ),
        // Somebody else connected meanwhile, and a forwarded link cannot replace a connection.
        Err(Error::AlreadyConnected) => {
            let widget_state = request.reload_widget_state().await?;
            let view = current_view(request, &widget_state, RecentAction::None);
            return Ok(render_page(
                request,
                &widget_state,
                view,
                StatusCode::CONFLICT,
            ));
        }
        Err(Error::Fields(errors)) => (
            refused_form(widget_state, errors, None),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(Error::NotPassed(report)) => {
            // The check took a while, and somebody may have connected the flow meanwhile.
            let widget_state = request.reload_widget_state().await?;
            let view = refused_form(&widget_state, Vec::new(), Some(*report));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(render_page(request, &widget_state, view, status));
        }
        // The form keeps what was typed, so that it can be sent again in a moment.
        Err(error @ (Error::TooManyChecks | Error::TooManyChecksLately { .. })) => {
            let (failed_action, problem) = explain(request, error);
            let form_state = FormState {
                failed_action: Some(failed_action),
                report: None,
                ..unvalidated_form_state(form, widget_state)
            };
            let status = problem.status();
            retry_problem = Some(problem);
            (View::Form(Box::new(form_state)), status)
        }
        Err(other) => return Err(other),
    };
    let mut response = render_page(request, widget_state, view, status);
    if let Some(problem) = retry_problem {
        problem.insert_retry_after(response.headers_mut());
    }
    Ok(response)
}

/// Creates a link for the tenant's AWS administrator, and shows it above the form.
///
/// # Errors
/// Returns every error of [`WidgetRequest::create_forwarded_link`] except [`Error::TooManyLinks`], which the page shows
/// in place of the link.
pub async fn forward_link(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
) -> Result<Response, Error> {
    let (link, status) = match request.create_forwarded_link(widget_state, form).await {
        Ok(link) => (Ok(link), StatusCode::OK),
        Err(Error::Fields(errors)) => {
            let view = View::Form(Box::new(posted_form_state(form, widget_state, errors)));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(render_page(request, widget_state, view, status));
        }
        Err(error @ Error::TooManyLinks) => {
            let (failed_action, problem) = explain(request, error);
            (Err(failed_action), problem.status())
        }
        Err(other) => return Err(other),
    };
    // The link has replaced the last attempt if the form differs from it.
    let widget_state = request.reload_widget_state().await?;
    let form_state = FormState {
        forwarded_link: Some(link),
        ..unvalidated_form_state(form, &widget_state)
    };
    let view = View::Form(Box::new(form_state));
    Ok(render_page(request, &widget_state, view, status))
}

/// Returns what the page says about an error, and the problem with its status.
fn explain(request: &WidgetRequest, error: Error) -> (FailedAction, Problem) {
    let problem = Problem::from(error);
    (failed_action(request.locale, problem.code), problem)
}

/// Shows what was typed again. Returns `None` if nothing was typed, or if there is no form to show.
///
/// A page that was open during an update can send an action that no longer exists. If its script asked for progress and gets
/// this page, it posts the form once more, without any action, and shows the answer.
pub fn unknown_action(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
) -> Option<Response> {
    let is_forwarded = request.session.kind == SessionKind::Forwarded;
    if draft_from_form(form).fields.is_empty() || is_forwarded && widget_state.connection.is_some()
    {
        return None;
    }
    let form_state = FormState {
        failed_action: Some(unknown_action_notice(request.locale)),
        report: None,
        ..unvalidated_form_state(form, widget_state)
    };
    let view = View::Form(Box::new(form_state));
    let status = StatusCode::BAD_REQUEST;
    Some(render_page(request, widget_state, view, status))
}

/// Checks the saved connection again.
///
/// # Errors
/// Returns every error of the check, except that it did not pass: the page shows its report.
pub async fn check(request: &WidgetRequest, widget_state: &WidgetState) -> Result<Response, Error> {
    let connection = request
        .state
        .service
        .check_again_in_widget(&request.session, widget_state, |_| {})
        .await?;
    let view = connected_view(request, &connection, RecentAction::Checked, Vec::new());
    Ok(render_page(request, widget_state, view, StatusCode::OK))
}

/// Shows the form with the saved connection, to change it.
pub fn change(request: &WidgetRequest, widget_state: &WidgetState) -> Response {
    let view = View::Form(Box::new(form_to_change(widget_state)));
    render_page(request, widget_state, view, StatusCode::OK)
}

/// Asks for confirmation before disconnecting.
pub fn confirm_disconnect(request: &WidgetRequest, widget_state: &WidgetState) -> Response {
    let view = match current_view(request, widget_state, RecentAction::None) {
        View::Connected(connection) => View::ConfirmDisconnect(connection),
        other => other,
    };
    render_page(request, widget_state, view, StatusCode::OK)
}

/// Deletes the connection.
///
/// # Errors
/// [`Error::Store`] if the database fails.
pub async fn disconnect(
    request: &WidgetRequest,
    widget_state: &WidgetState,
) -> Result<Response, Error> {
    let result = request
        .state
        .service
        .disconnect(&request.session.scope, &request.session.flow)
        .await;
    match result {
        // If there is no connection, the button was pressed twice. Either way the tenant is disconnected now.
        Ok(()) | Err(Error::NoConnection(_)) => {}
        Err(error) => return Err(error),
    }
    let view = View::Disconnected;
    Ok(render_page(request, widget_state, view, StatusCode::OK))
}

async fn test_and_save(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
    last_attempt: Option<Attempt>,
) -> Result<TestedConnection, Error> {
    let service = &request.state.service;
    let draft = service.flow_draft(&request.session, widget_state, draft_from_form(form))?;
    let options = request.test_options(last_attempt);
    service.test_and_save(draft, options, |_| {}).await
}
