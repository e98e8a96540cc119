//! One field of the form: label, description, control, live words below it.

use super::{Filled, Widget};
use crate::islands::example;
use crate::phrase::{SLOT, halves};
use crate::textarea;
use domain::Variables;
use domain::connect_ui::{Adornment, Field, FieldKind, names};
use domain::field_value::MAX_VALUE_BYTES;
use i18n::Locale;
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn FieldRow(widget: Widget, filled: Filled, field: Field) -> impl IntoView {
    let id = format!("f-{}", field.name);
    // No field's name has a dot in it.
    let described = format!("{id}.d {id}.h");
    let locale = widget.locale;
    let error = filled.error(locale, &field.name);
    let invalid = error.is_some();
    let prefix = field.name == names::PATH_PREFIX;
    let notice = filled
        .notices
        .iter()
        .find(|n| n.field == field.name)
        .map(|n| locale.translate(&n.detail));
    let preview = prefix.then(|| view! { <Preview widget filled=filled.clone() /> });
    view! {
        <div class="field" class:invalid=invalid>
            {(field.kind != FieldKind::Boolean)
                .then(|| {
                    view! {
                        <label for=id.clone()>
                            <bdi>{label(locale, &field)}</bdi>
                            {(!field.required).then(|| view! { " " <span class="optional">{locale.optional()}</span> })}
                        </label>
                    }
                })}
            <p class="description" id=format!("{id}.d") dir="auto">
                {field.description.clone().or_else(|| standard_description(locale, &field.name))}
            </p>
            <Control locale field=field.clone() filled id=id.clone() described invalid />
            {prefix.then(|| view! { <Chips locale /> })}
            <p class="error" id=format!("{id}.h") aria-live="polite">{error}</p>
            {notice.map(|notice| view! { <p class="notice">{notice}</p> })}
            {preview}
        </div>
    }
}

/// What the path prefix would be at this moment. The style sheet hides the line while there is nothing to show.
#[component]
fn Preview(widget: Widget, filled: Filled) -> impl IntoView {
    let (before, after) = halves(widget.locale.for_example(SLOT));
    let [bucket, prefix] = [names::BUCKET, names::PATH_PREFIX].map(|name| filled.text(name));
    // An empty text would be rendered as a blank, and `:empty` would not match.
    let path = Some(example(&bucket, &prefix, &widget.examples)).filter(|path| !path.is_empty());
    view! {
        <p class="preview" data-examples=json(&widget.examples)>{before} <code dir="ltr">{path}</code> {after}</p>
    }
}

/// For the script, which fills the line in while the prefix is typed.
fn json(examples: &Variables) -> Option<String> {
    serde_json::to_string(examples).ok()
}

/// The vendor's own words, or ours where they left the label as it is. English keeps the vendor's capitals.
pub fn label(locale: Locale, field: &Field) -> String {
    match locale {
        Locale::English => field.label.clone(),
        locale => locale.translate(&field.said_label()),
    }
}

fn standard_description(locale: Locale, name: &str) -> Option<String> {
    Some(match name {
        names::BUCKET => locale.about_bucket(),
        names::PATH_PREFIX => locale.about_path_prefix(),
        names::ACCESS_KEY_ID => locale.about_access_key_id(),
        names::SECRET_ACCESS_KEY => locale.about_secret(),
        names::ROLE_ARN => locale.about_role_arn(),
        names::REGION => locale.about_region(),
        names::KMS_KEY_ARN => locale.about_kms_key(),
        names::BUCKET_OWNER => locale.about_bucket_owner(),
        names::ENDPOINT => locale.about_endpoint(),
        _ => return None,
    })
}

/// The variables of a path prefix, one press away.
#[component]
fn Chips(locale: Locale) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label=locale.insert_variable()>
            {domain::Variable::ALL
                .into_iter()
                .map(|variable| {
                    let text = format!("{{{}}}", variable.name());
                    view! {
                        <button type="button" class="chip" data-insert=text.clone() data-into="f-path_prefix" title=locale.translate(&variable.meaning()) dir="ltr">
                            {text.clone()}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Control(
    locale: Locale,
    field: Field,
    filled: Filled,
    id: String,
    described: String,
    invalid: bool,
) -> AnyView {
    let value = filled.value(&field);
    let ticked = match &value {
        Some(Value::Bool(ticked)) => *ticked,
        // As a form sends it.
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
    // The browser's own check would speak before ours, and in other words.
    let needed = field.required.then_some("true");
    let Adornment { start, end } = field.adornment.clone();
    let around = |text: Option<String>| {
        text.map(|text| view! { <span class="adornment" dir="auto">{text}</span> })
    };
    let control = match field.kind {
        FieldKind::Multiline => view! {
            <textarea id=id dir="auto" name=name rows="4" aria-describedby=described aria-invalid=invalid aria-required=needed>{textarea::text(&text)}</textarea>
        }
        .into_any(),
        FieldKind::Boolean => view! {
            <label class="tick" for=id>
                <input type="checkbox" id=id.clone() name=name value="true" checked=ticked aria-describedby=described aria-invalid=invalid />
                <bdi>{label(locale, &field)}</bdi>
            </label>
        }
        .into_any(),
        FieldKind::Select | FieldKind::Multiselect => {
            let many = field.kind == FieldKind::Multiselect;
            let chosen: Vec<String> = match &value {
                Some(Value::Array(all)) => all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
                _ => vec![text],
            };
            view! {
                <select id=id name=name multiple=many aria-describedby=described aria-invalid=invalid aria-required=needed>
                    {(!many).then(|| view! { <option value="">{locale.choose()}</option> })}
                    {field
                        .options
                        .into_iter()
                        .map(|option| {
                            let selected = chosen.contains(&option.value);
                            view! { <option value=option.value selected=selected>{option.name}</option> }
                        })
                        .collect_view()}
                </select>
            }
            .into_any()
        }
        kind => {
            let input_type = if kind == FieldKind::Password { "password" } else { "text" };
            let code = names::KNOWN.contains(&field.name.as_str());
            let dir = if code { "ltr" } else { "auto" };
            // A secret is never sent back to the browser.
            let text = if kind == FieldKind::Password { String::new() } else { text };
            view! {
                <input
                    id=id
                    name=name
                    type=input_type
                    class:code=code
                    dir=dir
                    value=text
                    inputmode=(kind == FieldKind::Number).then_some("decimal")
                    maxlength=MAX_VALUE_BYTES.to_string()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    data-1p-ignore=""
                    aria-describedby=described
                    aria-invalid=invalid
                    aria-required=needed
                />
            }
            .into_any()
        }
    };
    view! { <span class="adorned">{around(start)} {control} {around(end)}</span> }.into_any()
}
