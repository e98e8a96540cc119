//! The editor for a flow's settings: controls on one side, the same settings as JSON on the other, and a preview of the
//! widget.
//!
//! `editor/live_editor.js` posts the form while the admin types. Without JavaScript, buttons do the same.

mod access_and_direction;
mod control;
mod field_item;
mod field_list;
mod flow_url;
mod history;
mod json_editor;
mod mistake;
mod new_field;
pub mod option_lines;
mod preview_controls;
mod review;
mod settings_diff;
mod unoffered_access;
mod version_entry;

pub use control::{Attribute, SHOWN_PREFIX, TICKED};
pub use history::{HistoryPage, VersionPage, VersionPageModel};
pub use mistake::Mistake;
pub use new_field::NewField;
pub use preview_controls::{PREVIEW_PREFIX, PreviewChoice, PreviewState};
pub use review::{ConflictPage, PendingChange, ReviewPage};
pub use settings_diff::SettingsDiff;
pub use unoffered_access::UnofferedAccess;
pub use version_entry::VersionEntry;

use super::form_token::Token;
use super::layout::{AdminPage, Layout};
use access_and_direction::{AccessControls, DirectionControls};
use domain::{Direction, RawParams};
use field_list::FieldList;
use flow_url::flow_url;
use json_editor::JsonEditor;
use leptos::prelude::*;
use mistake::{MistakeSummary, error_of};
use preview_controls::PreviewControls;

/// What the form holds.
#[derive(Clone, Debug)]
pub struct EditorModel {
    pub flow: String,
    /// The version that the admin is changing.
    pub base_version: i64,
    pub direction: Option<Direction>,
    /// The settings that the controls show, or the form fields of the controls, which wait until the JSON can be parsed.
    pub params: Result<RawParams, Vec<(String, String)>>,
    pub new_field: NewField,
    /// The settings as JSON.
    pub json: String,
    pub mistakes: Vec<Mistake>,
    pub outcome: EditorOutcome,
    pub preview: PreviewChoice,
    /// Whether the form holds other settings than the saved ones.
    pub is_unsaved: bool,
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
    let json_mistakes = model.mistakes.iter().filter(|m| m.line.is_some());
    let json_mistakes: Vec<Mistake> = json_mistakes.cloned().collect();
    let field_names = match &model.params {
        Ok(params) => params.0.iter().map(|(name, _)| name.clone()).collect(),
        Err(_) => Vec::new(),
    };
    let mistakes = model.mistakes;
    let direction_error = error_of(&mistakes, "direction");
    let direction = view! { <DirectionControls direction=model.direction error=direction_error /> };
    let controls = match model.params {
        Ok(params) => view! {
            <div class="controls" id="controls">
                <section class="part" id="settings">
                    <AccessControls params=params.clone() error=error_of(&mistakes, "access") unoffered_access=model.unoffered_access />
                    {direction}
                </section>
                <FieldList params new_field=model.new_field mistakes=mistakes.clone() />
            </div>
        }
        .into_any(),
        // A page whose script runs keeps the controls that it has.
        Err(waiting) => view! {
            <div class="controls" id="controls" data-keep="">
                <section class="part">
                    {direction}
                    <p class="notice">"Correct the JSON first. Then its fields appear here again, with what you changed in them."</p>
                    {waiting.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                </section>
            </div>
        }
        .into_any(),
    };
    view! {
        <AdminPage layout>
            <header class="head">
                <h1>"Flow " <code>{model.flow.clone()}</code></h1>
                <p>
                    "Tenants see a change when they next open the widget. Saved connections don’t change. "
                    <a href=format!("{page_url}/history")>"History"</a>
                </p>
            </header>
            <form method="post" action=page_url.clone() id="editor" class="editor" novalidate="" autocomplete="off" data-preview=preview_url.clone() data-unsaved=model.is_unsaved.then_some("")>
                <Token />
                <input type="hidden" name="version" value=model.base_version.to_string() />
                // The Enter key presses the first button of a form. This one only updates the page.
                <button class="visually-hidden" name="action" value="follow" tabindex="-1" aria-hidden="true"></button>
                <div id="outcome">
                    <OutcomeNotice outcome=model.outcome />
                    {(model.outcome == EditorOutcome::Rejected).then(|| view! { <MistakeSummary mistakes field_names /> })}
                </div>
                {controls}
                <div class="beside" id="beside">
                    <JsonEditor text=model.json.clone() mistakes=json_mistakes />
                    <section class="part" id="preview">
                        <div class="title">
                            <h2>"What tenants see"</h2>
                            <button id="update-preview" class="secondary small without-follow" formaction=preview_url.clone() formtarget="preview">"Update preview"</button>
                        </div>
                        <PreviewControls choice=model.preview />
                        // The policy of the page in the frame allows no scripts and no forms, so only what CSS does works.
                        <iframe id="frame" name="preview" data-keep="" src=preview_url.clone() title="Preview of the widget"></iframe>
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
