//! The header fields `RateLimit-Policy` and `RateLimit`, from which a client learns how many calls it can make.
//! <https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use service::CallBudget;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Inserts both fields.
pub fn insert_rate_limit_fields(headers: &mut HeaderMap, budget: &CallBudget) {
    let (quota, window) = (budget.quota, budget.window.as_secs());
    let (remaining, wait) = (budget.remaining, budget.wait_seconds());
    for (name, value) in [
        (POLICY, format!("\"default\";q={quota};w={window}")),
        (LIMIT, format!("\"default\";r={remaining};t={wait}")),
    ] {
        // Digits and these letters always make a header value.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
