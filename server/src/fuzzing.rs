//! Gives the fuzz targets access to the parsers of requests: forms, JSON bodies, cookies, client addresses, and the
//! page after a sign-in.

use crate::input::{Form, Json};
use crate::problem::Problem;
use crate::rest::draft_from_fields;
use crate::rest::request_bodies::{
    CreateSessionBody, CredentialsBody, ImportExternalIdBody, PathPreviewBody, PutConnectorBody,
};
use crate::widget::connect_form::draft_from_form;
use axum::body::Body;
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use domain::RawDraft;
use domain::connect_ui::field_value::RawValue;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

pub use crate::admin::fuzzing::{Cookies, page_after_sign_in, sign_in_address};

/// Parses a form of the widget. Does not wait for anything.
pub async fn parse_form_draft(body: &[u8]) -> Option<RawDraft> {
    let request = request("application/x-www-form-urlencoded", body);
    let form = Form::from_request(request, &()).await.ok()?;
    Some(draft_from_form(&form))
}

/// Parses the JSON body of a connection.
///
/// # Errors
/// Returns the problem as JSON.
pub async fn parse_json_draft(body: &[u8]) -> Result<RawDraft, String> {
    let fields = parse_json::<BTreeMap<String, RawValue>>("application/json", body).await;
    fields.and_then(draft_from_fields).map_err(to_json)
}

/// How many routes [`parse_json_body`] knows.
pub const JSON_ROUTES: usize = 6;

/// Parses a JSON body as the REST route of this number does.
///
/// # Errors
/// Returns the problem as JSON.
pub async fn parse_json_body(route: usize, content_type: &str, body: &[u8]) -> Result<(), String> {
    let result = match route % JSON_ROUTES {
        0 => parse_json::<CreateSessionBody>(content_type, body)
            .await
            .map(drop),
        1 => parse_json::<PutConnectorBody>(content_type, body)
            .await
            .map(drop),
        2 => parse_json::<ImportExternalIdBody>(content_type, body)
            .await
            .map(drop),
        3 => parse_json::<PathPreviewBody>(content_type, body)
            .await
            .map(drop),
        4 => parse_json::<CredentialsBody>(content_type, body)
            .await
            .map(drop),
        _ => parse_json::<BTreeMap<String, RawValue>>(content_type, body)
            .await
            .map(drop),
    };
    result.map_err(to_json)
}

async fn parse_json<T: DeserializeOwned>(content_type: &str, body: &[u8]) -> Result<T, Problem> {
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

fn to_json(problem: Problem) -> String {
    serde_json::to_string(&problem).unwrap_or_default()
}

/// Parses headers from lines of `name: value`. Leaves out lines that are not a header.
pub fn parse_headers(lines: &[u8]) -> HeaderMap {
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
