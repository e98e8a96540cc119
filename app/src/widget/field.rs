//! One field of the form: label, description, control, live words below it.

use super::{Filled, Widget};
use crate::islands::PrefixPreview;
use crate::textarea;
use domain::connect_ui::{Field, FieldKind, names};
use domain::field_value::MAX_VALUE_BYTES;
use leptos::prelude::*;
use serde_json::Value;

#[component]
pub fn FieldRow(widget: Widget, filled: Filled, field: Field) -> impl IntoView {
    let id = format!("f-{}", field.name);
    let described = format!("{id}-d {id}-h");
    let error = filled.error(&field.name);
    let invalid = error.is_some();
    let prefix = field.name == names::PATH_PREFIX;
    let notice = filled
        .notices
        .iter()
        .find(|n| n.field == field.name)
        .map(|n| n.detail.clone());
    view! {
        <div class="field" class:invalid=invalid>
            {(field.kind != FieldKind::Boolean)
                .then(|| {
                    view! {
                        <label for=id.clone()>
                            {field.label.clone()}
                            {(!field.required).then(|| view! { <span class="optional">" (optional)"</span> })}
                        </label>
                    }
                })}
            <p class="description" id=format!("{id}-d")>
                {field.description.clone().or_else(|| standard_description(&field.name).map(str::to_owned))}
            </p>
            <Control field=field.clone() filled=filled.clone() id=id.clone() described invalid />
            {prefix.then(|| view! { <Chips /> })}
            <p class="error" id=format!("{id}-h") aria-live="polite">{error}</p>
            {notice.map(|notice| view! { <p class="notice">{notice}</p> })}
            {prefix.then(|| view! { <PrefixPreview examples=widget.examples.clone() /> })}
        </div>
    }
}

fn standard_description(name: &str) -> Option<&'static str> {
    Some(match name {
        names::BUCKET => {
            "Its name. You can also paste its s3:// address, its ARN or its address in the console."
        }
        names::PATH_PREFIX => "The folder inside the bucket. Leave it empty for the whole bucket.",
        names::ACCESS_KEY_ID => "Begins with AKIA.",
        names::SECRET_ACCESS_KEY => "AWS shows it only once, when the key is made.",
        names::ROLE_ARN => "Shown on the role’s page in IAM.",
        names::REGION => "Found by itself when left empty.",
        names::KMS_KEY_ARN => "Only when the bucket is encrypted with a key of your own.",
        names::BUCKET_OWNER => "The 12 digits of the AWS account that owns the bucket.",
        names::ENDPOINT => "Only for a store that is not AWS, beginning with https://.",
        _ => return None,
    })
}

/// The variables of a path prefix, one press away.
#[component]
fn Chips() -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label="Insert a variable">
            {domain::Variable::ALL
                .into_iter()
                .map(|variable| {
                    let text = format!("{{{}}}", variable.name());
                    view! {
                        <button type="button" class="chip" data-insert=text.clone() data-into="f-path_prefix" title=variable.meaning()>
                            {text.clone()}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Control(field: Field, filled: Filled, id: String, described: String, invalid: bool) -> AnyView {
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
    match field.kind {
        FieldKind::Multiline => view! {
            <textarea id=id name=name rows="4" aria-describedby=described aria-invalid=invalid aria-required=needed>{textarea::text(&text)}</textarea>
        }
        .into_any(),
        FieldKind::Boolean => view! {
            <label class="tick" for=id>
                <input type="checkbox" id=id.clone() name=name value="true" checked=ticked aria-describedby=described aria-invalid=invalid />
                {field.label}
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
                    {(!many).then(|| view! { <option value="">"Choose…"</option> })}
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
            // A secret is never sent back to the browser.
            let text = if kind == FieldKind::Password { String::new() } else { text };
            view! {
                <span class="adorned">
                    {field.adornment.start.map(|start| view! { <span class="adornment">{start}</span> })}
                    <input
                        id=id
                        name=name
                        type=input_type
                        class:code=code
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
                    {field.adornment.end.map(|end| view! { <span class="adornment">{end}</span> })}
                </span>
            }
            .into_any()
        }
    }
}
