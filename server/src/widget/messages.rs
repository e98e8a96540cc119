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
use i18n::Locale;
use leptos::prelude::*;
use service::Error;

/// Who reads it, and in whose frame, as far as that is known.
pub struct Audience<'a> {
    locale: Locale,
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
            locale: reader.locale(),
            origin: None,
            environment: None,
            reader: Some(reader),
        }
    }
}

impl From<&Visit> for Audience<'_> {
    fn from(visit: &Visit) -> Self {
        Self {
            locale: visit.locale,
            origin: visit.session.origin.clone(),
            environment: Some(visit.session.scope.environment.clone()),
            reader: None,
        }
    }
}

/// A tab that was reloaded still knows its link; everyone else is told to open it again.
pub fn no_link(state: &AppState, locale: Locale) -> Response {
    let words = Message {
        title: locale.no_link_title(),
        text: locale.no_link_words(),
        action: locale.no_link_action(),
        request_id: None,
    };
    let document = Document {
        locale: locale,
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
    if let Error::ExpiredLink(over) | Error::ExpiredForwardedLink(over) = &error {
        if let Some(reader) = audience.reader {
            audience.locale = reader.locale_of(over.locale.as_deref());
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
    let locale = audience.locale;
    let status = problem.status();
    let NotDone {
        title,
        words,
        action,
    } = not_done(locale, problem.code);
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
        locale: locale,
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
pub fn not_done(locale: Locale, code: &str) -> NotDone {
    let (title, action) = head_and_action(locale, code);
    NotDone {
        title,
        words: text(locale, code),
        action,
    }
}

fn head_and_action(locale: Locale, code: &str) -> (String, String) {
    match code {
        "unknown_link" => (locale.unknown_link_title(), locale.unknown_link_action()),
        "expired_link" => (locale.expired_link_title(), locale.expired_link_action()),
        "expired_forwarded_link" => (
            locale.expired_link_title(),
            locale.expired_forwarded_link_action(),
        ),
        "not_for_forwarded_links" => (
            locale.not_for_forwarded_links_title(),
            locale.not_for_forwarded_links_action(),
        ),
        "already_connected" => (
            locale.already_connected_title(),
            locale.already_connected_action(),
        ),
        "unknown_flow" => (locale.unknown_flow_title(), locale.unknown_flow_action()),
        "no_connection" => (locale.no_connection_title(), locale.no_connection_action()),
        "too_many_checks" => (
            locale.too_many_checks_title(),
            locale.too_many_checks_action(),
        ),
        "rate_limited" => (locale.rate_limited_title(), locale.rate_limited_action()),
        "too_many_links" => (
            locale.too_many_links_title(),
            locale.too_many_links_action(),
        ),
        "body_too_large" => (locale.too_large_title(), locale.too_large_action()),
        _ => (locale.did_not_work_title(), locale.did_not_work_action()),
    }
}

fn text(locale: Locale, code: &str) -> String {
    match code {
        "unknown_link" => locale.unknown_link_words(),
        "expired_link" | "expired_forwarded_link" => locale.nothing_lost(),
        "not_for_forwarded_links" => locale.not_for_forwarded_links_words(),
        "already_connected" => locale.already_connected_words(),
        "unknown_flow" => locale.unknown_flow_words(),
        "no_connection" => locale.no_connection_words(),
        "too_many_checks" => locale.too_many_checks_words(),
        "rate_limited" => locale.rate_limited_words(),
        "too_many_links" => locale.too_many_links_words(),
        "body_too_large" => locale.too_large_words(),
        "body_too_slow" | "body_cut_off" => locale.cut_off_words(),
        "busy" => locale.busy_words(),
        _ => locale.did_not_work_words(),
    }
}

fn show(state: &AppState, document: Document, words: Message) -> Response {
    let locale = document.locale;
    let options = state.site.leptos.clone();
    render(
        options,
        document,
        move || view! { <MessagePage locale message=words /> },
    )
}
