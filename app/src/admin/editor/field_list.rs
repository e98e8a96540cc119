//! The fields as controls. Each can be opened, moved and removed, and others can be added.

use super::editor_field::EditorField;
use super::field_item::FieldItem;
use super::kind_select::KindSelect;
use super::mistake::Mistake;
use domain::connect_ui::{FieldKind, default_label};
use leptos::prelude::*;

#[component]
pub fn FieldList(
    fields: Vec<EditorField>,
    /// The standard fields that the flow does not have.
    addable_fields: Vec<&'static str>,
    /// The name in the form that adds a custom field.
    new_field_name: String,
    new_field_kind: FieldKind,
    mistakes: Vec<Mistake>,
) -> AnyView {
    let last = fields.len().saturating_sub(1);
    let new_field_error = mistakes.iter().find(|m| m.field == "own");
    let new_field_invalid = new_field_error.is_some().then_some("true");
    let new_field_error = new_field_error
        .map(|m| m.detail.clone())
        .unwrap_or_default();
    view! {
        <section class="part" id="fields-part">
            <h2 id="fields-title" tabindex="-1">"Fields"</h2>
            <ol class="fields" id="fields">
                {fields
                    .into_iter()
                    .enumerate()
                    .map(|(index, field)| view! { <FieldItem field is_first=index == 0 is_last=index == last mistakes=mistakes.clone() /> })
                    .collect_view()}
            </ol>
            <div class="add">
                {(!addable_fields.is_empty())
                    .then(|| {
                        view! {
                            <div class="known" role="group" aria-label="Add a standard field">
                                {addable_fields
                                    .into_iter()
                                    .map(|name| {
                                        let label = default_label(name);
                                        view! { <button class="secondary small" name="action" value=format!("add:{name}")>"+ " {label}</button> }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })}
                <div class="own">
                    <div class="field">
                        <label for="own">"Custom field"</label>
                        <p class="description" id="own-d">"The field’s name in the API. Use letters, digits, _ or -."</p>
                        <input id="own" name="own" class="code" value=new_field_name maxlength="64" spellcheck="false" autocapitalize="none" aria-describedby="own-d own-h" aria-invalid=new_field_invalid />
                        <p class="error" id="own-h">{new_field_error}</p>
                    </div>
                    <div class="field">
                        <label for="own-type">"Type"</label>
                        <KindSelect id="own-type".to_owned() name="own-type".to_owned() selected=new_field_kind />
                    </div>
                    <button class="secondary" name="action" value="add">"Add"</button>
                </div>
            </div>
        </section>
    }
    .into_any()
}
