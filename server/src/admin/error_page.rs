//! The page that an admin's browser shows for an error, such as an unknown address or a form that is too large.

use super::document::{document, render_page};
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::ErrorPage;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use leptos::prelude::*;

/// Returns whether a browser asks for an admin page. Everything else gets errors as JSON.
pub fn is_page_request(request: &Request) -> bool {
    let path = request.uri().path();
    (path == "/admin" || path.starts_with("/admin/")) && accepts_html(request)
}

/// Returns whether a request comes from a browser that opens a page.
pub fn accepts_html(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    accept.is_some_and(|accept| accept.to_str().is_ok_and(|text| text.contains("text/html")))
}

/// Renders a problem as an admin page.
pub async fn error_page(state: &AppState, problem: &Problem) -> Response {
    let status = problem.status();
    let mut sentences = vec![problem.detail.clone()];
    sentences.extend(problem.errors.iter().map(|error| error.detail.clone()));
    // An invalid ID in the path has one error, whose text is the problem's own.
    sentences.dedup();
    let id = status.is_server_error().then(|| problem.request_id.clone());
    let is_not_found = status.as_u16() == 404;
    let content = move || {
        let (sentences, request_id) = (sentences.clone(), id.clone());
        view! { <ErrorPage is_not_found sentences request_id /> }
    };
    let mut page = render_page(state, document("Admin", status), content);
    // The layer of the admin routes sets this header, but it does not wrap addresses that have no route.
    page.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}
