//! A request's id: made here, sent back as `x-request-id`, in the log line and in every error.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::Write as _;

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    /// It only has to be unlikely to come twice.
    fn new() -> Self {
        let mut id = String::with_capacity(16);
        for byte in rand::random::<[u8; 8]>() {
            let _ = write!(id, "{byte:02x}");
        }
        Self(id)
    }
}

pub async fn layer(mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
