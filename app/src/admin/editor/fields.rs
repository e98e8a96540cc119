//! The fields as controls: in their order, each to be opened, moved and removed, and those that may be added.

use super::field::FieldItem;
use super::mistake::Mistake;
use super::row::Row;
use domain::connect_ui::{FieldKind, first_label};
use leptos::prelude::*;

#[component]
pub fn Fields(
    rows: Vec<Row>,
    more: Vec<&'static str>,
    own: String,
    own_kind: FieldKind,
    mistakes: Vec<Mistake>,
) -> AnyView {
    let last = rows.len().saturating_sub(1);
    let own_error = mistakes.iter().find(|m| m.field == "own");
    let own_invalid = own_error.is_some().then_some("true");
    let own_error = own_error.map(|m| m.detail.clone()).unwrap_or_default();
    view! {
        <section class="part" id="fields-part">
            <h2 id="fields-title" tabindex="-1">"Fields"</h2>
            <ol class="fields" id="fields">
                {rows
                    .into_iter()
                    .enumerate()
                    .map(|(at, row)| view! { <FieldItem row first=at == 0 last=at == last mistakes=mistakes.clone() /> })
                    .collect_view()}
            </ol>
            <div class="add">
                {(!more.is_empty())
                    .then(|| {
                        view! {
                            <div class="known" role="group" aria-label="Show a known field as well">
                                {more
                                    .into_iter()
                                    .map(|name| {
                                        let label = first_label(name);
                                        view! { <button class="secondary small" name="action" value=format!("add:{name}")>"+ " {label}</button> }
                                    })
                                    .collect_view()}
                            </div>
                        }
                    })}
                <div class="own">
                    <div class="field">
                        <label for="own">"A field of your own"</label>
                        <p class="description" id="own-d">"Its name in the API: letters, digits, _ or -."</p>
                        <input id="own" name="own" class="code" value=own maxlength="64" spellcheck="false" autocapitalize="none" aria-describedby="own-d own-h" aria-invalid=own_invalid />
                        <p class="error" id="own-h">{own_error}</p>
                    </div>
                    <div class="field">
                        <label for="own-type">"Type"</label>
                        <Kinds id="own-type".to_owned() name="own-type".to_owned() chosen=own_kind />
                    </div>
                    <button class="secondary" name="action" value="add">"Add"</button>
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
pub fn Kinds(id: String, name: String, chosen: FieldKind) -> AnyView {
    view! {
        <select id=id name=name>
            {FieldKind::ALL
                .into_iter()
                .map(|kind| view! { <option value=kind.as_str() selected=kind == chosen>{kind.as_str()}</option> })
                .collect_view()}
        </select>
    }
    .into_any()
}
