//! What a running check sends to the page, one JSON object a line. The pieces of HTML are made by the same
//! components as the page without JavaScript.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Line", into = "Line")]
pub enum Progress {
    /// The check begins: the list of its steps, all still open.
    Begin { html: String },
    /// One step ended: the element with this id is replaced.
    Step { id: String, html: String },
    /// The check ended without being saved: the verdict goes below the form, which stays as it is.
    Verdict { html: String },
    /// The check never began, for fields are wrong: a summary, and each field's own words.
    Fields {
        html: String,
        errors: Vec<(String, String)>,
    },
    /// The page moves on to another state.
    Page { html: String },
}

/// How it travels: kind, id, HTML, errors. An array of strings is what the browser's half reads with the
/// least code.
type Line = (String, String, String, Vec<(String, String)>);

impl From<Progress> for Line {
    fn from(progress: Progress) -> Self {
        let line = |kind: &str, id, html, errors| (kind.to_owned(), id, html, errors);
        let none = String::new;
        match progress {
            Progress::Begin { html } => line("begin", none(), html, Vec::new()),
            Progress::Step { id, html } => line("step", id, html, Vec::new()),
            Progress::Verdict { html } => line("verdict", none(), html, Vec::new()),
            Progress::Fields { html, errors } => line("fields", none(), html, errors),
            Progress::Page { html } => line("page", none(), html, Vec::new()),
        }
    }
}

impl From<Line> for Progress {
    fn from((kind, id, html, errors): Line) -> Self {
        match kind.as_str() {
            "begin" => Self::Begin { html },
            "step" => Self::Step { id, html },
            "fields" => Self::Fields { html, errors },
            "page" => Self::Page { html },
            _ => Self::Verdict { html },
        }
    }
}
