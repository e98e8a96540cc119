//! Shows the fuzz targets how requests are read: forms, JSON bodies, cookies, and what a sign-in believes.

use crate::input::{Form, Json};
use crate::problem::Problem;
use crate::rest::{self, bodies};
use crate::widget::model;
use axum::body::Body;
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use domain::RawDraft;
use domain::field_value::RawValue;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

pub use crate::admin::fuzzing::{Cookies, client, page_after_sign_in};

/// Reads a form of the widget as a draft. Waits for nothing.
pub async fn draft_of_form(body: &[u8]) -> Option<RawDraft> {
    let request = request("application/x-www-form-urlencoded", body);
    let form = Form::from_request(request, &()).await.ok()?;
    Some(model::raw_draft(&form))
}

/// Reads the JSON of a connection as a draft.
///
/// # Errors
/// Returns the problem as it is sent.
pub async fn draft_of_json(body: &[u8]) -> Result<RawDraft, String> {
    let fields = json::<BTreeMap<String, RawValue>>("application/json", body).await;
    fields.and_then(rest::raw_draft).map_err(sent)
}

/// How many bodies [`json_body`] knows.
pub const BODIES: usize = 5;

/// Reads the JSON body of the REST route of this number.
///
/// # Errors
/// Returns the problem as it is sent.
pub async fn json_body(route: usize, content_type: &str, body: &[u8]) -> Result<(), String> {
    let read = match route % BODIES {
        0 => json::<bodies::Session>(content_type, body).await.map(drop),
        1 => json::<bodies::Connector>(content_type, body)
            .await
            .map(drop),
        2 => json::<bodies::ExternalId>(content_type, body)
            .await
            .map(drop),
        3 => json::<bodies::PathPreview>(content_type, body)
            .await
            .map(drop),
        _ => json::<BTreeMap<String, RawValue>>(content_type, body)
            .await
            .map(drop),
    };
    read.map_err(sent)
}

async fn json<T: DeserializeOwned>(content_type: &str, body: &[u8]) -> Result<T, Problem> {
    let Json(value) = Json::from_request(request(content_type, body), &()).await?;
    Ok(value)
}

fn request(content_type: &str, body: &[u8]) -> Request {
    let mut request = Request::new(Body::from(body.to_vec()));
    *request.method_mut() = Method::POST;
    if let Ok(value) = HeaderValue::from_str(content_type) {
        request.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    request
}

fn sent(problem: Problem) -> String {
    serde_json::to_string(&problem).unwrap_or_default()
}

/// Headers from lines of `name: value`; lines that cannot be one are left out.
pub fn headers(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(at) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let name = header::HeaderName::from_bytes(&line[..at]);
        let value = HeaderValue::from_bytes(line[at + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}
