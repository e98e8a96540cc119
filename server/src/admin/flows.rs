//! The list of an environment's flows, where they are created and deleted.

use super::admin_request::AdminRequest;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{Confirmation, FirstStepsModel, FlowRow, FlowsPage, FlowsPageModel, Tab};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::FlowId;
use leptos::prelude::*;
use service::Error;

/// Lists the flows.
pub async fn list(request: AdminRequest, query: Query) -> Result<Response, Problem> {
    let model = FlowsPageModel {
        success: (query.get("done") == "deleted").then_some("The flow is deleted."),
        ..FlowsPageModel::default()
    };
    show(&request, model, StatusCode::OK).await
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
            let model = FlowsPageModel {
                new_id,
                errors,
                ..FlowsPageModel::default()
            };
            show(&request, model, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks for confirmation before a flow is deleted.
pub async fn confirm_deletion(request: AdminRequest) -> Result<Response, Problem> {
    let flow = request.flow()?;
    request
        .service
        .connector(&request.environment, &flow)
        .await?;
    if request
        .service
        .has_connections(&request.environment, Some(&flow))
        .await?
    {
        return Err(Error::FlowHasConnections(flow).into());
    }
    let back = format!("/admin/{}/flows", request.environment);
    let confirmation = Confirmation {
        question: "Delete the flow",
        name: flow.to_string(),
        consequence: "No tenant is connected to it. Its settings and their history are deleted, and its links stop working. You can’t undo this."
            .to_owned(),
        yes: "Yes, delete it",
        no: "Keep it",
        action: format!("{back}/{flow}/delete"),
        back,
        is_destructive: true,
    };
    Ok(request.confirm_page("Delete a flow", Tab::Flows, confirmation))
}

/// Deletes a flow that no tenant is connected to.
pub async fn delete(request: AdminRequest) -> Result<Response, Problem> {
    let flow = request.flow()?;
    request
        .service
        .delete_flow(&request.environment, &flow)
        .await?;
    Ok(request.redirect_to("flows?done=deleted"))
}

async fn show(
    request: &AdminRequest,
    model: FlowsPageModel,
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
    let first_steps = request.service.first_steps(&request.environment).await?;
    let site = &request.state.site;
    let first_steps = first_steps.map(|steps| FirstStepsModel {
        flow: flows.first().map(|row| row.flow.clone()),
        has_api_key: steps.has_api_key,
        has_tenant: steps.has_tenant,
        public_url: site.public_url.clone(),
        sandbox_console: site.sandbox_console.clone(),
    });
    let model = FlowsPageModel {
        flows,
        first_steps,
        ..model
    };
    let layout = request.layout(Tab::Flows);
    let content = move || view! { <FlowsPage layout=layout.clone() model=model.clone() /> };
    Ok(request.page("Flows", status, content))
}
