//! One field of the form: label, description, control, and the messages below it.

use super::page_model::{FormState, Widget};
use super::store_hints::StoreHints;
use crate::islands::example_path;
use crate::text_slot::{SLOT, split_at_slot};
use crate::textarea;
use domain::Variables;
use domain::connect_ui::field_value::MAX_VALUE_BYTES;
use domain::connect_ui::{Adornment, Field, FieldKind, field_names, is_known};
use i18n::Locale;
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn FieldRow(widget: Widget, form: FormState, field: Field) -> impl IntoView {
    let id = format!("f-{}", field.name);
    // The ids of two fields cannot clash, because no field's name has a dot in it.
    let described_by = format!("{id}.d {id}.h");
    let locale = widget.locale;
    let error = form.error(locale, &field.name);
    let invalid = error.is_some();
    let is_prefix = field.name == field_names::PATH_PREFIX;
    let notice = form
        .notices
        .iter()
        .find(|n| n.field == field.name)
        .map(|n| locale.translate(&n.detail));
    let store_hints = (field.name == field_names::ENDPOINT)
        .then(|| view! { <StoreHints locale endpoint=form.text(field_names::ENDPOINT) /> });
    let preview = is_prefix.then(|| view! { <PathPreview widget form=form.clone() /> });
    view! {
        <div class="field" class:invalid=invalid>
            <FieldLabel locale field=field.clone() id=id.clone() />
            <p class="description" id=format!("{id}.d") dir="auto">
                {field.description.clone().or_else(|| standard_description(locale, &field.name))}
            </p>
            <FieldControl locale field=field.clone() form id=id.clone() described_by invalid />
            {is_prefix.then(|| view! { <VariableList locale /> })}
            <p class="error" id=format!("{id}.h") aria-live="polite">{error}</p>
            {notice.map(|notice| view! { <p class="notice">{notice}</p> })}
            {store_hints}
            {preview}
        </div>
    }
}

/// Renders the label of a field. That of a boolean stands beside its box instead, and the boxes of a multiselect have labels
/// of their own.
#[component]
fn FieldLabel(locale: Locale, field: Field, id: String) -> impl IntoView {
    let text = view! {
        <bdi>{field_label(locale, &field)}</bdi>
        {(!field.required).then(|| view! { " " <span class="optional">{locale.optional()}</span> })}
    };
    match field.kind {
        FieldKind::Boolean => None,
        FieldKind::Multiselect => {
            Some(view! { <span class="label" id=format!("{id}.l")>{text}</span> }.into_any())
        }
        _ => Some(view! { <label for=id>{text}</label> }.into_any()),
    }
}

/// Renders what the path prefix resolves to right now. The style sheet hides the line while it is empty.
#[component]
fn PathPreview(widget: Widget, form: FormState) -> impl IntoView {
    let (before, after) = split_at_slot(widget.locale.for_example(SLOT));
    let [bucket, prefix] =
        [field_names::BUCKET, field_names::PATH_PREFIX].map(|name| form.text(name));
    // leptos renders an empty text as a space, and then the style sheet's `:empty` would not match.
    let path =
        Some(example_path(&bucket, &prefix, &widget.examples)).filter(|path| !path.is_empty());
    view! {
        <p class="preview" data-examples=examples_json(&widget.examples)>{before} <code dir="ltr">{path}</code> {after}</p>
    }
}

/// Returns the variables as JSON, for the island that updates the line while the tenant types.
fn examples_json(examples: &Variables) -> Option<String> {
    serde_json::to_string(examples).ok()
}

/// Returns the label of a field: the vendor's own, or our translation if the vendor kept the default label.
///
/// English always shows the vendor's label, with the vendor's capitals.
pub fn field_label(locale: Locale, field: &Field) -> String {
    match locale {
        Locale::English => field.label.clone(),
        locale => locale.translate(&field.display_label()),
    }
}

fn standard_description(locale: Locale, name: &str) -> Option<String> {
    Some(match name {
        field_names::BUCKET => locale.about_bucket(),
        field_names::PATH_PREFIX => locale.about_path_prefix(),
        field_names::ACCESS_KEY_ID => locale.about_access_key_id(),
        field_names::SECRET_ACCESS_KEY => locale.about_secret(),
        field_names::ROLE_ARN => locale.about_role_arn(),
        field_names::REGION => locale.about_region(),
        field_names::KMS_KEY_ARN => locale.about_kms_key(),
        field_names::BUCKET_OWNER => locale.about_bucket_owner(),
        field_names::ENDPOINT => locale.about_endpoint(),
        _ => return None,
    })
}

