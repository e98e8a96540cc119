//! Previews the widget as a tenant would see it. The preview belongs to no tenant, and its forms cannot be sent.

use super::editor_form::EditorForm;
use super::flow_page::load_connector;
use super::sample_view::sample_view;
use crate::admin::admin_request::AdminRequest;
use crate::admin::document::{document, render_page};
use crate::environment_look::load_look;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::editor::PreviewChoice;
use app::message_page::{MessagePage, PageMessage};
use app::shell::{Document, Script};
use app::widget::{Widget, WidgetPage};
use axum::http::StatusCode;
use axum::response::Response;
use domain::setup_guide::{ResourceName, SetupRequirements};
use domain::{ConnectUiParams, Direction, ExternalId, FlowId, TenantId};
use i18n::Locale;
use leptos::prelude::*;
use service::TenantScope;

const SAMPLE_TENANT: &str = "acme";
/// The preview shows this external ID. Its text makes clear that it is only a sample.
const SAMPLE_EXTERNAL_ID: &str = "each-tenant-has-one-of-its-own";

/// Previews the saved settings. With `?version=`, previews an earlier version.
pub async fn show_saved(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let connector = load_connector(&request).await?;
    let Ok(version) = query.get("version").parse() else {
        let choice = PreviewChoice::default();
        let (flow, params) = (connector.flow, connector.params);
        return preview_page(&request, &flow, connector.direction, params, choice).await;
    };
    let service = &request.service;
    let version = service
        .connector_version(&request.environment, &connector.flow, version)
        .await?;
    match ConnectUiParams::from_raw(&version.params) {
        Ok(params) => {
            let choice = PreviewChoice::default();
            preview_page(&request, &connector.flow, version.direction, params, choice).await
        }
        Err(_) => Ok(no_preview_page(
            &request,
            "This version breaks a rule that was added later.",
        )),
    }
}

/// Previews what is in the editor, before it is saved.
pub async fn show_unsaved(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let connector = load_connector(&request).await?;
    let form = EditorForm::parse(&form, &connector);
    if let Ok((direction, params)) = form.settings() {
        return preview_page(&request, &connector.flow, direction, params, form.preview).await;
    }
    let reason = "The settings have errors. Correct them to see the preview.";
    Ok(no_preview_page(&request, reason))
}

async fn preview_page(
    request: &AdminRequest,
    flow: &FlowId,
    direction: Direction,
    params: ConnectUiParams,
    choice: PreviewChoice,
) -> Result<Response, Problem> {
    let service = &request.service;
    let ids = (
        TenantId::parse(SAMPLE_TENANT),
        ExternalId::parse(SAMPLE_EXTERNAL_ID),
    );
    // Both constants are valid.
    let (Ok(tenant), Ok(external_id)) = ids else {
        return Ok(no_preview_page(request, "There is nothing to show."));
    };
    let scope = TenantScope::new(request.environment.clone(), tenant);
    let template_url = service.template_url(&request.environment).await?;
    let temporary_credentials = params.temporary_credentials();
    let look = load_look(&request.state, &request.environment).await;
    let widget = Widget {
        locale: choice.locale,
        vendor: look.name.clone(),
        token: String::new(),
        direction,
        params,
        requirements: SetupRequirements {
            name: ResourceName::new(&scope.environment, flow, &scope.tenant),
            direction,
            temporary_credentials,
            principal: service.principal(),
            external_ids: vec![external_id.clone()],
            template_url: template_url.map(Into::into),
        },
        external_id,
        examples: service.example_variables(&scope, flow, None),
        sandbox_console: request.state.site.sandbox_console.clone(),
        forwarded: None,
        return_url: None,
        can_be_framed: false,
    };
    let view = sample_view(choice.state, &widget, service.now());
    let content = move || {
        view! { <WidgetPage widget=widget.clone() view=view.clone() name="Preview" /> }
    };
    let document = Document {
        locale: choice.locale,
        look: look.with_scheme(choice.scheme),
        ..preview_document(StatusCode::OK)
    };
    // Rendered without the admin's form token, because this page is not an admin's.
    Ok(render_page(&request.state, document, content))
}

/// Renders a page that gives the reason why there is no preview.
fn no_preview_page(request: &AdminRequest, reason: &str) -> Response {
    let message = PageMessage {
        title: "No preview".to_owned(),
        text: reason.to_owned(),
        next_step: String::new(),
        request_id: None,
    };
    let content = move || view! { <MessagePage locale=Locale::English message=message.clone() /> };
    render_page(
        &request.state,
        preview_document(StatusCode::UNPROCESSABLE_ENTITY),
        content,
    )
}

fn preview_document(status: StatusCode) -> Document {
    Document {
        // The admin's styles would change how the widget looks.
        style: "",
        script: Script::Preview,
        ..document("Preview", status)
    }
}
