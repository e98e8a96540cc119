//! The list of environments, where they are created and deleted.

use super::admin_request::AdminRequest;
use super::document::render_server_page;
use crate::default_environment::refuse_to_delete;
use crate::input::{Form, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::state::admin_sessions::Admin;
use app::admin::{Confirmation, EnvironmentRow, EnvironmentsPage, Tab};
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
pub async fn list(
    State(state): State<AppState>,
    admin: Admin,
    query: Query,
) -> Result<Response, Problem> {
    let page = EnvironmentList {
        is_deleted: query.get("done") == "deleted",
        ..EnvironmentList::default()
    };
    show(&state, admin, page, StatusCode::OK).await
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
            let page = EnvironmentList {
                new_id,
                errors,
                ..EnvironmentList::default()
            };
            show(&state, admin, page, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks for confirmation before an environment is deleted.
pub async fn confirm_deletion(request: AdminRequest) -> Result<Response, Problem> {
    refuse_to_delete(&request.state, &request.environment)?;
    if request.service.has_flows(&request.environment).await? {
        return Err(Error::EnvironmentHasFlows(request.environment).into());
    }
    let confirmation = Confirmation {
        question: "Delete the environment",
        name: request.environment.to_string(),
        consequence: "It has no flows. Its API keys are revoked, and its settings are deleted. Its tenants, their external IDs and its log stay on record: they are there again if you create an environment with this ID."
            .to_owned(),
        yes: "Yes, delete it",
        no: "Keep it",
        action: format!("/admin/{}/delete", request.environment),
        back: "/admin/environments".to_owned(),
        is_destructive: true,
    };
    Ok(request.confirm_page("Delete an environment", Tab::Flows, confirmation))
}

/// Deletes an environment without flows.
pub async fn delete(request: AdminRequest) -> Result<Response, Problem> {
    refuse_to_delete(&request.state, &request.environment)?;
    request
        .service
        .delete_environment(&request.environment)
        .await?;
    Ok(Redirect::to("/admin/environments?done=deleted").into_response())
}

/// What the page shows besides the environments.
#[derive(Default)]
struct EnvironmentList {
    /// What the form holds after it was refused.
    new_id: String,
    errors: Vec<FieldError>,
    is_deleted: bool,
}

async fn show(
    state: &AppState,
    admin: Admin,
    page: EnvironmentList,
    status: StatusCode,
) -> Result<Response, Problem> {
    let EnvironmentList {
        new_id,
        errors,
        is_deleted,
    } = page;
    let mut environments = Vec::new();
    for environment in state.service.environments().await? {
        let is_default = environment == state.site.environment;
        let has_flows = state.service.has_flows(&environment).await?;
        environments.push(EnvironmentRow {
            environment: environment.into(),
            can_be_deleted: !has_flows && !is_default,
        });
    }
    let content =
        move |layout| view! { <EnvironmentsPage layout environments new_id errors is_deleted /> };
    Ok(render_server_page(
        state,
        &admin,
        "Environments",
        status,
        content,
    ))
}