/// Renders the variables of a path prefix with their meanings. Each has a button that inserts it at the cursor, which needs
/// the script. The list is closed at first, so the buttons are no stops for the Tab key, and nothing moves once they work.
#[component]
fn VariableList(locale: Locale) -> impl IntoView {
    view! {
        <details class="variables">
            <summary>{locale.insert_variable()}</summary>
            <ul>
                {domain::Variable::ALL
                    .into_iter()
                    .map(|variable| {
                        let text = format!("{{{}}}", variable.name());
                        view! {
                            <li>
                                <code dir="ltr">{text.clone()}</code>
                                <span>{locale.translate(&variable.meaning())}</span>
                                <button type="button" class="insert" data-insert=text.clone() aria-label=locale.insert_what(text)>{locale.insert()}</button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn FieldControl(
    locale: Locale,
    field: Field,
    form: FormState,
    id: String,
    described_by: String,
    invalid: bool,
) -> AnyView {
    let value = form.value(&field);
    let is_checked = match &value {
        Some(Value::Bool(is_checked)) => *is_checked,
        // A posted form has a text here.
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let text = match &value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let name = field.name.clone();
    let invalid = invalid.then_some("true");
    // With `required`, the browser would show its own message instead of ours. `aria-required` only tells screen readers.
    let required = field.required.then_some("true");
    let Adornment { start, end } = field.adornment.clone();
    let adornment = |text: Option<String>| {
        text.map(|text| view! { <span class="adornment" dir="auto">{text}</span> })
    };
    let control = match field.kind {
        FieldKind::Multiline => view! {
            <textarea id=id dir="auto" name=name rows="4" aria-describedby=described_by aria-invalid=invalid aria-required=required>{textarea::escape(&text)}</textarea>
        }
        .into_any(),
        FieldKind::Boolean => view! {
            <label class="tick" for=id>
                <input type="checkbox" id=id.clone() name=name value="true" checked=is_checked aria-describedby=described_by aria-invalid=invalid />
                <bdi>{field_label(locale, &field)}</bdi>
            </label>
        }
        .into_any(),
        FieldKind::Select => {
            view! {
                <select id=id name=name aria-describedby=described_by aria-invalid=invalid aria-required=required>
                    <option value="">{locale.choose()}</option>
                    {field
                        .options
                        .into_iter()
                        .map(|option| {
                            let selected = option.value == text;
                            view! { <option value=option.value selected=selected>{option.name}</option> }
                        })
                        .collect_view()}
                </select>
            }
            .into_any()
        }
        FieldKind::Multiselect => {
            let chosen: Vec<String> = match &value {
                Some(Value::Array(all)) => all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
                _ => vec![text],
            };
            // The summary of errors links to the group.
            view! {
                <span class="ticks" role="group" id=id.clone() tabindex="-1" aria-labelledby=format!("{id}.l") aria-describedby=described_by>
                    {field
                        .options
                        .into_iter()
                        .map(|option| {
                            let checked = chosen.contains(&option.value);
                            view! {
                                <label class="tick">
                                    <input type="checkbox" name=name.clone() value=option.value checked=checked aria-invalid=invalid />
                                    <bdi>{option.name}</bdi>
                                </label>
                            }
                        })
                        .collect_view()}
                </span>
            }
            .into_any()
        }
        kind => {
            let input_type = if kind == FieldKind::Password { "password" } else { "text" };
            // Our own fields hold codes such as ARNs, which run from left to right in every language.
            let is_known = is_known(&field.name);
            let dir = if is_known { "ltr" } else { "auto" };
            // A secret is never sent back to the browser.
            let text = if kind == FieldKind::Password { String::new() } else { text };
            // `data-1p-ignore` keeps 1Password from offering to fill in the field.
            view! {
                <input
                    id=id
                    name=name
                    type=input_type
                    class:code=is_known
                    dir=dir
                    value=text
                    inputmode=(kind == FieldKind::Number).then_some("decimal")
                    maxlength=MAX_VALUE_BYTES.to_string()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    data-1p-ignore=""
                    aria-describedby=described_by
                    aria-invalid=invalid
                    aria-required=required
                />
            }
            .into_any()
        }
    };
    view! { <span class="adorned">{adornment(start)} {control} {adornment(end)}</span> }.into_any()
}
