//! The select for a field's type.

use domain::connect_ui::FieldKind;
use leptos::prelude::*;

#[component]
pub fn KindSelect(id: String, name: String, selected: FieldKind) -> AnyView {
    view! {
        <select id=id name=name>
            {FieldKind::ALL
                .into_iter()
                .map(|kind| view! { <option value=kind.as_str() selected=kind == selected>{kind.as_str()}</option> })
                .collect_view()}
        </select>
    }
    .into_any()
}
