//! A text that stays the same as long as the server runs, with its entity tag.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub struct CachedText {
    text: String,
    etag: String,
    /// The header `Cache-Control`: how long clients can keep the text. Its address stays the same in every version.
    cache_control: &'static str,
}

impl CachedText {
    pub fn new(text: String, cache_control: &'static str) -> Self {
        let etag = entity_tag(&text);
        Self {
            text,
            etag,
            cache_control,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Answers with the text, or with 304 if the client has it already.
    pub fn response(&'static self, request: &HeaderMap, content_type: &'static str) -> Response {
        if let Some(response) = self.not_modified(request) {
            return response;
        }
        let mut response = self.text.as_str().into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.insert_headers(headers);
        response
    }

    /// Answers with 304 if the client has the text already.
    pub fn not_modified(&self, request: &HeaderMap) -> Option<Response> {
        let tags = request.get(header::IF_NONE_MATCH)?.to_str().ok()?;
        // A proxy that compresses the answer makes the tag a weak one.
        if !tags.contains(&self.etag) {
            return None;
        }
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.insert_headers(response.headers_mut());
        Some(response)
    }

    /// Adds the entity tag, and how long the text can be kept.
    pub fn insert_headers(&self, headers: &mut HeaderMap) {
        let cache_control = HeaderValue::from_static(self.cache_control);
        headers.insert(header::CACHE_CONTROL, cache_control);
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
    }
}

fn entity_tag(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}
