//! What the server sends to the page while a check runs: one JSON array a line.
//!
//! The HTML in it comes from the same components that render the page without JavaScript.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub enum Progress {
    /// Starts the check. `html` is the list of its steps, all still pending.
    Begin { html: String },
    /// Replaces the content of the element with this id.
    Replace { id: String, html: String },
    /// Reports that the check did not start because fields are wrong. `html` is the summary, and `errors` holds each
    /// field's name and message.
    FieldErrors {
        html: String,
        errors: Vec<(String, String)>,
    },
    /// Replaces the content of the element with this id, moves the focus there and ends the stream. `errors` holds the
    /// fields that the result blames, each with its message.
    End {
        id: String,
        html: String,
        errors: Vec<(String, String)>,
    },
}

/// The wire format: kind, id, HTML and field errors. An array of strings takes the least code to read in the wasm.
pub(crate) type Line = (String, String, String, Vec<(String, String)>);

impl From<Progress> for Line {
    fn from(progress: Progress) -> Self {
        let line = |kind: &str, id, html, errors| (kind.to_owned(), id, html, errors);
        let no_id = String::new;
        match progress {
            Progress::Begin { html } => line("begin", no_id(), html, Vec::new()),
            Progress::Replace { id, html } => line("put", id, html, Vec::new()),
            Progress::FieldErrors { html, errors } => line("fields", no_id(), html, errors),
            Progress::End { id, html, errors } => line("end", id, html, errors),
        }
    }
}

impl From<Line> for Progress {
    fn from((kind, id, html, errors): Line) -> Self {
        match kind.as_str() {
            "begin" => Self::Begin { html },
            "put" => Self::Replace { id, html },
            "fields" => Self::FieldErrors { html, errors },
            _ => Self::End { id, html, errors },
        }
    }
}
