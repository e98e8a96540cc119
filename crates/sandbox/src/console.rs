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

use actions::{Fields, Outcome};

#[derive(Clone)]
pub struct Console {
    pub cloud: Arc<Cloud>,
    /// Where the sandbox listens.
    pub addr: SocketAddr,
}

const HOME: &str = "/_console/";

pub fn router(console: Console) -> Router {
    Router::new()
        .route("/_console", get(|| async { Redirect::permanent(HOME) }))
        .route(HOME, get(show))
        .route("/_console/{action}", post(act))
        .layer(from_fn_with_state(console.clone(), guard::only_from_here))
        .with_state(console)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Told {
    /// The action that led here, and what it was done to.
    #[serde(default)]
    did: String,
    #[serde(default)]
    name: String,
}

async fn show(State(console): State<Console>, Query(told): Query<Told>) -> Response {
    let notice = actions::notice(&told.did, &told.name);
    page::render(
        &console,
        StatusCode::OK,
        page::Moment {
            notice,
            ..page::Moment::default()
        },
    )
}

/// What succeeded redirects, so that a reload does not do it again; new keys are the exception, shown this once.
async fn act(
    State(console): State<Console>,
    Path(action): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    match actions::perform(&console.cloud, &action, &fields) {
        Ok(Outcome::Done) => {
            let query = serde_urlencoded::to_string([
                ("did", action.as_str()),
                ("name", fields.name.trim()),
            ]);
            Redirect::to(&format!("{HOME}?{}", query.unwrap_or_default())).into_response()
        }
        Ok(Outcome::NewKeys(keys)) => page::render(
            &console,
            StatusCode::OK,
            page::Moment {
                new_keys: Some(keys),
                ..page::Moment::default()
            },
        ),
        Err(error) => {
            let failed = page::Failed {
                action,
                fields,
                error: error.to_string(),
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page::render(
                &console,
                status,
                page::Moment {
                    failed: Some(failed),
                    ..page::Moment::default()
                },
            )
        }
    }
}
