//! Gives each request an ID, which is in the header `x-request-id`, in the request's log line and in every error.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::Write as _;

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The ID of one request.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    fn new() -> Self {
        // 64 bits are enough: an ID only has to find a line in the log, and gives no access to anything.
        let mut id = String::with_capacity(16);
        for byte in rand::random::<[u8; 8]>() {
            let _ = write!(id, "{byte:02x}");
        }
        Self(id)
    }
}

/// Adds a request's ID to the request and to its response.
///
/// An ID that the client sends is ignored, because it could be anything. tower-http's layer would keep it.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
