//! Checks what has to hold for every answer.

use super::fixture::FuzzFixture;
use super::fuzz_request::FuzzRequest;
use super::values::SENT_PIN;
use axum::http::HeaderMap;
use serde_json::Value;

/// The size limit of a page without what it repeats of the request, in bytes.
const MAX_PAGE: usize = 512 * 1024;
/// How many bytes of a page each byte of the request may add. The settings editor's page contains the settings several
/// times, and escaped.
const MAX_REPEATS: usize = 40;

/// Headers that every answer has exactly once.
const HEADERS: [&str; 5] = [
    "referrer-policy",
    "x-content-type-options",
    "cross-origin-opener-policy",
    "permissions-policy",
    "x-request-id",
];

pub struct FuzzAnswer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether the answer came over a socket. Then its body may be chunked, and the HTTP library may have answered a
    /// request that never reached a route.
    pub is_from_socket: bool,
}

impl FuzzAnswer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// Returns whether a request body has the PIN only in fields that the server repeats. A mutation of one byte can move the
/// PIN there, and the server cannot recognize it: unlike a secret access key, it has no typical shape.
fn has_pin_only_in_other_fields(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    let mut places = body.match_indices(SENT_PIN).peekable();
    places.peek().is_some()
        && places.all(|(at, _)| {
            let before = &body[..at];
            let is_form = before == "pin=" || before.ends_with("&pin=");
            let is_json = before.trim_end_matches([' ', '"']).ends_with("\"pin\":");
            !(is_form || is_json)
        })
}

/// Checks one answer. `link` is the number of the link whose token the request carries.
///
/// # Errors
/// Returns a description of the first check that fails.
pub fn check_answer(
    request: &FuzzRequest,
    link: Option<usize>,
    answer: &FuzzAnswer,
    fixture: &FuzzFixture,
) -> Result<(), String> {
    let busy = answer.status == 503 && is_busy(answer);
    if answer.status >= 500 && !busy {
        return Err(format!("a server error, {}", answer.status));
    }
    let max_size = MAX_PAGE + MAX_REPEATS * request.size();
    if answer.body.len() > max_size {
        return Err(format!(
            "an answer of {} bytes to a request of {}",
            answer.body.len(),
            request.size()
        ));
    }
    let mut text = format!("{:?}\n", answer.headers).into_bytes();
    text.extend_from_slice(&answer.body);
    if let Some(leaked) = fixture.find_leak(request.caller, link, &text)
        && !(leaked.contains(SENT_PIN) && has_pin_only_in_other_fields(&request.body))
    {
        return Err(format!(
            "{:?} reads data of somebody else: {leaked}",
            request.caller
        ));
    }
    if answer.is_from_socket && answer.headers.get("x-request-id").is_none() {
        // The mangled request was no valid HTTP, so it never reached a route.
        let is_refusal = matches!(answer.status, 400 | 408 | 414 | 431 | 0);
        return if is_refusal {
            Ok(())
        } else {
            Err("no request id".to_owned())
        };
    }
    check_headers(request, answer)?;
    if request.method != "HEAD" && !answer.is_from_socket {
        check_body(request, answer)?;
    }
    Ok(())
}

fn is_busy(answer: &FuzzAnswer) -> bool {
    let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    problem["code"] == "busy" || problem["code"] == "not_ready"
}

fn check_headers(request: &FuzzRequest, answer: &FuzzAnswer) -> Result<(), String> {
    for name in HEADERS {
        let mut values = answer.headers.get_all(name).iter();
        if values
            .next()
            .is_none_or(reqwest::header::HeaderValue::is_empty)
            || values.next().is_some()
        {
            return Err(format!("the header {name} is missing, empty or repeated"));
        }
    }
    let location = answer.header("location");
    if (300..400).contains(&answer.status)
        && answer.status != 304
        && (!location.starts_with('/') || location.starts_with("//"))
    {
        return Err(format!("a redirect to {location}"));
    }
    if answer.header("content-type").starts_with("text/html") {
        let policy = answer.header("content-security-policy");
        if !policy.contains("default-src 'none'") || !policy.contains("base-uri 'none'") {
            return Err(format!("a page with the policy {policy}"));
        }
        // The documentation of the API is the same for everybody.
        let is_public = request.route == "/v1/docs";
        if !is_public && answer.header("cache-control") != "no-store" {
            return Err("a page that caches are allowed to store".to_owned());
        }
    }
    if answer.headers.contains_key("x-injected") {
        return Err("a header was injected".to_owned());
    }
    Ok(())
}

fn check_body(request: &FuzzRequest, answer: &FuzzAnswer) -> Result<(), String> {
    let kind = answer.header("content-type");
    if request.is_api_request() && answer.status >= 400 && kind != "application/problem+json" {
        return Err(format!("an API error of type {kind}"));
    }
    if kind == "application/problem+json" {
        let problem: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("a problem that is not JSON: {error}"))?;
        let text = |name: &str| problem[name].as_str().filter(|text| !text.is_empty());
        if ["type", "title", "code", "detail"]
            .iter()
            .any(|name| text(name).is_none())
        {
            return Err(format!("an incomplete problem: {problem}"));
        }
        if problem["status"] != answer.status
            || text("request_id") != Some(answer.header("x-request-id"))
        {
            return Err(format!(
                "a problem with another status or request ID: {problem}"
            ));
        }
        let errors = problem["errors"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        // `field` may be an empty string, because a JSON member can have an empty name.
        let is_complete = |error: &Value| {
            let has_text = |name: &str| error[name].as_str().is_some_and(|text| !text.is_empty());
            error["field"].is_string() && has_text("code") && has_text("detail")
        };
        if !errors.iter().all(is_complete)
            || (text("code") == Some("invalid_fields") && errors.is_empty())
        {
            return Err(format!("incomplete field errors: {problem}"));
        }
    } else if kind == "application/json" {
        let json: Result<Value, _> = serde_json::from_slice(&answer.body);
        json.map_err(|error| format!("a body that is not JSON: {error}"))?;
    } else if kind.starts_with("text/html") {
        let text = std::str::from_utf8(&answer.body)
            .map_err(|error| format!("a page that is not UTF-8: {error}"))?;
        if !text.starts_with("<!DOCTYPE html>") || !text.contains("</html>") {
            return Err("an incomplete page".to_owned());
        }
        for raw in ["<script>alert", "<img src=x"] {
            if text.contains(raw) {
                return Err(format!("a page with the unescaped input {raw}"));
            }
        }
    }
    Ok(())
}
