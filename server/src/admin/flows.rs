//! The list of an environment's flows, with a form to create one.

use super::admin_request::AdminRequest;
use crate::input::Form;
use crate::problem::Problem;
use app::admin::{FlowRow, FlowsPage, Tab};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{FieldError, FlowId};
use leptos::prelude::*;
use service::Error;

/// Lists the flows.
pub async fn list(request: AdminRequest) -> Result<Response, Problem> {
    show(&request, String::new(), Vec::new(), StatusCode::OK).await
}

/// Creates a flow, and redirects to its settings.
pub async fn create(request: AdminRequest, form: Form) -> Result<Response, Problem> {
    let new_id = form.get("flow").unwrap_or_default().trim().to_owned();
    let created = match FlowId::parse(&new_id) {
        Ok(flow) => {
            request
                .service
                .create_flow(&request.environment, &flow)
                .await
        }
        Err(refusal) => Err(Error::Fields(vec![refusal.for_field("flow")])),
    };
    match created {
        Ok(_) => {
            let editor = format!("/admin/{}/flows/{new_id}", request.environment);
            Ok(Redirect::to(&editor).into_response())
        }
        Err(Error::Fields(errors)) => {
            show(&request, new_id, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(
    request: &AdminRequest,
    new_id: String,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let connectors = request.service.connectors(&request.environment).await?;
    let flows: Vec<FlowRow> = connectors
        .into_iter()
        .map(|connector| FlowRow {
            flow: connector.flow.into(),
            direction: connector.direction,
            modes: connector.params.modes(),
        })
        .collect();
    let layout = request.layout(Tab::Flows);
    let content = move || {
        let (layout, flows) = (layout.clone(), flows.clone());
        view! { <FlowsPage layout flows new_id=new_id.clone() errors=errors.clone() /> }
    };
    Ok(request.page("Flows", status, content))
}
