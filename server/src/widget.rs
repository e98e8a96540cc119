//! The widget's two routes: opening a connect link, and sending a form of its page. Both work as plain HTML. A page
//! whose islands are hydrated asks for the progress of an action as lines of JSON instead.

pub mod browser_messages;
mod check_stream;
pub mod connect_form;
pub mod connection_view;
pub mod error_pages;
mod failed_action;
mod first_form;
mod ndjson;
mod page;
mod page_actions;
mod page_model;
pub mod reader_locale;
mod setup_guide;
mod widget_request;

use crate::input::Form;
use crate::request_id::RequestId;
use crate::state::AppState;
use app::action::Action;
use app::widget::RecentAction;
use axum::Extension;
use axum::extract::{FromRequest as _, RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use error_pages::{Audience, no_link_page, problem_page, service_error_page};
use reader_locale::AcceptLanguage;
use service::{Error, SessionKind, WidgetState};
use widget_request::WidgetRequest;

/// Opens a connect link: shows the connection, or the form to connect.
pub async fn open(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let mut pairs = url::form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
    let token = pairs
        .find(|(name, value)| name == "token" && !value.is_empty())
        .map(|(_, value)| value.into_owned());
    let language = AcceptLanguage::from_headers(request.headers());
    let Some(token) = token else {
        return no_link_page(&state, language.locale());
    };
    match WidgetRequest::open(state.clone(), token, &language).await {
        Ok((request, widget_state)) => current_page(&request, widget_state, id).await,
        Err(error) => service_error_page(&state, error, (&language).into(), id).await,
    }
}

/// Does what a button of the page asks for.
pub async fn submit(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let wants_progress = request
        .headers()
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == app::islands::NDJSON);
    let language = AcceptLanguage::from_headers(request.headers());
    let mut form = match Form::from_request(request, &state).await {
        Ok(form) => form,
        Err(problem) => {
            return problem_page(&state, problem, (&language).into(), id).await;
        }
    };
    let Some(token) = form.take("token").filter(|token| !token.is_empty()) else {
        return no_link_page(&state, language.locale());
    };
    let (request, widget_state) = match WidgetRequest::open(state.clone(), token, &language).await {
        Ok(opened) => opened,
        Err(error) => return service_error_page(&state, error, (&language).into(), id).await,
    };
    let audience = Audience::from(&request);
    let widget_state = match widget_state {
        Ok(widget_state) => widget_state,
        Err(error) => return service_error_page(&state, error, audience, id).await,
    };
    let action = form.take("action");
    let action = action.and_then(|action| Action::parse(&action));
    let is_allowed = request.session.kind == SessionKind::Tenant
        || action.is_none_or(Action::is_for_forwarded_links);
    if !is_allowed {
        let error = Error::NotForForwardedLinks;
        return service_error_page(&state, error, audience, id).await;
    }
    let Some(action) = action else {
        return match page_actions::unknown_action(&request, &widget_state, &form) {
            Some(page) => page,
            None => current_page(&request, Ok(widget_state), id).await,
        };
    };
    let last_attempt = (action == Action::SaveAgain).then(|| widget_state.stored_attempt.clone());
    let last_attempt = last_attempt.flatten();
    let result = match action {
        Action::Save | Action::SaveAgain if wants_progress => {
            return check_stream::save(request, widget_state, form, last_attempt);
        }
        Action::Check if wants_progress => return check_stream::check(request, widget_state),
        Action::ForwardLink if wants_progress => {
            return check_stream::forward_link(request, widget_state, form);
        }
        Action::Watch if wants_progress => return check_stream::watch(request, widget_state),
        Action::UpdateSetupGuide if wants_progress => {
            return setup_guide::fragments(&request, &widget_state, &form);
        }
        Action::UpdateSetupGuide => return setup_guide::page(&request, &widget_state, &form),
        Action::Download(file) => {
            return setup_guide::download(&request, &widget_state, &form, file);
        }
        Action::Change => return page_actions::change(&request, &widget_state),
        Action::Disconnect => return page_actions::confirm_disconnect(&request, &widget_state),
        Action::Open | Action::Watch => return current_page(&request, Ok(widget_state), id).await,
        Action::Save | Action::SaveAgain => {
            page_actions::save(&request, &widget_state, &form, last_attempt).await
        }
        Action::ForwardLink => page_actions::forward_link(&request, &widget_state, &form).await,
        Action::Check => page_actions::check(&request, &widget_state).await,
        Action::ConfirmDisconnect => page_actions::disconnect(&request, &widget_state).await,
    };
    match result {
        Ok(response) => response,
        Err(error) => service_error_page(&state, error, audience, id).await,
    }
}

/// Shows the connection, or the form as it was last sent.
async fn current_page(
    request: &WidgetRequest,
    widget_state: Result<WidgetState, Error>,
    id: RequestId,
) -> Response {
    match widget_state {
        Ok(widget_state) => {
            first_form::first_form_page(request, &widget_state).unwrap_or_else(|| {
                let view = page_model::current_view(request, &widget_state, RecentAction::None);
                page::render_page(request, &widget_state, view, StatusCode::OK)
            })
        }
        Err(error) => {
            let audience = Audience::from(request);
            service_error_page(&request.state, error, audience, id).await
        }
    }
}
