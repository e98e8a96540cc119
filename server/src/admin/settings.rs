//! What holds for a whole environment.

use super::page::Place;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{Origins, Settings, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::Error;

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let allowed = place.service.allowed_origins(&place.environment).await?;
    let origins = Origins {
        typed: allowed.join("\n"),
        errors: Vec::new(),
    };
    let done = (query.get("done") == "saved").then_some("Saved.");
    page(&place, origins, done, StatusCode::OK).await
}

pub async fn save_origins(place: Place, form: Form) -> Result<Response, Problem> {
    let typed = form.get("origins").unwrap_or_default().to_owned();
    let saved = place
        .service
        .put_allowed_origins(&place.environment, &typed)
        .await;
    match saved {
        Ok(_) => Ok(place.to("settings?done=saved")),
        Err(Error::Fields(errors)) => {
            let origins = Origins { typed, errors };
            page(&place, origins, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    place: &Place,
    origins: Origins,
    done: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let frame = place.frame(Tab::Settings);
    let content = move || view! { <Settings frame=frame.clone() origins=origins.clone() done /> };
    Ok(place.page("Settings", status, content).await)
}
