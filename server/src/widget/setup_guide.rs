//! The setup guide for what is filled in so far: as fragments of the page while the tenant types, and as files.

use super::connect_form::unvalidated_form_state;
use super::ndjson::ndjson_response;
use super::page::render_form_with_setup_guide;
use super::widget_request::WidgetRequest;
use crate::attachment::attachment;
use crate::input::Form;
use app::progress::Progress;
use app::shell::render_fragment;
use app::widget::SetupForms;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use domain::setup_guide::{SetupFile, SetupGuide};
use domain::{AccessMode, SetupTarget};
use leptos::prelude::*;
use service::WidgetState;

/// Returns the guide of each access mode, rendered again.
pub fn fragments(request: &WidgetRequest, widget_state: &WidgetState, form: &Form) -> Response {
    let target = setup_target(form, widget_state);
    let mut body = String::new();
    for mode in [AccessMode::Keys, AccessMode::Role] {
        if !widget_state.connector.params.modes().allows(mode) {
            continue;
        }
        let (locale, target) = (request.locale, target.clone());
        let requirements = widget_state.requirements.clone();
        let fragment = Progress::Replace {
            id: format!("setup-{}", mode.as_str()),
            html: render_fragment(move || view! { <SetupForms locale requirements target mode /> }),
        };
        body.push_str(&serde_json::to_string(&fragment).unwrap_or_default());
        body.push('\n');
    }
    ndjson_response(Body::from(body))
}

/// Returns the whole page with the guide, for browsers that don't run our script.
pub fn page(request: &WidgetRequest, widget_state: &WidgetState, form: &Form) -> Response {
    render_form_with_setup_guide(request, form, widget_state, StatusCode::OK)
}

/// Downloads the guide as one of its files. A download is a posted form and not a link, because the token must not be
/// part of an address.
pub fn download(
    request: &WidgetRequest,
    widget_state: &WidgetState,
    form: &Form,
    file: Option<(AccessMode, SetupFile)>,
) -> Response {
    let modes = widget_state.connector.params.modes();
    let file = file.filter(|(mode, _)| modes.allows(*mode));
    let attachment = file.and_then(|(mode, file)| {
        let text = SetupGuide {
            requirements: &widget_state.requirements,
            target: &setup_target(form, widget_state),
            mode,
        }
        .file_contents(file)?;
        Some(attachment(file.file_name(mode), text))
    });
    // There is no file while our principal is not known. The page then says so. It also answers an action that none of
    // its buttons sends.
    attachment.unwrap_or_else(|| {
        render_form_with_setup_guide(request, form, widget_state, StatusCode::NOT_FOUND)
    })
}

/// Returns the bucket, prefix and KMS key that are filled in so far.
fn setup_target(form: &Form, widget_state: &WidgetState) -> SetupTarget {
    unvalidated_form_state(form, widget_state).setup_target()
}
