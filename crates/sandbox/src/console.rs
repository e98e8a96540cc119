//! A page that stands in for the AWS console: buckets, users and roles, with plain forms and no script.

mod actions;
mod guard;
mod page;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use crate::cloud::Cloud;

use actions::{ActionFields, ActionResult};
use page::{Feedback, RejectedForm};

/// What the handlers of the console need.
#[derive(Clone)]
pub struct Console {
    pub cloud: Arc<Cloud>,
    /// Where the sandbox listens.
    pub addr: SocketAddr,
}

const HOME: &str = "/_console/";

/// Builds the routes of the console.
pub fn router(console: Console) -> Router {
    Router::new()
        .route("/_console", get(|| async { Redirect::permanent(HOME) }))
        .route(HOME, get(show_page))
        .route("/_console/{action}", post(perform_action))
        .layer(from_fn_with_state(
            console.addr.ip(),
            guard::refuse_other_sites,
        ))
        .with_state(console)
}

/// The action that redirected to the page, and the name that it was about.
#[derive(Debug, Default, serde::Deserialize)]
struct FinishedAction {
    #[serde(default, rename = "did")]
    action: String,
    #[serde(default)]
    name: String,
}

async fn show_page(
    State(console): State<Console>,
    Query(finished): Query<FinishedAction>,
) -> Response {
    let feedback = Feedback {
        notice: actions::success_notice(&finished.action, &finished.name),
        ..Feedback::default()
    };
    render(&console, StatusCode::OK, feedback)
}

/// Performs the action of a form.
async fn perform_action(
    State(console): State<Console>,
    Path(action): Path<String>,
    Form(fields): Form<ActionFields>,
) -> Response {
    match actions::perform(&console.cloud, &action, &fields) {
        Ok(ActionResult::Done) => {
            // A redirect, so that reloading the page does not repeat the action.
            let query = serde_urlencoded::to_string([
                ("did", action.as_str()),
                ("name", fields.name.trim()),
            ]);
            Redirect::to(&format!("{HOME}?{}", query.unwrap_or_default())).into_response()
        }
        Ok(ActionResult::NewKeys(keys)) => {
            // No redirect here: the secret is shown once, and must not be part of an address.
            let feedback = Feedback {
                new_keys: Some(keys),
                ..Feedback::default()
            };
            render(&console, StatusCode::OK, feedback)
        }
        Err(error) => {
            let rejected_form = RejectedForm {
                action,
                fields,
                error: error.to_string(),
            };
            let feedback = Feedback {
                rejected_form: Some(rejected_form),
                ..Feedback::default()
            };
            render(&console, StatusCode::UNPROCESSABLE_ENTITY, feedback)
        }
    }
}

fn render(console: &Console, status: StatusCode, feedback: Feedback) -> Response {
    page::render(&console.cloud, console.addr, status, feedback)
}
