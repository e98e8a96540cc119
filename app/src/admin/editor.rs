//! The editor for a flow's settings: controls on one side, the same settings as JSON on the other, and a preview of the
//! widget.
//!
//! `editor/live_editor.js` posts the form while the admin types. Without JavaScript, buttons do the same.

mod access_and_direction;
mod editor_field;
mod field_item;
mod field_list;
mod flow_url;
mod history;
mod json_editor;
mod kind_select;
mod mistake;
mod review;
mod settings_diff;
mod unoffered_access;
mod version_entry;

pub use editor_field::EditorField;
pub use history::{HistoryPage, VersionPage, VersionPageModel};
pub use mistake::Mistake;
pub use review::{ConflictPage, PendingChange, ReviewPage};
pub use settings_diff::SettingsDiff;
pub use unoffered_access::UnofferedAccess;
pub use version_entry::VersionEntry;

use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use access_and_direction::{AccessControls, DirectionControls};
use domain::{Direction, FieldKind};
use field_list::FieldList;
use flow_url::flow_url;
use json_editor::JsonEditor;
use leptos::prelude::*;
use mistake::MistakeSummary;

/// What the form holds.
#[derive(Clone, Debug)]
pub struct EditorModel {
    pub flow: String,
    /// The version that the admin is changing.
    pub base_version: i64,
    pub direction: Option<Direction>,
    pub offers_keys: bool,
    pub offers_role: bool,
    pub fields: Vec<EditorField>,
    /// The standard fields that the flow does not have.
    pub addable_fields: Vec<&'static str>,
    /// The name of a custom field that the admin typed and has not added yet.
    pub new_field_name: String,
    pub new_field_kind: FieldKind,
    /// The settings as JSON.
    pub json: String,
    /// The settings that the controls were rendered from. The server compares the posted controls with these to find what
    /// the admin changed in them.
    pub base_json: String,
    pub mistakes: Vec<Mistake>,
    /// Whether changes in the controls wait until the JSON can be parsed again.
    pub is_waiting_for_json: bool,
    pub outcome: EditorOutcome,
    pub unoffered_access: Option<UnofferedAccess>,
}

/// The outcome of the admin's last action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EditorOutcome {
    /// The admin is still editing.
    #[default]
    Editing,
    /// The settings were saved as this version.
    Saved(i64),
    Unchanged,
    /// Mistakes prevented the action.
    Rejected,
}

#[component]
pub fn EditorPage(layout: Layout, model: EditorModel) -> AnyView {
    let page_url = flow_url(&layout, &model.flow);
    let preview_url = format!("{page_url}/preview");
    let direction_error = model.mistakes.iter().find(|m| m.field == "direction");
    let direction_error =
        direction_error.map(|m| view! { <p class="error">{m.detail.clone()}</p> });
    let json_mistakes = model.mistakes.iter().filter(|m| m.line.is_some());
    let json_mistakes: Vec<Mistake> = json_mistakes.cloned().collect();
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Flow " <code>{model.flow.clone()}</code></h1>
                <p>
                    "Tenants see a change when they next open the widget. Saved connections don’t change. "
                    <a href=format!("{page_url}/history")>"History"</a>
                </p>
            </header>
            <form method="post" action=page_url.clone() id="editor" class="editor" novalidate="" autocomplete="off" data-preview=preview_url.clone()>
                <Token />
                <input type="hidden" name="version" value=model.base_version.to_string() />
                <input type="hidden" name="good" value=model.base_json.clone() />
                <input type="hidden" name="controls" value="on" />
                // The Enter key presses the first button of a form. This one only updates the page.
                <button class="visually-hidden" name="action" value="follow" tabindex="-1" aria-hidden="true"></button>
                <div id="outcome">
                    <OutcomeNotice outcome=model.outcome />
                    {(model.outcome == EditorOutcome::Rejected).then(|| view! { <MistakeSummary mistakes=model.mistakes.clone() fields=model.fields.clone() /> })}
                </div>
                <div class="controls" id="controls">
                    <section class="part" id="settings">
                        {model.is_waiting_for_json.then(|| view! { <p class="notice">"Fix the JSON first. Then it takes over your changes here."</p> })}
                        <AccessControls offers_keys=model.offers_keys offers_role=model.offers_role unoffered_access=model.unoffered_access.clone() />
                        <DirectionControls direction=model.direction />
                        {direction_error}
                    </section>
                    <FieldList fields=model.fields.clone() addable_fields=model.addable_fields.clone() new_field_name=model.new_field_name.clone() new_field_kind=model.new_field_kind mistakes=model.mistakes.clone() />
                </div>
                <div class="beside" id="beside">
                    <JsonEditor text=model.json.clone() mistakes=json_mistakes />
                    <section class="part" id="preview">
                        <div class="title">
                            <h2>"What tenants see"</h2>
                            <button class="secondary small without-follow" formaction=preview_url.clone() formtarget="preview">"Update preview"</button>
                        </div>
                        // The policy of the page in the frame allows no scripts and no forms, so only what CSS does works.
                        <iframe id="frame" name="preview" src=preview_url.clone() title="Preview of the widget"></iframe>
                    </section>
                </div>
                <div class="save" id="save">
                    <button class="primary" name="action" value="review">"Review and save…"</button>
                    <p class="quiet" id="follow" role="status"></p>
                </div>
            </form>
        </AdminPage>
    }
    .into_any()
}

#[component]
fn OutcomeNotice(outcome: EditorOutcome) -> impl IntoView {
    let (class, text) = match outcome {
        EditorOutcome::Editing | EditorOutcome::Rejected => return None,
        EditorOutcome::Saved(version) => ("verdict passed", format!("Saved as version {version}.")),
        EditorOutcome::Unchanged => ("notice", "There are no changes to save.".to_owned()),
    };
    Some(view! { <p class=class role="status">{text}</p> })
}
