//! The controls of one field.

use super::editor_field::EditorField;
use super::kind_select::KindSelect;
use super::mistake::Mistake;
use crate::textarea;
use domain::connect_ui::{FieldKind, access_mode_of, field_names, is_always_required};
use leptos::prelude::*;

#[component]
pub fn FieldItem(
    field: EditorField,
    is_first: bool,
    is_last: bool,
    mistakes: Vec<Mistake>,
) -> AnyView {
    let id = format!("e-{}", field.name);
    // A syntax error of the JSON belongs to no field, and is shown at the JSON only.
    let is_about_field = |mistake: &Mistake| mistake.part_of(&field.name).is_some();
    let mistakes: Vec<Mistake> = mistakes.into_iter().filter(is_about_field).collect();
    let is_invalid = !mistakes.is_empty();
    let whole_field_error = mistakes.iter().find(|m| m.part_of(&field.name) == Some(""));
    let whole_field_error =
        whole_field_error.map(|m| view! { <p class="error">{m.detail.clone()}</p> });
    let (name, label) = (field.name.clone(), field.label.clone());
    let kind = field.kind.as_str();
    let requirement = if field.required {
        "required"
    } else {
        "optional"
    };
    let action = |verb: &str| format!("{verb}:{}", field.name);
    let aria_label = |verb: &str| format!("{verb}: {}", field.label);
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
                <summary>"Edit"<span class="visually-hidden" dir="auto">" " {label}</span></summary>
                <FieldControls field id=id.clone() mistakes />
            </details>
        </li>
    }
    .into_any()
}

/// Renders the controls. Their ids have a dot, which no field's name has, so they are unique on the page.
#[component]
fn FieldControls(field: EditorField, id: String, mistakes: Vec<Mistake>) -> AnyView {
    let is_always_required = is_always_required(&field.name);
    let can_have_default = field.can_have_default();
    let name = field.name.clone();
    let error = move |part: &str| {
        // A mistake in one of the options is shown at the options.
        let is_in_part = |m: &&Mistake| {
            let found = m.part_of(&name).and_then(|path| path.strip_prefix(part));
            found.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let found = mistakes.iter().find(is_in_part);
        found.map(|m| m.detail.clone()).unwrap_or_default()
    };
    let text_field = |part: &str,
                      title: &'static str,
                      value: &str,
                      max_length: &'static str,
                      path: &str| {
        view! { <TextField id=format!("{id}.{part}") name=field.control_name(part) title value=value.to_owned() max_length error=error(path) /> }
    };
    view! {
        <div class="more">
            <input type="hidden" name="field" value=field.name.clone() />
            {text_field("label", "Label", &field.label, "200", "label")}
            {
                let id = format!("{id}.description");
                view! { <TextAreaField id name=field.control_name("description") title="Description" value=field.description.clone() rows="2" error=error("description") /> }
            }
            {(!is_always_required)
                .then(|| {
                    let id = format!("{id}.required");
                    view! {
                        <label class="tick" for=id.clone()>
                            <input type="checkbox" id=id.clone() name=field.control_name("required") value="true" checked=field.required />
                            "Required"
                        </label>
                    }
                })}
            {(!field.is_standard())
                .then(|| {
                    let id = format!("{id}.type");
                    view! {
                        <div class="field">
                            <label for=id.clone()>"Type"</label>
                            <KindSelect id=id.clone() name=field.control_name("type") selected=field.kind />
                            <p class="error">{error("type")}</p>
                        </div>
                    }
                })}
            {field.kind
                .is_choice()
                .then(|| {
                    let (id, name, value) = (format!("{id}.options"), field.control_name("options"), field.options.clone());
                    view! {
                        <TextAreaField
                            id
                            name
                            title="Options"
                            description="One per line. If the value differs from what tenants see, write it after =."
                            value
                            rows="4"
                            error=error("options")
                        />
                    }
                })}
            {(field.name != field_names::EXTERNAL_ID)
                .then(|| {
                    view! {
                        <div class="two">
                            {text_field("start", "Before the field", &field.adornment_start, "40", "adornment.start")}
                            {text_field("end", "After the field", &field.adornment_end, "40", "adornment.end")}
                        </div>
                    }
                })}
            {can_have_default.then(|| view! { <DefaultControl field=field.clone() id=format!("{id}.default") error=error("default") /> })}
        </div>
    }
    .into_any()
}

#[component]
fn TextField(
    id: String,
    name: String,
    title: &'static str,
    value: String,
    /// In characters.
    #[prop(optional)]
    max_length: Option<&'static str>,
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    let hint = format!("{id}.h");
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <input
                id=id.clone()
                name=name
                value=value
                maxlength=max_length
                dir="auto"
                autocapitalize="none"
                aria-describedby=hint.clone()
                aria-invalid=invalid
            />
            <p class="error" id=hint.clone()>{error}</p>
        </div>
    }
    .into_any()
}

#[component]
fn TextAreaField(
    id: String,
    name: String,
    title: &'static str,
    #[prop(optional)] description: &'static str,
    value: String,
    rows: &'static str,
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    let (description_id, hint) = (format!("{id}.d"), format!("{id}.h"));
    view! {
        <div class="field">
            <label for=id.clone()>{title}</label>
            <p class="description" id=description_id.clone()>{description}</p>
            <textarea id=id.clone() name=name rows=rows dir="auto" aria-describedby=format!("{description_id} {hint}") aria-invalid=invalid>
                {textarea::escape(&value)}
            </textarea>
            <p class="error" id=hint.clone()>{error}</p>
        </div>
    }
    .into_any()
}

/// Renders the control for the default, which depends on the field's type.
#[component]
fn DefaultControl(field: EditorField, id: String, error: String) -> AnyView {
    const TITLE: &str = "Default value";
    let name = field.control_name("default");
    let values = field.default_values();
    let first = values.first().cloned().unwrap_or_default();
    let is_selected = |value: &String| values.contains(value);
    let choices = field.default_choices();
    match field.kind {
        FieldKind::Boolean => view! {
            <div class="field">
                <label class="tick" for=id>
                    <input type="checkbox" id=id.clone() name=name value="true" checked=!values.is_empty() />
                    "Checked by default"
                </label>
                <p class="error">{error}</p>
            </div>
        }
        .into_any(),
        FieldKind::Select => view! {
            <div class="field">
                <label for=id.clone()>{TITLE}</label>
                <select id=id.clone() name=name>
                    <option value="">"None"</option>
                    {choices.iter().map(|c| view! { <option value=c.value.clone() selected=is_selected(&c.value)>{c.name.clone()}</option> }).collect_view()}
                </select>
                <p class="error">{error}</p>
            </div>
        }
        .into_any(),
        FieldKind::Multiselect => view! {
            <fieldset class="ticks" id=id.clone()>
                <legend>{TITLE}</legend>
                {choices
                    .iter()
                    .enumerate()
                    .map(|(index, c)| {
                        let id = format!("{id}.{index}");
                        view! {
                            <label class="tick" for=id.clone()>
                                <input type="checkbox" id=id.clone() name=name.clone() value=c.value.clone() checked=is_selected(&c.value) />
                                <span dir="auto">{c.name.clone()}</span>
                            </label>
                        }
                    })
                    .collect_view()}
                <p class="error">{error}</p>
            </fieldset>
        }
        .into_any(),
        FieldKind::Multiline => view! { <TextAreaField id name title=TITLE value=first rows="3" error /> }.into_any(),
        FieldKind::Text | FieldKind::Number | FieldKind::Password => view! { <TextField id name title=TITLE value=first error /> }.into_any(),
    }
}
