//! The description of the REST API: `/v1/openapi.json` for programs, `/v1/docs` for people. Neither needs a key, because
//! both are the same for everybody.

mod curl;
mod markdown;
mod page_model;
mod schema_fields;

use crate::cached_text::CachedText;
use crate::openapi;
use crate::state::AppState;
use app::api_docs::{ApiDocsPage, STYLE};
use app::look::Look;
use app::shell::{Document, Script, render_html, respond};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use leptos::prelude::*;
use std::sync::{LazyLock, OnceLock};

const CACHE_CONTROL: &str = "public, max-age=300";

static OPENAPI: LazyLock<CachedText> =
    LazyLock::new(|| CachedText::new(format!("{}\n", openapi::document()), CACHE_CONTROL));

/// Answers with the OpenAPI document.
pub async fn openapi_json(headers: HeaderMap) -> Response {
    OPENAPI.response(&headers, "application/json")
}

/// Answers with the documentation. It holds no text of anybody else, so it is rendered once and its nonce stays the same.
pub async fn page(State(state): State<AppState>, headers: HeaderMap) -> Response {
    static PAGE: OnceLock<(CachedText, String)> = OnceLock::new();
    let document = Document {
        locale: i18n::Locale::English,
        title: "API reference · s3-connect".to_owned(),
        status: StatusCode::OK,
        frame_ancestors: None,
        look: Look::default(),
        style: STYLE,
        script: Script::None,
    };
    let (page, nonce) = PAGE.get_or_init(|| {
        let docs = page_model::page_model();
        let (html, nonce) = render_html(state.site.leptos.clone(), document.clone(), || {
            view! { <ApiDocsPage docs /> }
        });
        (CachedText::new(html, CACHE_CONTROL), nonce)
    });
    if let Some(response) = page.not_modified(&headers) {
        return response;
    }
    let mut response = respond(&document, page.text().to_owned(), nonce);
    page.insert_headers(response.headers_mut());
    response.map(axum::body::Body::new)
}
