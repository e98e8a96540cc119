//! What holds for a whole environment.

use super::page::Place;
use crate::answer::attachment;
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::{Part, Parts, Settings, Tab};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use service::Error;

pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let done = (query.get("done") == "saved").then_some("Saved.");
    let parts = Parts {
        done,
        ..saved(&place).await?
    };
    Ok(page(&place, parts, StatusCode::OK))
}

pub async fn save_origins(place: Place, form: Form) -> Result<Response, Problem> {
    let typed = form.get("origins").unwrap_or_default();
    let put = place
        .service
        .put_allowed_origins(&place.environment, typed, form.get("seen"));
    let done = put.await.map(drop);
    answer(&place, done, |parts| &mut parts.origins, typed).await
}

pub async fn save_template_url(place: Place, form: Form) -> Result<Response, Problem> {
    let typed = form.get("template_url").unwrap_or_default();
    let put = place.service.put_template_url(&place.environment, typed);
    answer(&place, put.await, |parts| &mut parts.template_url, typed).await
}

/// The template that is to be hosted there.
pub async fn template(_: Place) -> Response {
    let template = domain::setup::cloudformation_with_parameters();
    attachment("s3-connect-template.json", format!("{template:#}\n"))
}

/// What was typed stays where it was refused, and the other part is as it is saved.
async fn answer(
    place: &Place,
    done: Result<(), Error>,
    part: impl FnOnce(&mut Parts) -> &mut Part,
    typed: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(place.to("settings?done=saved")),
        Err(Error::Fields(errors)) => {
            let mut parts = saved(place).await?;
            *part(&mut parts) = Part {
                typed: typed.to_owned(),
                errors,
            };
            Ok(page(place, parts, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

async fn saved(place: &Place) -> Result<Parts, Problem> {
    let origins = place.service.allowed_origins(&place.environment).await?;
    let template_url = place.service.template_url(&place.environment).await?;
    let mut parts = Parts {
        origins_now: origins.join("\n"),
        ..Parts::default()
    };
    parts.origins.typed.clone_from(&parts.origins_now);
    parts.template_url.typed = template_url.map(String::from).unwrap_or_default();
    Ok(parts)
}

fn page(place: &Place, parts: Parts, status: StatusCode) -> Response {
    let frame = place.frame(Tab::Settings);
    let content = move || view! { <Settings frame=frame.clone() parts=parts.clone() /> };
    place.page("Settings", status, content)
}
