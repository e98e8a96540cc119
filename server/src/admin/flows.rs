//! The flows of an environment, and the connector of each.

use super::page::Place;
use crate::input::Form;
use crate::problem::Problem;
use app::admin::{FlowPage, FlowRow, FlowSettings, Flows, Tab};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{Direction, FieldError, FlowId};
use leptos::prelude::*;
use service::{Connector, Error};

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
    Ok(place.page("Flows", status, content).await)
}

pub async fn show(place: Place) -> Result<Response, Problem> {
    let connector = connector(&place).await?;
    settings(&place, connector, Vec::new(), false, StatusCode::OK).await
}

pub async fn save(place: Place, form: Form) -> Result<Response, Problem> {
    let before = connector(&place).await?;
    let (errors, status) = match change(&place, &before, &form).await {
        Ok(()) => (Vec::new(), StatusCode::OK),
        Err(Error::Fields(errors)) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::VersionConflict { .. }) => {
            let words = "Somebody else changed this flow in the meantime. These are the settings now; make your change again.";
            (
                vec![FieldError::new("version", "version_conflict", words)],
                StatusCode::PRECONDITION_FAILED,
            )
        }
        Err(other) => return Err(other.into()),
    };
    let saved = errors.is_empty();
    let now = connector(&place).await?;
    settings(&place, now, errors, saved, status).await
}

async fn connector(place: &Place) -> Result<Connector, Problem> {
    let flow = place.ids.get("flow", FlowId::parse)?;
    Ok(place.service.connector(&place.environment, &flow).await?)
}

/// The toggles, applied to the settings as they are.
async fn change(place: &Place, before: &Connector, form: &Form) -> Result<(), Error> {
    let on = |name: &str| form.get(name).is_some();
    let params = before
        .params
        .with_access(on("keys"), on("role"))
        .map_err(Error::Fields)?;
    let direction = form
        .get("direction")
        .and_then(Direction::parse)
        .ok_or_else(|| {
            Error::Fields(vec![FieldError::new(
                "direction",
                "required",
                "Choose a direction.",
            )])
        })?;
    let version = form
        .get("version")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    place
        .service
        .put_connector(
            &place.environment,
            &before.flow,
            direction,
            &params,
            Some(version),
        )
        .await?;
    Ok(())
}

async fn settings(
    place: &Place,
    connector: Connector,
    errors: Vec<FieldError>,
    saved: bool,
    status: StatusCode,
) -> Result<Response, Problem> {
    let title = format!("Flow {}", connector.flow);
    let settings = FlowSettings {
        flow: connector.flow.into(),
        direction: connector.direction,
        params: connector.params,
        version: connector.version,
        saved,
        errors,
    };
    let frame = place.frame(Tab::Flows);
    let content = move || view! { <FlowPage frame=frame.clone() settings=settings.clone() /> };
    Ok(place.page(&title, status, content).await)
}
