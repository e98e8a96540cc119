//! What holds for every answer.

use super::sent::Sent;
use super::values::SENT_PIN;
use super::world::World;
use axum::http::HeaderMap;
use serde_json::Value;

/// The largest page of all, less what it repeats of the question.
const LARGEST: usize = 512 * 1024;
/// An editor's page holds the settings several times, and escaped.
const REPEATS: usize = 40;

/// On every answer, whatever it is.
const HEADERS: [&str; 5] = [
    "referrer-policy",
    "x-content-type-options",
    "cross-origin-opener-policy",
    "permissions-policy",
    "x-request-id",
];

pub struct Answered {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// It came over a socket, where its body may be in chunks and the HTTP library may have answered by itself.
    pub on_the_wire: bool,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// Whether the PIN is only in fields that are shown again. A change of one byte moves it there, and nothing in it says what
/// it is.
fn puts_pin_elsewhere(body: &[u8]) -> bool {
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

/// # Errors
/// Returns what does not hold.
pub fn judge(
    sent: &Sent,
    link: Option<usize>,
    answer: &Answered,
    world: &World,
) -> Result<(), String> {
    let busy = answer.status == 503 && is_busy(answer);
    if answer.status >= 500 && !busy {
        return Err(format!("a server error, {}", answer.status));
    }
    let most = LARGEST + REPEATS * sent.size();
    if answer.body.len() > most {
        return Err(format!(
            "{} bytes answer {}",
            answer.body.len(),
            sent.size()
        ));
    }
    let mut whole = format!("{:?}\n", answer.headers).into_bytes();
    whole.extend_from_slice(&answer.body);
    if let Some(leaked) = world.leaked(sent.caller, link, &whole)
        && !(leaked.contains(SENT_PIN) && puts_pin_elsewhere(&sent.body))
    {
        return Err(format!(
            "{:?} reads what is not theirs: {leaked}",
            sent.caller
        ));
    }
    if answer.on_the_wire && answer.headers.get("x-request-id").is_none() {
        // No HTTP, so it never came to a route.
        let refused = matches!(answer.status, 400 | 408 | 414 | 431 | 0);
        return if refused {
            Ok(())
        } else {
            Err("no request id".to_owned())
        };
    }
    headers(answer)?;
    if sent.method != "HEAD" && !answer.on_the_wire {
        content(sent, answer)?;
    }
    Ok(())
}

fn is_busy(answer: &Answered) -> bool {
    let problem: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    problem["code"] == "busy" || problem["code"] == "not_ready"
}

fn headers(answer: &Answered) -> Result<(), String> {
    for name in HEADERS {
        let mut values = answer.headers.get_all(name).iter();
        if values
            .next()
            .is_none_or(reqwest::header::HeaderValue::is_empty)
            || values.next().is_some()
        {
            return Err(format!("{name} is not there once"));
        }
    }
    let location = answer.header("location");
    if (300..400).contains(&answer.status)
        && answer.status != 304
        && (!location.starts_with('/') || location.starts_with("//"))
    {
        return Err(format!("leads to {location}"));
    }
    if answer.header("content-type").starts_with("text/html") {
        let policy = answer.header("content-security-policy");
        if !policy.contains("default-src 'none'") || !policy.contains("base-uri 'none'") {
            return Err(format!("a page with the policy {policy}"));
        }
        if answer.header("cache-control") != "no-store" {
            return Err("a page that may be kept".to_owned());
        }
    }
    if answer.headers.contains_key("x-injected") {
        return Err("a header was injected".to_owned());
    }
    Ok(())
}

fn content(sent: &Sent, answer: &Answered) -> Result<(), String> {
    let kind = answer.header("content-type");
    if sent.is_of_the_api() && answer.status >= 400 && kind != "application/problem+json" {
        return Err(format!("an error of the API as {kind}"));
    }
    if kind == "application/problem+json" {
        let problem: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("a problem that is no JSON: {error}"))?;
        let text = |name: &str| problem[name].as_str().filter(|text| !text.is_empty());
        if ["type", "title", "code", "detail"]
            .iter()
            .any(|name| text(name).is_none())
        {
            return Err(format!("half a problem: {problem}"));
        }
        if problem["status"] != answer.status
            || text("request_id") != Some(answer.header("x-request-id"))
        {
            return Err(format!("a problem of another answer: {problem}"));
        }
        let errors = problem["errors"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        // A member without a name is named by none.
        let named = |error: &Value| {
            let says = |name: &str| error[name].as_str().is_some_and(|text| !text.is_empty());
            error["field"].is_string() && says("code") && says("detail")
        };
        if !errors.iter().all(named)
            || (text("code") == Some("invalid_fields") && errors.is_empty())
        {
            return Err(format!("fields that are not named: {problem}"));
        }
    } else if kind == "application/json" {
        let json: Result<Value, _> = serde_json::from_slice(&answer.body);
        json.map_err(|error| format!("no JSON: {error}"))?;
    } else if kind.starts_with("text/html") {
        let text = std::str::from_utf8(&answer.body)
            .map_err(|error| format!("a page that is no text: {error}"))?;
        if !text.starts_with("<!DOCTYPE html>") || !text.contains("</html>") {
            return Err("half a page".to_owned());
        }
        for raw in ["<script>alert", "<img src=x"] {
            if text.contains(raw) {
                return Err(format!("{raw} is part of the page"));
            }
        }
    }
    Ok(())
}
