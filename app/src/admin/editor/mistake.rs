//! What is wrong with the settings. The editor shows it on the line of the JSON, at the control, and at the top.

use crate::summary_box::SummaryBox;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The path in the settings, such as `connect_ui_params.bucket.type`, or the name of a control.
    pub field: String,
    pub detail: String,
    /// Counted from 1. `None` if the mistake is not in the JSON.
    pub line: Option<usize>,
    pub column: Option<usize>,
}

impl Mistake {
    /// Returns the part of this field that the mistake is about, such as `type`. Empty for the field as a whole, `None` for
    /// other fields.
    pub fn part_of(&self, name: &str) -> Option<&str> {
        let rest = self.field.strip_prefix("connect_ui_params.")?;
        let rest = rest.strip_prefix(name)?;
        if rest.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('.')
        }
    }

    /// Returns the place in the JSON, in words.
    pub fn place_in_json(&self) -> Option<String> {
        let line = self.line?;
        Some(match self.column {
            Some(column) => format!("Line {line}, column {column}"),
            None => format!("Line {line}"),
        })
    }
}

/// Returns what is wrong with a control that belongs to no field. Empty if nothing is.
pub fn error_of(mistakes: &[Mistake], control: &str) -> String {
    let found = mistakes.iter().find(|mistake| mistake.field == control);
    found
        .map(|mistake| mistake.detail.clone())
        .unwrap_or_default()
}

/// Renders the box that lists the mistakes, with links to their places.
#[component]
pub fn MistakeSummary(
    mut mistakes: Vec<Mistake>,
    /// The fields that are on the page.
    field_names: Vec<String>,
) -> AnyView {
    // The admin tried to add a field. Other mistakes do not prevent that, so they would only distract.
    if mistakes.iter().any(|mistake| mistake.field == "own") {
        mistakes.retain(|mistake| mistake.field == "own");
    }
    let title = match mistakes.len() {
        1 => "One thing needs a change".to_owned(),
        count => format!("{count} things need a change"),
    };
    let items = mistakes.into_iter().map(|mistake| {
        let field = field_names
            .iter()
            .find(|name| mistake.part_of(name).is_some());
        let (href, place) = match (mistake.field.as_str(), field) {
            ("access", _) => ("#access".to_owned(), Some("Access".to_owned())),
            ("direction", _) => ("#direction".to_owned(), Some("Direction".to_owned())),
            ("own", _) => ("#own".to_owned(), Some("Custom field".to_owned())),
            (path, Some(name)) => {
                let part = path.trim_start_matches("connect_ui_params.");
                (format!("#e-{name}"), Some(part.to_owned()))
            }
            (_, None) => ("#json".to_owned(), mistake.place_in_json()),
        };
        let line = mistake.line.filter(|_| href == "#json");
        let place = place.map(|place| format!("{place}: "));
        view! {
            <li dir="auto"><a href=href data-line=line.map(|line| line.to_string())>{place}{mistake.detail}</a></li>
        }
    });
    let items = items.collect_view();
    view! { <SummaryBox title>{items}</SummaryBox> }.into_any()
}
