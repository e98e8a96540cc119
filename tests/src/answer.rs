//! An answer of the server, with the questions tests ask of it.

use crate::html;
use app::progress::Progress;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "to expect is enough")]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap_or_default())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A problem of this status and code, complete as RFC 9457 has it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
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

    /// The codes of a problem's field errors, as `field: code`.
    pub fn errors(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        errors
            .iter()
            .map(|e| format!("{}: {}", word(&e["field"]), word(&e["code"])))
            .collect()
    }

    /// A whole HTML page of this status whose words hold these.
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "to expect is enough")]
    pub fn page(self, status: u16, words: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.words());
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
            self.words().contains(words),
            "“{words}” is not on the page: {}",
            self.words()
        );
        self
    }

    pub fn words(&self) -> String {
        html::words(&self.text)
    }

    /// What is in the element with this id.
    #[track_caller]
    pub fn element(&self, id: &str) -> String {
        html::text_of(&self.text, id).unwrap_or_else(|| panic!("no element #{id}: {}", self.text))
    }

    /// The lines of an answer in pieces.
    #[track_caller]
    pub fn pieces(&self) -> Vec<Progress> {
        assert_eq!(
            self.header("content-type"),
            app::islands::PIECES,
            "{}",
            self.text
        );
        assert!(
            self.text.ends_with('\n'),
            "the last line is whole: {}",
            self.text
        );
        let line = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
        };
        self.text.lines().map(line).collect()
    }
}

/// The steps of a report as `id: status`, or `id: status (cause)`.
pub fn steps(report: &Value) -> Vec<String> {
    let steps = report["steps"].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let step = |step: &Value| {
        let cause = step["cause"]
            .as_str()
            .map(|cause| format!(" ({cause})"))
            .unwrap_or_default();
        format!("{}: {}{cause}", word(&step["id"]), word(&step["status"]))
    };
    steps.iter().map(step).collect()
}
