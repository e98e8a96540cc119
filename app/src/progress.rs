//! What a running check sends to the page, one JSON object a line. The pieces of HTML are made by the same
//! components as the page without JavaScript.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub enum Progress {
    /// The check begins: the list of its steps, all still open.
    Begin { html: String },
    /// The element with this id has other content now: a step that waits or has ended, a line of words.
    Put { id: String, html: String },
    /// The check never began, for fields are wrong: a summary, and each field's own words.
    Fields {
        html: String,
        errors: Vec<(String, String)>,
    },
    /// The last piece, put as any other; the focus goes there.
    End { id: String, html: String },
}

/// How it travels: kind, id, HTML, errors. An array of strings is what the browser's half reads with the
/// least code.
pub(crate) type Line = (String, String, String, Vec<(String, String)>);

impl From<Progress> for Line {
    fn from(progress: Progress) -> Self {
        let line = |kind: &str, id, html, errors| (kind.to_owned(), id, html, errors);
        let none = String::new;
        match progress {
            Progress::Begin { html } => line("begin", none(), html, Vec::new()),
            Progress::Put { id, html } => line("put", id, html, Vec::new()),
            Progress::Fields { html, errors } => line("fields", none(), html, errors),
            Progress::End { id, html } => line("end", id, html, Vec::new()),
        }
    }
}

impl From<Line> for Progress {
    fn from((kind, id, html, errors): Line) -> Self {
        match kind.as_str() {
            "begin" => Self::Begin { html },
            "put" => Self::Put { id, html },
            "fields" => Self::Fields { html, errors },
            _ => Self::End { id, html },
        }
    }
}
