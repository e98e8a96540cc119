//! One field of the settings, with its controls.

use super::control::Attribute::{
    AdornmentEnd, AdornmentStart, Default, Description, Label, Options, Required,
    TemporaryCredentials, Type,
};
use super::control::Input::{Checkbox, Checkboxes, Line, Lines, Select};
use super::control::{Attribute, Choice, Control, TICKED};
use super::mistake::Mistake;
use super::option_lines;
use domain::connect_ui::{
    FieldKind, RawField, access_mode_of, field_names, is_always_required, is_known,
};
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn FieldItem(
    name: String,
    /// The field's JSON.
    value: Value,
    is_first: bool,
    is_last: bool,
    mistakes: Vec<Mistake>,
) -> AnyView {
    let field = RawField {
        name: &name,
        value: &value,
    };
    let id = format!("e-{name}");
    let label = field.label();
    // A syntax error of the JSON belongs to no field, and is shown at the JSON only.
    let mistakes: Vec<Mistake> = mistakes
        .into_iter()
        .filter(|mistake| mistake.part_of(&name).is_some())
        .collect();
    let is_invalid = !mistakes.is_empty();
    let whole_field_error = mistakes.iter().find(|m| m.part_of(&name) == Some(""));
    let whole_field_error =
        whole_field_error.map(|m| view! { <p class="error">{m.detail.clone()}</p> });
    let kind = field.kind().as_str();
    let requirement = if field.is_required() {
        "required"
    } else {
        "optional"
    };
    let controls = field_controls(field, &mistakes);
    let action = |verb: &str| format!("{verb}:{name}");
    let aria_label = |verb: &str| format!("{verb}: {label}");
    // A connection needs the bucket. The access fields go with the access toggles.
    let is_removable = name != field_names::BUCKET && access_mode_of(&name).is_none();
    view! {
        <li id=id.clone() class:invalid=is_invalid tabindex="-1">
            <div class="row-head">
                <p class="what">
                    <strong dir="auto">{label.clone()}</strong>
                    <span class="quiet"><code>{name.clone()}</code>" · "{kind}" · "{requirement}</span>
                </p>
                <p class="moves">
                    <button class="secondary small" id=format!("{id}.up") name="action" value=action("up") disabled=is_first data-announcement="Moved up." aria-label=aria_label("Move up")>"↑"</button>
                    <button class="secondary small" id=format!("{id}.down") name="action" value=action("down") disabled=is_last data-announcement="Moved down." aria-label=aria_label("Move down")>"↓"</button>
                    {is_removable
                        .then(|| {
                            view! { <button class="secondary small" id=format!("{id}.remove") name="action" value=action("remove") data-announcement="Removed." aria-label=aria_label("Remove")>"✕"</button> }
                        })}
                </p>
            </div>
            {whole_field_error}
            <details id=format!("{id}.more") open=is_invalid>
                <summary>"Edit"<span class="visually-hidden" dir="auto">" " {label.clone()}</span></summary>
                <div class="more">{controls}</div>
            </details>
        </li>
    }
    .into_any()
}

fn field_controls(field: RawField<'_>, mistakes: &[Mistake]) -> Vec<AnyView> {
    let control = |attribute: Attribute, title, input, values| {
        // What is wrong with one of the options is shown at the options.
        let is_here = |mistake: &&Mistake| {
            let part = mistake.part_of(field.name).unwrap_or_default();
            let rest = part.strip_prefix(attribute.path());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let error = mistakes.iter().find(is_here);
        let error = error.map(|m| m.detail.clone()).unwrap_or_default();
        let field_name = field.name.to_owned();
        view! { <Control field_name attribute title input values error /> }.into_any()
    };
    let text = |attribute: Attribute| vec![field.text(attribute.path())];
    let ticked_if = |is_ticked: bool| is_ticked.then(|| TICKED.to_owned()).into_iter().collect();

    let kind = field.kind();
    let mut controls = vec![
        control(Label, "Label", Line(Some(200)), vec![field.label()]),
        control(Description, "Description", Lines(2), text(Description)),
    ];
    if !is_always_required(field.name) {
        let values = ticked_if(field.is_required());
        controls.push(control(Required, "Required", Checkbox, values));
    }
    if !is_known(field.name) {
        let kinds = FieldKind::ALL.map(|kind| choice(kind.as_str(), kind.as_str()));
        let values = vec![kind.as_str().to_owned()];
        controls.push(control(Type, "Type", Select(kinds.into()), values));
    }
    if kind.is_choice() {
        let values = vec![option_lines::format(&field.options())];
        controls.push(control(Options, "Options", Lines(4), values));
    }
    if field.name == field_names::ACCESS_KEY_ID {
        let title = "Ask tenants to allow temporary credentials";
        let values = ticked_if(field.temporary_credentials());
        controls.push(control(TemporaryCredentials, title, Checkbox, values));
    }
    // Tenants only see the external ID. They do not type it.
    if field.name == field_names::EXTERNAL_ID {
        return controls;
    }
    for (attribute, title) in [
        (AdornmentStart, "Before the field"),
        (AdornmentEnd, "After the field"),
    ] {
        controls.push(control(attribute, title, Line(Some(40)), text(attribute)));
    }

    // A form cannot tell an empty value from none.
    let mut values = field.defaults();
    values.retain(|value| !value.is_empty());
    if kind != FieldKind::Multiselect {
        values.truncate(1);
    }
    let mut title = "Default value";
    let input = match kind {
        // A secret has no default.
        FieldKind::Password => return controls,
        FieldKind::Boolean => {
            title = "Checked by default";
            values.retain(|value| value == TICKED);
            Checkbox
        }
        FieldKind::Select | FieldKind::Multiselect => {
            let options = field.options();
            let mut choices: Vec<_> = options.iter().map(|o| choice(&o.value, &o.name)).collect();
            choices.retain(|choice| !choice.value.is_empty());
            let offered = choices.iter().map(|choice| choice.value.clone());
            values = offered.filter(|value| values.contains(value)).collect();
            if kind == FieldKind::Multiselect {
                Checkboxes(choices)
            } else {
                values.truncate(1);
                choices.insert(0, choice("", "None"));
                Select(choices)
            }
        }
        FieldKind::Multiline => Lines(3),
        FieldKind::Text | FieldKind::Number => Line(None),
    };
    controls.push(control(Default, title, input, values));
    controls
}

fn choice(value: &str, name: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        name: name.to_owned(),
    }
}
