//! Writes the body of an error: JSON for programs, a page for a browser. Logs each server error with the request's ID.

use crate::admin::error_page::{accepts_html, error_page, is_page_request};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::request_id::RequestId;
use crate::state::AppState;
use crate::widget::error_pages::problem_page;
use crate::widget::reader_locale::AcceptLanguage;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Writes the body of the [`Problem`] that is attached to a response.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let wants_page = is_page_request(&request);
    let language =
        wants_not_found_page(&request).then(|| AcceptLanguage::from_headers(request.headers()));
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next.run(request).await;
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    problem.log();
    if let Some(RequestId(id)) = &id {
        problem.request_id.clone_from(id);
    }
    let mut answer = if wants_page {
        error_page(&state, &problem).await
    } else if let (Some(language), Some(id), ProblemCode::NotFound) = (&language, id, problem.code)
    {
        let mut page = problem_page(&state, problem, language.into(), id).await;
        page.headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        page
    } else {
        const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
        let mut json = (problem.status(), Json(problem)).into_response();
        json.headers_mut()
            .insert(header::CONTENT_TYPE, PROBLEM_JSON);
        json
    };
    // The handler may have set headers such as `Retry-After`. These two describe the body, which is a new one.
    for (name, value) in response.headers() {
        if ![header::CONTENT_LENGTH, header::CONTENT_TYPE].contains(name) {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    answer
}

/// Returns whether a browser opens an address that may not exist. The API always answers with JSON.
fn wants_not_found_page(request: &Request) -> bool {
    !request.uri().path().starts_with("/v1/") && accepts_html(request)
}
