//! The editor for the settings of a flow: an admin edits them, previews the widget, reviews the changes and saves.

mod editor_form;
mod error_lines;
mod flow_page;
pub mod history;
mod patches;
pub mod preview;
mod review;
mod sample_view;
mod settings_diff;

use super::admin_request::AdminRequest;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{EditorOutcome, EditorPage};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::FieldError;
use editor_form::EditorForm;
use flow_page::{count_unoffered_access, document_with_preview, editor_url, load_connector};
use leptos::prelude::*;
use service::{Connector, Error};

/// The largest form of the editor. It holds the settings as JSON, and each control with what it showed, URL-encoded.
pub const MAX_FORM_BYTES: usize = 1024 * 1024;

/// Shows the saved settings. With `?saved=`, says that this version has just been saved.
pub async fn show(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let connector = load_connector(&request).await?;
    let form = EditorForm::from_saved(&connector);
    let outcome = match query.get("saved").parse() {
        // The page may be reloaded after somebody else saved another version.
        Ok(version) if version == connector.version => EditorOutcome::Saved(version),
        _ => EditorOutcome::Editing,
    };
    show_form(&request, &connector, &form, form.errors(), outcome).await
}

/// Does what a button of the editor, or of the review page, asks for.
pub async fn submit(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let connector = load_connector(&request).await?;
    let mut editor_form = EditorForm::parse(&form, &connector);
    let action = form.get("action").unwrap_or("review");
    match action {
        "review" | "save" => {}
        "follow" | "edit" => {
            let errors = editor_form.errors();
            let outcome = EditorOutcome::Editing;
            return show_form(&request, &connector, &editor_form, errors, outcome).await;
        }
        field_action => {
            let (errors, outcome) = match editor_form.apply_action(field_action) {
                Ok(()) => (editor_form.errors(), EditorOutcome::Editing),
                Err(errors) => (errors, EditorOutcome::Rejected),
            };
            return show_form(&request, &connector, &editor_form, errors, outcome).await;
        }
    }
    let (direction, params) = match editor_form.settings() {
        Ok(settings) => settings,
        Err(errors) => {
            let outcome = EditorOutcome::Rejected;
            return show_form(&request, &connector, &editor_form, errors, outcome).await;
        }
    };
    let base_version = editor_form.base_version;
    if base_version != connector.version {
        return review::show_conflict(&request, &connector, base_version, direction, &params).await;
    }
    if direction == connector.direction && params == connector.params {
        let outcome = EditorOutcome::Unchanged;
        return show_form(&request, &connector, &editor_form, Vec::new(), outcome).await;
    }
    if action == "review" {
        return review::show_review(&request, &connector, direction, &params).await;
    }
    let put = request.service.put_connector(
        &request.environment,
        &connector.flow,
        direction,
        &params,
        Some(base_version),
    );
    match put.await {
        Ok(saved) => {
            let version = saved.version;
            let editor = format!("{}?saved={version}", editor_url(&request, &saved.flow));
            Ok(Redirect::to(&editor).into_response())
        }
        // Somebody else saved between the check above and this save.
        Err(Error::VersionConflict { .. }) => {
            let current = load_connector(&request).await?;
            review::show_conflict(&request, &current, base_version, direction, &params).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Shows the editor with this form.
async fn show_form(
    request: &AdminRequest,
    connector: &Connector,
    form: &EditorForm,
    errors: Vec<FieldError>,
    outcome: EditorOutcome,
) -> Result<Response, Problem> {
    let unoffered_access = match form.settings() {
        Ok((_, params)) => count_unoffered_access(request, &connector.flow, params.modes()).await?,
        Err(_) => None,
    };
    let model = form.to_model(connector, errors, outcome, unoffered_access);
    let status = if outcome == EditorOutcome::Rejected {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let document = document_with_preview(&format!("Flow {}", connector.flow), status);
    let layout = request.layout(Tab::Flows);
    let content = move || view! { <EditorPage layout=layout.clone() model=model.clone() /> };
    Ok(request.render(document, content))
}
