//! The log of the whole server: sign-ins, and deleted environments.

use super::audit_log::actor_name;
use super::document::render_server_page;
use crate::input::{Query, is_event_cursor};
use crate::problem::Problem;
use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use app::admin::{AuditEventRow, ServerLogPage};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde_json::{Map, Value};
use service::{ServerAction, ServerEvent};

/// Shows one page of the log, newest first.
pub async fn show(
    State(state): State<AppState>,
    admin: Admin,
    query: Query,
) -> Result<Response, Problem> {
    let before = query
        .get_non_empty("before")
        .filter(|text| is_event_cursor(text));
    let (events, next) = state.service.server_events(before).await?;
    let events: Vec<_> = events.iter().map(event_row).collect();
    let first_page = before.map(|_| "/admin/log".to_owned());
    let next_page = next.map(|next| format!("/admin/log?before={next}"));
    let content = move |layout| view! { <ServerLogPage layout events first_page next_page /> };
    let title = "Log of the server";
    Ok(render_server_page(
        &state,
        &admin,
        title,
        StatusCode::OK,
        content,
    ))
}

fn event_row(event: &ServerEvent) -> AuditEventRow {
    let action = ServerAction::parse(&event.action);
    AuditEventRow {
        at: event.at,
        actor: actor_name(&event.actor),
        summary: match action {
            Some(action) => summary(action, &event.detail),
            // A newer server may have written events that this one does not know.
            None => event.action.replace(['.', '_'], " "),
        },
        is_failure: action == Some(ServerAction::SignInRefused),
        tenant: None,
        flow: None,
    }
}

/// Describes an event in English.
fn summary(action: ServerAction, detail: &Map<String, Value>) -> String {
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    match action {
        ServerAction::SignedIn => format!("Signed in, from {}", text("address")),
        ServerAction::SignInRefused => {
            format!("Sign-in with a wrong admin key, from {}", text("address"))
        }
        ServerAction::EnvironmentDeleted => {
            format!("Environment {} deleted", text("environment"))
        }
    }
}
