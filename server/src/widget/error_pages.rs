//! The widget's pages that show neither a form nor a connection, such as that of an expired link.

use super::failed_action::failed_action;
use super::reader_locale::AcceptLanguage;
use super::widget_request::WidgetRequest;
use crate::environment_look::load_look;
use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::state::AppState;
use app::look::Look;
use app::message_page::{MessagePage, PageMessage, WayBackLink};
use app::shell::{Document, Script, render};
use app::widget::FailedAction;
use axum::http::StatusCode;
use axum::response::Response;
use domain::EnvironmentId;
use i18n::Locale;
use leptos::prelude::*;
use service::Error;

/// What is known of the reader of a page, and of the session that the page belongs to.
pub struct Audience<'a> {
    locale: Locale,
    /// The origin that may show the page in a frame: the one that may frame the widget.
    frame_origin: Option<String>,
    /// The environment whose look the page has.
    environment: Option<EnvironmentId>,
    /// Where the session's vendor wants tenants to go.
    return_url: Option<String>,
    /// Set if there is no valid session. The session of an expired link may still name a locale.
    language: Option<&'a AcceptLanguage>,
}

impl<'a> From<&'a AcceptLanguage> for Audience<'a> {
    fn from(language: &'a AcceptLanguage) -> Self {
        Self {
            locale: language.locale(),
            frame_origin: None,
            environment: None,
            return_url: None,
            language: Some(language),
        }
    }
}

impl From<&WidgetRequest> for Audience<'_> {
    fn from(request: &WidgetRequest) -> Self {
        Self {
            locale: request.locale,
            frame_origin: request.session.origin.clone(),
            environment: Some(request.session.scope.environment.clone()),
            return_url: request.session.return_url.clone(),
            language: None,
        }
    }
}

/// Returns the page for a request without a token. Its script looks for a token in the tab: after a reload, the address
/// has none, but the tab still knows it. Everybody else reads that they have to open their link again.
pub fn no_link_page(state: &AppState, locale: Locale) -> Response {
    let message = PageMessage {
        title: locale.no_link_title(),
        text: locale.no_link_words(),
        next_step: locale.no_link_action(),
        request_id: None,
    };
    let document = Document {
        locale,
        title: message.title.clone(),
        status: StatusCode::BAD_REQUEST,
        frame_ancestors: None,
        look: Look::default(),
        style: "",
        script: Script::RestoreToken,
    };
    message_page(state, document, message, None)
}

/// Returns the page for an error of the service.
pub async fn service_error_page(
    state: &AppState,
    error: Error,
    audience: Audience<'_>,
    id: RequestId,
) -> Response {
    let mut audience = audience;
    // These errors carry the session so the page can use its language, frame origin and look.
    if let Error::ExpiredLink(session) | Error::ExpiredForwardedLink(session) = &error {
        if let Some(language) = audience.language {
            audience.locale = language.locale_for_session(session.locale.as_deref());
        }
        audience.frame_origin.clone_from(&session.origin);
        audience.environment = Some(session.scope.environment.clone());
        audience.return_url.clone_from(&session.return_url);
    }
    problem_page(state, Problem::from(error), audience, id).await
}

/// Returns the page for a problem.
pub async fn problem_page(
    state: &AppState,
    problem: Problem,
    audience: Audience<'_>,
    id: RequestId,
) -> Response {
    problem.log();
    let locale = audience.locale;
    let status = problem.status();
    let FailedAction {
        title,
        text,
        next_step,
    } = failed_action(locale, problem.code);
    let message = PageMessage {
        title,
        text,
        next_step,
        // Only for failures on our side. The reader can do nothing with an ID of the others.
        request_id: status.is_server_error().then_some(id.0),
    };
    let look = match &audience.environment {
        Some(environment) => load_look(state, environment).await,
        None => Look::default(),
    };
    let way_back = audience.return_url.map(|url| WayBackLink {
        label: match look.name.as_deref() {
            Some(vendor) => locale.go_back_to(vendor),
            None => locale.go_back(),
        },
        url,
    });
    let document = Document {
        locale,
        title: message.title.clone(),
        status,
        frame_ancestors: audience.frame_origin,
        look,
        style: "",
        script: Script::None,
    };
    let mut response = message_page(state, document, message, way_back);
    problem.insert_retry_after(response.headers_mut());
    response
}

fn message_page(
    state: &AppState,
    document: Document,
    message: PageMessage,
    way_back: Option<WayBackLink>,
) -> Response {
    let locale = document.locale;
    let options = state.site.leptos.clone();
    render(
        options,
        document,
        move || view! { <MessagePage locale message way_back /> },
    )
}
