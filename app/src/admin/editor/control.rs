//! One control of a field: an attribute that an admin can change without writing JSON.
//!
//! Beside its value, a control posts what it showed. The server compares the two, and changes the attribute in the JSON
//! if they differ.

use crate::textarea;
use leptos::prelude::*;
use strum::{EnumString, IntoStaticStr};

/// An attribute of a field that has a control, with its path in the field's JSON. In the order in which the server applies
/// changes: the type decides what the options and the default mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Attribute {
    Type,
    Label,
    Description,
    Required,
    Options,
    #[strum(serialize = "adornment.start")]
    AdornmentStart,
    #[strum(serialize = "adornment.end")]
    AdornmentEnd,
    Default,
    #[strum(serialize = "temporary_credentials")]
    TemporaryCredentials,
}

impl Attribute {
    pub fn path(self) -> &'static str {
        self.into()
    }

    /// Returns the name of the control in the form.
    pub fn control_name(self, field: &str) -> String {
        format!("{}:{field}", self.path())
    }

    /// Returns the attribute and the field's name, if this is a control's name.
    pub fn parse_control_name(name: &str) -> Option<(Self, &str)> {
        let (path, field) = name.split_once(':')?;
        Some((path.parse().ok()?, field))
    }
}

/// How a control looks.
#[derive(Clone, Debug)]
pub enum Input {
    /// One line of text, of at most so many characters.
    Line(Option<u16>),
    /// So many lines of text.
    Lines(u8),
    /// Posts [`TICKED`] if it is ticked.
    Checkbox,
    Select(Vec<Choice>),
    Checkboxes(Vec<Choice>),
}

/// What a select or a group of checkboxes offers.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub name: String,
}

/// The value that a ticked checkbox posts.
pub const TICKED: &str = "true";
/// The prefix of the form fields that say what the controls showed.
pub const SHOWN_PREFIX: &str = "shown.";

/// Renders the hidden form field that says what a control shows.
#[component]
pub fn ShownValue(control: String, value: String) -> AnyView {
    view! { <input type="hidden" name=format!("{SHOWN_PREFIX}{control}") value=value /> }.into_any()
}

#[component]
pub fn Control(
    field_name: String,
    attribute: Attribute,
    title: &'static str,
    input: Input,
    /// What the control shows. Only `Checkboxes` can show several values. A checkbox that is not ticked shows none.
    mut values: Vec<String>,
    /// What is wrong with the attribute. Empty if nothing is.
    error: String,
) -> AnyView {
    // The dot, which no field's name has, makes the ids unique on the page.
    let id = format!("e-{field_name}.{}", attribute.path());
    let name = attribute.control_name(&field_name);
    let description = match attribute {
        Attribute::Options => {
            "One per line. If the value differs from what tenants see, write it after =."
        }
        Attribute::TemporaryCredentials => {
            "Adds a statement to the policy in the setup guide. Your other programs can then get credentials that reach only the tenant’s path prefix, for up to an hour."
        }
        _ => "",
    };
    if let Input::Line(_) = input {
        // A browser drops line breaks from a control of one line.
        for value in &mut values {
            value.retain(|c| !matches!(c, '\r' | '\n'));
        }
    }
    let invalid = (!error.is_empty()).then_some("true");
    let described_by = format!("{id}.d {id}.h");
    let value = values.first().cloned().unwrap_or_default();
    let label = (!matches!(input, Input::Checkbox | Input::Checkboxes(_)))
        .then(|| view! { <label for=id.clone()>{title}</label> });
    let control = match input {
        Input::Line(max_length) => view! {
            <input id=id.clone() name=name.clone() value=value maxlength=max_length dir="auto" autocapitalize="none" aria-describedby=described_by aria-invalid=invalid />
        }
        .into_any(),
        Input::Lines(rows) => view! {
            <textarea id=id.clone() name=name.clone() rows=rows dir="auto" aria-describedby=described_by aria-invalid=invalid>
                {textarea::escape(&value)}
            </textarea>
        }
        .into_any(),
        Input::Select(choices) => {
            let options = choices.into_iter().map(|choice| {
                let selected = choice.value == value;
                view! { <option value=choice.value selected=selected>{choice.name}</option> }
            });
            view! { <select id=id.clone() name=name.clone() aria-describedby=described_by aria-invalid=invalid>{options.collect_view()}</select> }
                .into_any()
        }
        Input::Checkbox => tick(&id, &name, TICKED, title, !values.is_empty(), Some(described_by)),
        Input::Checkboxes(choices) => {
            let ticks = choices.into_iter().enumerate().map(|(index, choice)| {
                let is_ticked = values.contains(&choice.value);
                tick(&format!("{id}.{index}"), &name, &choice.value, &choice.name, is_ticked, None)
            });
            view! { <fieldset class="ticks" id=id.clone() aria-describedby=described_by><legend>{title}</legend>{ticks.collect_view()}</fieldset> }
                .into_any()
        }
    };
    view! {
        <div class="field">
            {label}
            <p class="description" id=format!("{id}.d")>{description}</p>
            {control}
            <ShownValue control=name value=values.join("\n") />
            <p class="error" id=format!("{id}.h")>{error}</p>
        </div>
    }
    .into_any()
}

fn tick(
    id: &str,
    name: &str,
    value: &str,
    title: &str,
    is_ticked: bool,
    described_by: Option<String>,
) -> AnyView {
    let [id, name, value, title] = [id, name, value, title].map(str::to_owned);
    view! {
        <label class="tick" for=id.clone()>
            <input type="checkbox" id=id.clone() name=name value=value checked=is_ticked aria-describedby=described_by />
            <span dir="auto">{title}</span>
        </label>
    }
    .into_any()
}
