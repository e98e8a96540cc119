//! The environments, and a new one.

use super::page::{document, page_of};
use super::session::Admin;
use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::{Environments, Frame};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{EnvironmentId, FieldError};
use leptos::prelude::*;
use service::Error;

/// Straight to the flows where there is nothing to choose.
pub async fn first(State(state): State<AppState>, _: Admin) -> Result<Redirect, Problem> {
    let all = state.service.environments().await?;
    Ok(match all.as_slice() {
        [only] => Redirect::to(&format!("/admin/{only}/flows")),
        _ => Redirect::to("/admin/environments"),
    })
}

pub async fn list(State(state): State<AppState>, admin: Admin) -> Result<Response, Problem> {
    show(&state, admin, String::new(), Vec::new(), StatusCode::OK).await
}

pub async fn create(
    State(state): State<AppState>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    let typed = form
        .get("environment")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let made = match EnvironmentId::parse(&typed) {
        Ok(id) => admin.acts(&state.service).create_environment(&id).await,
        Err(refusal) => Err(Error::Fields(vec![refusal.at("environment")])),
    };
    match made {
        Ok(()) => Ok(Redirect::to(&format!("/admin/{typed}/flows")).into_response()),
        Err(Error::Fields(errors)) => {
            show(
                &state,
                admin,
                typed,
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(
    state: &AppState,
    admin: Admin,
    typed: String,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let all = state.service.environments().await?;
    let environments: Vec<String> = all.into_iter().map(String::from).collect();
    let frame = Frame {
        who: admin.name.clone(),
        environment: None,
        here: None,
    };
    let content = move || {
        let (frame, environments) = (frame.clone(), environments.clone());
        view! { <Environments frame environments typed=typed.clone() errors=errors.clone() /> }
    };
    Ok(page_of(
        state,
        &admin,
        document("Environments", status),
        content,
    ))
}
