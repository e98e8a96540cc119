//! The controls that add a custom field.

use domain::connect_ui::FieldKind;
use leptos::prelude::*;

/// A custom field that the admin is about to add.
#[derive(Clone, Debug, Default)]
pub struct NewField {
    pub name: String,
    pub kind: FieldKind,
}

#[component]
pub fn NewFieldControls(
    new_field: NewField,
    /// What is wrong with the name. Empty if nothing is.
    error: String,
) -> AnyView {
    let invalid = (!error.is_empty()).then_some("true");
    let kinds = FieldKind::ALL.into_iter().map(|kind| {
        view! { <option value=kind.as_str() selected=kind == new_field.kind>{kind.as_str()}</option> }
    });
    view! {
        <div class="own">
            <div class="field">
                <label for="own">"Custom field"</label>
                <p class="description" id="own-d">"The field’s name in the API. Use letters, digits, _ or -."</p>
                <input id="own" name="own" class="code" value=new_field.name maxlength="64" spellcheck="false" autocapitalize="none" aria-describedby="own-d own-h" aria-invalid=invalid />
                <p class="error" id="own-h">{error}</p>
            </div>
            <div class="field">
                <label for="own-type">"Type"</label>
                <select id="own-type" name="own-type">{kinds.collect_view()}</select>
            </div>
            <button class="secondary" name="action" value="add">"Add"</button>
        </div>
    }
    .into_any()
}
