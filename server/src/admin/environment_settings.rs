//! The settings of an environment: the origins that may frame the widget, and the URL of the CloudFormation template.

use super::admin_request::AdminRequest;
use crate::attachment::attachment;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{EnvironmentSettings, EnvironmentSettingsPage, SettingInput, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::Error;

/// Shows the settings.
pub async fn show(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let success = (query.get("done") == "saved").then_some("Saved.");
    let settings = EnvironmentSettings {
        success,
        ..load_settings(&request).await?
    };
    Ok(page(&request, settings, StatusCode::OK))
}

/// Saves the origins that may frame the widget.
pub async fn save_origins(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let text = form.get("origins").unwrap_or_default();
    // `seen` holds the origins that the page showed, so that a change made by somebody else meanwhile is noticed.
    let put = request
        .service
        .put_allowed_origins(&request.environment, text, form.get("seen"));
    let result = put.await.map(drop);
    answer_save(
        &request,
        result,
        |settings| &mut settings.allowed_origins,
        text,
    )
    .await
}

/// Saves the URL under which the vendor hosts the CloudFormation template.
pub async fn save_template_url(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let text = form.get("template_url").unwrap_or_default();
    let put = request.service.put_template_url(&request.environment, text);
    answer_save(
        &request,
        put.await,
        |settings| &mut settings.template_url,
        text,
    )
    .await
}

/// Downloads the CloudFormation template, which the vendor hosts at the template URL.
pub async fn download_template(_: AdminRequest) -> Response {
    let template = domain::setup_guide::cloudformation_with_parameters();
    attachment("s3-connect-template.json", format!("{template:#}\n"))
}

/// Redirects after a save. After a refused one, shows the page: the refused input keeps its text, and the other inputs
/// show what is saved.
async fn answer_save(
    request: &AdminRequest,
    result: Result<(), Error>,
    refused_input: impl FnOnce(&mut EnvironmentSettings) -> &mut SettingInput,
    text: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(request.redirect_to("settings?done=saved")),
        Err(Error::Fields(errors)) => {
            let mut settings = load_settings(request).await?;
            *refused_input(&mut settings) = SettingInput {
                text: text.to_owned(),
                errors,
            };
            Ok(page(request, settings, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

async fn load_settings(request: &AdminRequest) -> Result<EnvironmentSettings, Problem> {
    let origins = request
        .service
        .allowed_origins(&request.environment)
        .await?;
    let template_url = request.service.template_url(&request.environment).await?;
    let mut settings = EnvironmentSettings {
        saved_origins: origins.join("\n"),
        ..EnvironmentSettings::default()
    };
    settings
        .allowed_origins
        .text
        .clone_from(&settings.saved_origins);
    settings.template_url.text = template_url.map(String::from).unwrap_or_default();
    Ok(settings)
}

fn page(request: &AdminRequest, settings: EnvironmentSettings, status: StatusCode) -> Response {
    let layout = request.layout(Tab::Settings);
    let content = move || {
        let (layout, settings) = (layout.clone(), settings.clone());
        view! { <EnvironmentSettingsPage layout settings /> }
    };
    request.page("Settings", status, content)
}
