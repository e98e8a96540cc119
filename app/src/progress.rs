//! What a running check sends to the page, one JSON object a line. The pieces of HTML are made by the same
//! components as the page without JavaScript.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Progress {
    /// The check begins: the list of its steps, all still open.
    Begin { html: String },
    /// One step ended: the element with this id is replaced.
    Step { id: String, html: String },
    /// The check ended without being saved: the verdict goes below the form, which stays as it is.
    Verdict { html: String },
    /// The check never began, for fields are wrong: a summary, and each field's own words.
    Fields { html: String, errors: Vec<(String, String)> },
    /// The page moves on to another state.
    Page { html: String },
}
