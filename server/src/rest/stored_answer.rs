//! The answer of the API to a request with an idempotency key, as a text that the database stores.

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// The largest body that is stored. The largest answer to a `POST` is a report, which is a tenth of it.
const MAX_BODY_BYTES: u64 = 64 * 1024;
/// Headers that describe the body. The others belong to one answer, such as its request ID.
const CONTENT_HEADERS: [HeaderName; 3] =
    [header::CONTENT_TYPE, header::CACHE_CONTROL, header::ETAG];

#[derive(Serialize, Deserialize)]
struct StoredAnswer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Returns the response again, and its text if it can be stored.
pub async fn store_response(response: Response) -> (Response, Option<SecretString>) {
    let (head, body) = response.into_parts();
    let size = body.size_hint().exact();
    if size.is_none_or(|size| size > MAX_BODY_BYTES) {
        return (Response::from_parts(head, body), None);
    }
    // The whole body is in memory already, so reading it cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let stored = StoredAnswer {
        status: head.status.as_u16(),
        headers: content_headers(&head.headers),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let text = serde_json::to_string(&stored).ok().map(SecretString::from);
    (Response::from_parts(head, Body::from(bytes)), text)
}

fn content_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let header = |name: &HeaderName| {
        let value = headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    CONTENT_HEADERS.iter().filter_map(header).collect()
}

/// Returns the response that a text was made from. Returns `None` if it is not such a text.
pub fn stored_response(text: &SecretString) -> Option<Response> {
    let stored: StoredAnswer = serde_json::from_str(text.expose_secret()).ok()?;
    let mut response = Response::new(Body::from(stored.body));
    *response.status_mut() = StatusCode::from_u16(stored.status).ok()?;
    for (name, value) in stored.headers {
        let name = HeaderName::try_from(name).ok()?;
        response
            .headers_mut()
            .insert(name, HeaderValue::try_from(value).ok()?);
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse as _;

    #[tokio::test]
    async fn a_stored_response_has_the_status_the_body_and_the_headers_of_the_body() {
        let headers = [
            ("content-type", "application/json"),
            ("etag", "\"1\""),
            ("x-request-id", "of this answer"),
        ];
        let original = (StatusCode::CREATED, headers, "{\"a\": \"é\"}").into_response();
        let (answered, text) = store_response(original).await;
        let stored = stored_response(&text.expect("it can be stored")).expect("it can be read");
        assert_eq!(
            (answered.status(), stored.status()),
            (StatusCode::CREATED, StatusCode::CREATED)
        );
        assert_eq!(answered.headers().len(), 3);
        assert_eq!(stored.headers().len(), 2);
        assert_eq!(stored.headers()["etag"], "\"1\"");
        for response in [answered, stored] {
            let body = to_bytes(response.into_body(), 100).await.expect("a body");
            assert_eq!(body, "{\"a\": \"é\"}");
        }
    }

    #[tokio::test]
    async fn does_not_store_a_large_body_and_still_answers_with_it() {
        let size = usize::try_from(MAX_BODY_BYTES).expect("a size");
        for (size, is_stored) in [(size, true), (size + 1, false)] {
            let (response, text) = store_response("x".repeat(size).into_response()).await;
            assert_eq!(text.is_some(), is_stored, "{size}");
            let body = to_bytes(response.into_body(), size).await.expect("a body");
            assert_eq!(body.len(), size);
        }
    }

    #[test]
    fn refuses_a_text_that_is_no_answer() {
        for text in ["", "{}", r#"{"status": 99999, "headers": [], "body": ""}"#] {
            assert!(
                stored_response(&SecretString::from(text)).is_none(),
                "{text}"
            );
        }
    }
}
