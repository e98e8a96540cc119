//! What a page says that shows neither a form nor a connection: no link, an expired one, something else amiss.

use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::state::AppState;
use app::look::Look;
use app::message::{Message, MessagePage};
use app::shell::{Document, Script, render};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::Error;

/// A tab that was reloaded still knows its link; everyone else is told to open it again.
pub async fn no_link(state: &AppState, request: Request) -> Response {
    let words = Message {
        title: "Open the link again".to_owned(),
        text: "This page needs the link you were given; it is not complete.".to_owned(),
        action: "Go back to where you found the link and open it again. Nothing is lost."
            .to_owned(),
        request_id: None,
    };
    show(
        state,
        words,
        StatusCode::BAD_REQUEST,
        Script::Return,
        None,
        request,
    )
    .await
}

/// `origin` may frame the page that says no, as it may frame the widget.
pub async fn refused(
    state: &AppState,
    error: Error,
    origin: Option<String>,
    id: RequestId,
    request: Request,
) -> Response {
    let origin = match &error {
        Error::ExpiredLink { origin } => origin.clone(),
        _ => origin,
    };
    message(state, Problem::from(error), origin, id, request).await
}

pub async fn message(
    state: &AppState,
    problem: Problem,
    origin: Option<String>,
    id: RequestId,
    request: Request,
) -> Response {
    let status = problem.status();
    let (title, action) = match problem.code {
        "unknown_link" => (
            "This link does not work",
            "It may be incomplete. Go back to where you found it and open it again.",
        ),
        "expired_link" => (
            "This link has expired",
            "Links live for a short time only. Go back to where you found it and open a new one.",
        ),
        "expired_hand_off" => (
            "This link has expired",
            "A link to set up access lives for seven days, and ends when the bucket is disconnected. Ask whoever sent it to you for a new one.",
        ),
        "handed_on" => (
            "This link cannot do that",
            "Whoever sent it to you can change or remove the connection on their own page.",
        ),
        "already_connected" => (
            "The bucket is connected",
            "Open the link again to see the connection.",
        ),
        "unknown_flow" => (
            "This connection is not set up yet",
            "Please tell the people who sent you here; there is nothing you can do.",
        ),
        "no_connection" => (
            "There is no connection any more",
            "It was removed in the meantime. Open the link again to connect anew.",
        ),
        "body_too_large" => (
            "That was too much text",
            "Go back, shorten what you entered, and try again.",
        ),
        _ => (
            "That did not work",
            "Try again in a minute. If it keeps happening, send us the reference below.",
        ),
    };
    let text = match problem.code {
        "expired_link" | "expired_hand_off" => "Nothing you saved is lost.".to_owned(),
        _ => problem.detail,
    };
    let request_id = status.is_server_error().then_some(id.0);
    let words = Message {
        title: title.to_owned(),
        text,
        action: action.to_owned(),
        request_id,
    };
    show(state, words, status, Script::None, origin, request).await
}

async fn show(
    state: &AppState,
    words: Message,
    status: StatusCode,
    script: Script,
    frame_ancestors: Option<String>,
    request: Request,
) -> Response {
    let document = Document {
        title: words.title.clone(),
        status,
        frame_ancestors,
        look: Look::default(),
        script,
    };
    let options = state.site.leptos.clone();
    render(
        options,
        document,
        request,
        move || view! { <MessagePage message=words.clone() /> },
    )
    .await
}
