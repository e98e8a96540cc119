//! Reads a whole body, within limits of size and time.

use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use std::time::Duration;

/// The largest body that most routes take. A connection is a dozen short fields, a connector has at most sixty.
pub const MAX_BODY_BYTES: usize = 128 * 1024;
/// How long a whole body may take to arrive. The layer of tower-http limits only the time between two chunks.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Reads the whole body.
///
/// # Errors
/// - `body_too_large` if it is larger than the route takes.
/// - `body_too_slow` if it does not arrive in time.
/// - `body_cut_off` if it ends too early.
pub async fn read_body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let read = tokio::time::timeout(BODY_TIMEOUT, Bytes::from_request(request, state)).await;
    let too_slow = || Problem::new(ProblemCode::BodyTooSlow, "The body did not arrive in time.");
    read.map_err(|_| too_slow())?.map_err(|rejection| {
        let status = rejection.into_response().status();
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(
                ProblemCode::BodyTooLarge,
                "The body is larger than this address accepts.",
            )
        } else {
            Problem::new(
                ProblemCode::BodyCutOff,
                "The body ended before it was complete.",
            )
        }
    })
}
