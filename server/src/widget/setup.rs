//! What to do in AWS with what is filled in so far: in pieces while it is typed, and as files.

use super::{Visit, lines, model};
use crate::answer::attachment;
use crate::input::Form;
use app::progress::Progress;
use app::shell::fragment;
use app::widget::{Filled, SetupForms};
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use domain::setup::{self, Setup};
use domain::{AccessMode, Place};
use leptos::prelude::*;
use service::{Error, Standing};

/// How the action of a download begins; the way of access and the form's id follow.
pub const DOWNLOAD: &str = "download:";

/// Each guide's texts anew.
pub async fn pieces(visit: &Visit, form: &Form) -> Result<Response, Error> {
    let standing = visit.standing().await?;
    let place = place(form, &standing);
    let mut body = String::new();
    for mode in [AccessMode::Keys, AccessMode::Role] {
        if !standing.connector.params.modes().allows(mode) {
            continue;
        }
        let locale = visit.locale;
        let (terms, place) = (standing.terms.clone(), place.clone());
        let piece = Progress::Put {
            id: format!("setup-{}", mode.as_str()),
            html: fragment(move || view! { <SetupForms locale terms place mode /> }),
        };
        body.push_str(&serde_json::to_string(&piece).unwrap_or_default());
        body.push('\n');
    }
    Ok(lines(Body::from(body)))
}

/// The whole page anew, for browsers without our script.
pub async fn page(visit: &Visit, form: &Form) -> Result<Response, Error> {
    let standing = visit.standing().await?;
    Ok(visit.filled_in(form, &standing, StatusCode::OK))
}

/// One form as a file. The token came in the posted form, as it is never part of an address.
pub async fn download(visit: &Visit, form: &Form, action: &str) -> Result<Response, Error> {
    let standing = visit.standing().await?;
    let asked = action
        .strip_prefix(DOWNLOAD)
        .and_then(|asked| asked.split_once(':'))
        .and_then(|(mode, id)| Some((AccessMode::parse(mode)?, setup::Form::parse(id)?)))
        .filter(|(mode, _)| standing.connector.params.modes().allows(*mode));
    let file = asked.and_then(|(mode, wanted)| {
        let text = Setup {
            terms: &standing.terms,
            place: &place(form, &standing),
            mode,
        }
        .text(wanted)?;
        Some(attachment(wanted.file_name(mode), text))
    });
    match file {
        Some(file) => Ok(file),
        // The principal is not known at this moment, or nobody's button was pressed: the page says what there is.
        None => Ok(visit.filled_in(form, &standing, StatusCode::NOT_FOUND)),
    }
}

fn place(form: &Form, standing: &Standing) -> Place {
    let filled: Filled = model::unjudged(form, standing);
    filled.place()
}
