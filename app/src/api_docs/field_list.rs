//! A list of fields, each with those inside it.

use super::model::DocField;
use leptos::prelude::*;

#[component]
pub fn FieldList(fields: Vec<DocField>) -> impl IntoView {
    view! {
        <ul class="fields">
            {fields.into_iter().map(|field| view! { <FieldItem field /> }.into_any()).collect_view()}
        </ul>
    }
}

#[component]
fn FieldItem(field: DocField) -> impl IntoView {
    let kind = match field.link {
        Some(anchor) => {
            view! { <a class="kind" href=format!("#{anchor}")>{field.kind}</a> }.into_any()
        }
        None => view! { <span class="kind">{field.kind}</span> }.into_any(),
    };
    view! {
        <li>
            <p class="field-head">
                <code>{field.name}</code>
                {kind}
                {field.required.then(|| view! { <span class="required">"required"</span> })}
            </p>
            {(!field.description.0.is_empty()).then(|| view! { <div class="text" inner_html=field.description.0></div> })}
            {(!field.notes.is_empty())
                .then(|| {
                    view! {
                        <ul class="notes">
                            {field.notes.into_iter().map(|note| view! { <li inner_html=note.0></li> }).collect_view()}
                        </ul>
                    }
                })}
            {(!field.fields.is_empty()).then(|| view! { <FieldList fields=field.fields /> }.into_any())}
        </li>
    }
}
