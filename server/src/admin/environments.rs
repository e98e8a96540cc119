//! The list of environments, with a form to create one.

use super::document::{document, render_admin_page};
use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use app::admin::{EnvironmentsPage, Layout};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{EnvironmentId, FieldError};
use leptos::prelude::*;
use service::Error;

/// Redirects to the list of environments, or to the flows of the only one.
pub async fn redirect_to_start(
    State(state): State<AppState>,
    _: Admin,
) -> Result<Redirect, Problem> {
    let all = state.service.environments().await?;
    Ok(match all.as_slice() {
        [only] => Redirect::to(&format!("/admin/{only}/flows")),
        _ => Redirect::to("/admin/environments"),
    })
}

/// Lists the environments.
pub async fn list(State(state): State<AppState>, admin: Admin) -> Result<Response, Problem> {
    show(&state, admin, String::new(), Vec::new(), StatusCode::OK).await
}

/// Creates an environment, and redirects to its flows.
pub async fn create(
    State(state): State<AppState>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    let new_id = form
        .get("environment")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let created = match EnvironmentId::parse(&new_id) {
        Ok(id) => admin.service(&state.service).create_environment(&id).await,
        Err(refusal) => Err(Error::Fields(vec![refusal.for_field("environment")])),
    };
    match created {
        Ok(()) => Ok(Redirect::to(&format!("/admin/{new_id}/flows")).into_response()),
        Err(Error::Fields(errors)) => {
            show(
                &state,
                admin,
                new_id,
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
    new_id: String,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let all = state.service.environments().await?;
    let environments: Vec<String> = all.into_iter().map(String::from).collect();
    let layout = Layout {
        admin_name: admin.name.clone(),
        environment: None,
        tab: None,
    };
    let content = move || {
        let (layout, environments) = (layout.clone(), environments.clone());
        view! { <EnvironmentsPage layout environments new_id=new_id.clone() errors=errors.clone() /> }
    };
    Ok(render_admin_page(
        state,
        &admin,
        document("Environments", status),
        content,
    ))
}
