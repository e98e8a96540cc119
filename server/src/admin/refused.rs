//! What an admin's browser shows where there is no page: an address that leads nowhere any more, a form that is too
//! large.

use super::page::{document, page};
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::Refused;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use leptos::prelude::*;

/// Whether somebody looks at the answer, rather than a program.
pub fn is_for_a_page(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.headers().get(header::ACCEPT);
    (path == "/admin" || path.starts_with("/admin/"))
        && accept.is_some_and(|accept| accept.to_str().is_ok_and(|text| text.contains("text/html")))
}

pub async fn refused(state: &AppState, problem: &Problem) -> Response {
    let status = problem.status();
    let mut words = vec![problem.detail.clone()];
    words.extend(problem.errors.iter().map(|error| error.detail.clone()));
    words.dedup();
    let id = status.is_server_error().then(|| problem.request_id.clone());
    let gone = status.as_u16() == 404;
    let content = move || view! { <Refused gone words=words.clone() request_id=id.clone() /> };
    let mut page = page(state, document("Admin", status), content);
    // The routes' own layer does not reach what is no route of theirs.
    page.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}
