//! An HTTP answer of the server, with the assertions that tests make about it.

use crate::html;
use app::progress::Progress;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

/// An HTTP answer that was read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// Asserts the status.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "the assertion alone is useful"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Returns the value of a header, or an empty text if the header is absent or not ASCII.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap_or_default())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Asserts that the answer is a complete problem document (RFC 9457) with this status and code, and returns it.
    #[track_caller]
    pub fn expect_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status, self.header("content-type")),
            (status, "application/problem+json"),
            "{}",
            self.text
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        for member in ["type", "title", "detail", "request_id"] {
            assert!(
                problem[member]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{member}: {problem}"
            );
        }
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem
    }

    /// Returns the field errors of a problem, each as `field: code`.
    pub fn field_errors(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        errors
            .iter()
            .map(|e| format!("{}: {}", text(&e["field"]), text(&e["code"])))
            .collect()
    }

    /// Asserts that the answer is a whole HTML page with this status, whose visible text contains `words`.
    #[track_caller]
    #[expect(
        clippy::return_self_not_must_use,
        reason = "the assertion alone is useful"
    )]
    pub fn expect_page(self, status: u16, words: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.visible_text());
        assert!(
            self.headers
                .get(CONTENT_TYPE)
                .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")),
            "{:?}",
            self.headers
        );
        assert!(
            self.text.starts_with("<!DOCTYPE html>") && self.text.contains("</html>"),
            "{}",
            self.text
        );
        assert!(
            self.visible_text().contains(words),
            "“{words}” is not on the page: {}",
            self.visible_text()
        );
        self
    }

    /// Returns what a person can read on the page.
    pub fn visible_text(&self) -> String {
        html::visible_text(&self.text)
    }

    /// Returns the text of the element with this id.
    #[track_caller]
    pub fn element_text(&self, id: &str) -> String {
        html::element_text(&self.text, id)
            .unwrap_or_else(|| panic!("no element #{id}: {}", self.text))
    }

    /// Parses a streamed answer, which has one [`Progress`] per line.
    #[track_caller]
    pub fn progress(&self) -> Vec<Progress> {
        assert_eq!(
            self.header("content-type"),
            app::islands::NDJSON,
            "{}",
            self.text
        );
        assert!(
            self.text.ends_with('\n'),
            "the last line is not complete: {}",
            self.text
        );
        let line = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
        };
        self.text.lines().map(line).collect()
    }
}

/// Returns the steps of a report, each as `id: status` or `id: status (cause)`.
pub fn step_results(report: &Value) -> Vec<String> {
    let steps = report["steps"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let step = |step: &Value| {
        let cause = step["cause"]
            .as_str()
            .map(|cause| format!(" ({cause})"))
            .unwrap_or_default();
        format!("{}: {}{cause}", text(&step["id"]), text(&step["status"]))
    };
    steps.iter().map(step).collect()
}
