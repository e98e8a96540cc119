//! The settings of a flow: edited, shown as tenants will see them, looked over, and saved.

mod controls;
mod history;
mod lines;
mod preview;
mod review;
mod typed;

pub use history::{history, restore, version};
pub use preview::{preview, preview_typed};

use super::page::{Place, document};
use crate::input::{Form, Query};
use crate::problem::Problem;
use app::admin::Tab;
use app::admin::editor::{EditorPage, Said, ToMove};
use app::shell::{Document, Script};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{AccessModes, FieldError, FlowId};
use leptos::prelude::*;
use service::{Connector, Error};
use typed::Typed;

/// The form holds the settings twice, and encoded.
pub const MAX_FORM_BYTES: usize = 1024 * 1024;

/// With `?saved=`, the version that was saved just now.
pub async fn show(place: Place, query: Query) -> Result<Response, Problem> {
    let connector = connector(&place).await?;
    let typed = Typed::stored(&connector);
    let said = match query.get("saved").parse() {
        Ok(version) if version == connector.version => Said::Saved(version),
        _ => Said::Nothing,
    };
    edit(&place, &connector, &typed, typed.errors(), said).await
}

/// What a button of the form, or of the pages that follow it, asks for.
pub async fn act(place: Place, form: Form) -> Result<Response, Problem> {
    let connector = connector(&place).await?;
    let mut typed = Typed::read(&form, &connector);
    let action = form.get("action").unwrap_or("review");
    match action {
        "review" | "save" => {}
        "follow" | "edit" => {
            let errors = typed.errors();
            return edit(&place, &connector, &typed, errors, Said::Nothing).await;
        }
        other => {
            let (errors, said) = match typed.change(other) {
                Ok(()) => (typed.errors(), Said::Nothing),
                Err(errors) => (errors, Said::Refused),
            };
            return edit(&place, &connector, &typed, errors, said).await;
        }
    }
    let (direction, params) = match typed.settings() {
        Ok(settings) => settings,
        Err(errors) => return edit(&place, &connector, &typed, errors, Said::Refused).await,
    };
    if typed.version != connector.version {
        return review::conflict(&place, &connector, &typed, direction, &params).await;
    }
    if direction == connector.direction && params == connector.params {
        return edit(&place, &connector, &typed, Vec::new(), Said::Unchanged).await;
    }
    if action == "review" {
        return review::review(&place, &connector, direction, &params).await;
    }
    let put = place.service.put_connector(
        &place.environment,
        &connector.flow,
        direction,
        &params,
        Some(typed.version),
    );
    match put.await {
        Ok(saved) => {
            let version = saved.version;
            let to = format!("{}?saved={version}", address(&place, &saved.flow));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::VersionConflict { .. }) => {
            let now = self::connector(&place).await?;
            review::conflict(&place, &now, &typed, direction, &params).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn edit(
    place: &Place,
    connector: &Connector,
    typed: &Typed,
    errors: Vec<FieldError>,
    said: Said,
) -> Result<Response, Problem> {
    let to_move = match typed.settings() {
        Ok((_, params)) => to_move(place, &connector.flow, params.modes()).await?,
        Err(_) => None,
    };
    let editor = typed.shown(&connector.flow, errors, said, to_move);
    let status = if said == Said::Refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let document = framing(&format!("Flow {}", connector.flow), status);
    let frame = place.frame(Tab::Flows);
    let content = move || view! { <EditorPage frame=frame.clone() editor=editor.clone() /> };
    Ok(place.show(document, content))
}

async fn to_move(
    place: &Place,
    flow: &FlowId,
    offered: AccessModes,
) -> Result<Option<ToMove>, Problem> {
    let service = &place.service;
    let tenants = service
        .to_be_moved(&place.environment, flow, offered)
        .await?;
    Ok((tenants.count > 0).then(|| ToMove {
        tenants: tenants.to_string(),
        one: tenants.count == 1,
    }))
}

async fn connector(place: &Place) -> Result<Connector, Problem> {
    let flow = place.flow()?;
    Ok(place.service.connector(&place.environment, &flow).await?)
}

fn address(place: &Place, flow: &FlowId) -> String {
    format!("/admin/{}/flows/{flow}", place.environment)
}

/// A page with the preview in a frame.
fn framing(title: &str, status: StatusCode) -> Document {
    Document {
        script: Script::Follow,
        ..document(title, status)
    }
}
