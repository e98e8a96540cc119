//! The fields as controls. Each can be opened, moved and removed, and others can be added.

use super::field_item::FieldItem;
use super::mistake::{Mistake, error_of};
use super::new_field::{NewField, NewFieldControls};
use domain::RawParams;
use domain::connect_ui::{KNOWN_FIELDS, MAX_FIELDS, MAX_NAME_LENGTH, default_label};
use leptos::prelude::*;

#[component]
pub fn FieldList(params: RawParams, new_field: NewField, mistakes: Vec<Mistake>) -> AnyView {
    let addable_fields: Vec<&str> = KNOWN_FIELDS
        .iter()
        .filter(|known| !known.is_always_required() && params.field(known.name).is_none())
        .map(|known| known.name)
        .collect();
    let new_field_error = error_of(&mistakes, "own");
    // The JSON is the admin's. More or longer names than can be saved need no controls, which would repeat them.
    let fields = params.0.into_iter().take(MAX_FIELDS);
    let fields: Vec<_> = fields
        .filter(|(name, _)| name.len() <= MAX_NAME_LENGTH)
        .collect();
    let last = fields.len().saturating_sub(1);
    let fields = fields.into_iter().enumerate().map(|(index, (name, value))| {
        view! { <FieldItem name value is_first=index == 0 is_last=index == last mistakes=mistakes.clone() /> }
    });
    let fields = fields.collect_view();
    view! {
        <section class="part" id="fields-part">
            <h2 id="fields-title" tabindex="-1">"Fields"</h2>
            <ol class="fields" id="fields">
                {fields}
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
                <NewFieldControls new_field error=new_field_error />
            </div>
        </section>
    }
    .into_any()
}
