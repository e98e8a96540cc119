//! What a page says that shows neither a form nor a connection: no link, an expired one, something else amiss.

use super::Visit;
use super::reader::Reader;
use crate::looks;
use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::state::AppState;
use app::look::Look;
use app::message::{Message, MessagePage};
use app::shell::{Document, Script, render};
use app::widget::NotDone;
use axum::http::StatusCode;
use axum::response::Response;
use domain::EnvironmentId;
use leptos::prelude::*;
use service::Error;
use words::Language;

/// Who reads it, and in whose frame, as far as that is known.
pub struct Audience<'a> {
    language: Language,
    /// It may frame the page that says no, as it may frame the widget.
    origin: Option<String>,
    /// Whose look the page has.
    environment: Option<EnvironmentId>,
    /// For what a session that is over says of its reader.
    reader: Option<&'a Reader>,
}

impl<'a> From<&'a Reader> for Audience<'a> {
    fn from(reader: &'a Reader) -> Self {
        Self {
            language: reader.language(),
            origin: None,
            environment: None,
            reader: Some(reader),
        }
    }
}

impl From<&Visit> for Audience<'_> {
    fn from(visit: &Visit) -> Self {
        Self {
            language: visit.language,
            origin: visit.session.origin.clone(),
            environment: Some(visit.session.scope.environment.clone()),
            reader: None,
        }
    }
}

/// A tab that was reloaded still knows its link; everyone else is told to open it again.
pub fn no_link(state: &AppState, say: Language) -> Response {
    let words = Message {
        title: say.no_link_title(),
        text: say.no_link_words(),
        action: say.no_link_action(),
        request_id: None,
    };
    let document = Document {
        language: say,
        title: words.title.clone(),
        status: StatusCode::BAD_REQUEST,
        frame_ancestors: None,
        look: Look::default(),
        style: "",
        script: Script::Return,
    };
    show(state, document, words)
}

pub async fn refused(
    state: &AppState,
    error: Error,
    audience: Audience<'_>,
    id: RequestId,
) -> Response {
    let mut audience = audience;
    if let Error::ExpiredLink(over) | Error::ExpiredHandOff(over) = &error {
        if let Some(reader) = audience.reader {
            audience.language = reader.language_of(over.locale.as_deref());
        }
        audience.origin.clone_from(&over.origin);
        audience.environment = Some(over.scope.environment.clone());
    }
    message(state, Problem::from(error), audience, id).await
}

pub async fn message(
    state: &AppState,
    problem: Problem,
    audience: Audience<'_>,
    id: RequestId,
) -> Response {
    let say = audience.language;
    let status = problem.status();
    let NotDone {
        title,
        words,
        action,
    } = not_done(say, problem.code);
    let words = Message {
        title,
        text: words,
        action,
        request_id: status.is_server_error().then_some(id.0),
    };
    let look = match &audience.environment {
        Some(environment) => looks::of(state, environment).await,
        None => Look::default(),
    };
    let document = Document {
        language: say,
        title: words.title.clone(),
        status,
        frame_ancestors: audience.origin,
        look,
        style: "",
        script: Script::None,
    };
    let mut response = show(state, document, words);
    problem.put_retry_after(response.headers_mut());
    response
}

/// In words for the reader of a page: the problem's own are English and for vendors.
pub fn not_done(say: Language, code: &str) -> NotDone {
    let (title, action) = head_and_action(say, code);
    NotDone {
        title,
        words: text(say, code),
        action,
    }
}

fn head_and_action(say: Language, code: &str) -> (String, String) {
    match code {
        "unknown_link" => (say.unknown_link_title(), say.unknown_link_action()),
        "expired_link" => (say.expired_link_title(), say.expired_link_action()),
        "expired_hand_off" => (say.expired_link_title(), say.expired_hand_off_action()),
        "handed_on" => (say.handed_on_title(), say.handed_on_action()),
        "already_connected" => (
            say.already_connected_title(),
            say.already_connected_action(),
        ),
        "unknown_flow" => (say.unknown_flow_title(), say.unknown_flow_action()),
        "no_connection" => (say.no_connection_title(), say.no_connection_action()),
        "too_many_checks" => (say.too_many_checks_title(), say.too_many_checks_action()),
        "rate_limited" => (say.rate_limited_title(), say.rate_limited_action()),
        "too_many_links" => (say.too_many_links_title(), say.too_many_links_action()),
        "body_too_large" => (say.too_large_title(), say.too_large_action()),
        _ => (say.did_not_work_title(), say.did_not_work_action()),
    }
}

fn text(say: Language, code: &str) -> String {
    match code {
        "unknown_link" => say.unknown_link_words(),
        "expired_link" | "expired_hand_off" => say.nothing_lost(),
        "handed_on" => say.handed_on_words(),
        "already_connected" => say.already_connected_words(),
        "unknown_flow" => say.unknown_flow_words(),
        "no_connection" => say.no_connection_words(),
        "too_many_checks" => say.too_many_checks_words(),
        "rate_limited" => say.rate_limited_words(),
        "too_many_links" => say.too_many_links_words(),
        "body_too_large" => say.too_large_words(),
        "body_too_slow" | "body_cut_off" => say.cut_off_words(),
        "busy" => say.busy_words(),
        _ => say.did_not_work_words(),
    }
}

fn show(state: &AppState, document: Document, words: Message) -> Response {
    let say = document.language;
    let options = state.site.leptos.clone();
    render(
        options,
        document,
        move || view! { <MessagePage say message=words /> },
    )
}
