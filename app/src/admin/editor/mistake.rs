//! What is wrong with the settings, and where: on a line of the JSON, beside a control, and at the top.

use super::row::Row;
use crate::summary::Summary;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The place in the settings, such as `connect_ui_params.bucket.type`, or the name of a control.
    pub field: String,
    pub detail: String,
    /// From 1. Absent for what is not in the JSON.
    pub line: Option<usize>,
    pub column: Option<usize>,
}

impl Mistake {
    /// Which part of this field it is about, such as `type`; of the field as a whole, none.
    pub fn part_of(&self, name: &str) -> Option<&str> {
        let rest = self.field.strip_prefix("connect_ui_params.")?;
        let rest = rest.strip_prefix(name)?;
        if rest.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('.')
        }
    }

    /// Its place in the JSON.
    pub fn place(&self) -> Option<String> {
        let line = self.line?;
        Some(match self.column {
            Some(column) => format!("Line {line}, column {column}"),
            None => format!("Line {line}"),
        })
    }
}

/// Why something was not done.
#[component]
pub fn Refusal(mut mistakes: Vec<Mistake>, rows: Vec<Row>) -> AnyView {
    // Nothing else keeps a field from being added.
    if mistakes.iter().any(|mistake| mistake.field == "own") {
        mistakes.retain(|mistake| mistake.field == "own");
    }
    let title = match mistakes.len() {
        1 => "Not done: one thing needs a change".to_owned(),
        more => format!("Not done: {more} things need a change"),
    };
    let items = mistakes.into_iter().map(|mistake| {
        let row = rows.iter().find(|row| mistake.part_of(&row.name).is_some());
        let (to, place) = match (mistake.field.as_str(), row) {
            ("direction", _) => ("#direction".to_owned(), Some("Direction".to_owned())),
            ("own", _) => ("#own".to_owned(), Some("A field of your own".to_owned())),
            (field, Some(row)) => {
                let part = field.trim_start_matches("connect_ui_params.");
                (format!("#e-{}", row.name), Some(part.to_owned()))
            }
            (_, None) => ("#json".to_owned(), mistake.place()),
        };
        let line = mistake.line.filter(|_| to == "#json");
        let place = place.map(|place| format!("{place}: "));
        view! {
            <li dir="auto"><a href=to data-line=line.map(|line| line.to_string())>{place}{mistake.detail}</a></li>
        }
    });
    let items = items.collect_view();
    view! { <Summary title>{items}</Summary> }.into_any()
}
