//! The flows of an environment, and a new one.

use super::page::Place;
use crate::input::Form;
use crate::problem::Problem;
use app::admin::{FlowRow, Flows, Tab};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{FieldError, FlowId};
use leptos::prelude::*;
use service::Error;

pub async fn list(place: Place) -> Result<Response, Problem> {
    rows(&place, String::new(), Vec::new(), StatusCode::OK).await
}

pub async fn create(place: Place, form: Form) -> Result<Response, Problem> {
    let typed = form.get("flow").unwrap_or_default().trim().to_owned();
    let made = match FlowId::parse(&typed) {
        Ok(flow) => place.service.create_flow(&place.environment, &flow).await,
        Err(refusal) => Err(Error::Fields(vec![refusal.at("flow")])),
    };
    match made {
        Ok(_) => {
            let to = format!("/admin/{}/flows/{typed}", place.environment);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Fields(errors)) => {
            rows(&place, typed, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn rows(
    place: &Place,
    typed: String,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let connectors = place.service.connectors(&place.environment).await?;
    let flows: Vec<FlowRow> = connectors
        .into_iter()
        .map(|connector| FlowRow {
            flow: connector.flow.into(),
            direction: connector.direction,
            modes: connector.params.modes(),
        })
        .collect();
    let frame = place.frame(Tab::Flows);
    let content = move || {
        let (frame, flows) = (frame.clone(), flows.clone());
        view! { <Flows frame flows typed=typed.clone() errors=errors.clone() /> }
    };
    Ok(place.page("Flows", status, content))
}
