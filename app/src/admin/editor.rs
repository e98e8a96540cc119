//! The settings of a flow: toggles and controls on one side, the same as JSON on the other, and what tenants
//! will see. `editor/follow.js` posts the form as one types; without it, its buttons do.

mod controls;
mod field;
mod fields;
mod history;
mod json;
mod mistake;
mod review;
mod row;

pub use controls::ToMove;
pub use history::{Entry, History, Version, VersionPage};
pub use mistake::Mistake;
pub use review::{Compared, ConflictPage, Pending, ReviewPage};
pub use row::Row;

use super::form_token::Token;
use super::{Frame, Framed};
use controls::{Access, Way};
use domain::{Direction, FieldKind};
use fields::Fields;
use json::Json;
use leptos::prelude::*;
use mistake::Refusal;

/// What the form holds: as it is stored, or as it is typed.
#[derive(Clone, Debug)]
pub struct Editor {
    pub flow: String,
    /// What the change was made from.
    pub version: i64,
    pub direction: Option<Direction>,
    pub keys: bool,
    pub role: bool,
    pub rows: Vec<Row>,
    /// Known fields that are not shown yet.
    pub more: Vec<&'static str>,
    /// A field of the vendor's own, typed and not yet added.
    pub own: String,
    pub own_kind: FieldKind,
    /// The settings as JSON, and as the controls were made from: what was changed in them is found by this.
    pub text: String,
    pub good: String,
    pub mistakes: Vec<Mistake>,
    /// The controls wait for the JSON to be JSON again.
    pub waiting: bool,
    pub said: Said,
    /// Tenants who are connected in a way that is no longer offered.
    pub to_move: Option<ToMove>,
}

/// What came of the last thing that was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Somebody is typing.
    #[default]
    Nothing,
    Saved(i64),
    Unchanged,
    /// What is wrong keeps it from being done.
    Refused,
}

#[component]
pub fn EditorPage(frame: Frame, editor: Editor) -> AnyView {
    let here = address(&frame, &editor.flow);
    let preview = format!("{here}/preview");
    let direction = editor.mistakes.iter().find(|m| m.field == "direction");
    let direction = direction.map(|m| view! { <p class="error">{m.detail.clone()}</p> });
    let in_json = editor.mistakes.iter().filter(|m| m.line.is_some());
    let in_json: Vec<Mistake> = in_json.cloned().collect();
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Flow " <code>{editor.flow.clone()}</code></h1>
                <p>
                    "A change shows in the widget when a tenant next opens it; saved connections stay as they are. "
                    <a href=format!("{here}/history")>"History"</a>
                </p>
            </header>
            <form method="post" action=here.clone() id="editor" class="editor" novalidate="" autocomplete="off" data-preview=preview.clone()>
                <Token />
                <input type="hidden" name="version" value=editor.version.to_string() />
                <input type="hidden" name="good" value=editor.good.clone() />
                <input type="hidden" name="controls" value="on" />
                // The Enter key presses a form's first button.
                <button class="visually-hidden" name="action" value="follow" tabindex="-1" aria-hidden="true"></button>
                <div id="said">
                    <Words said=editor.said />
                    {(editor.said == Said::Refused).then(|| view! { <Refusal mistakes=editor.mistakes.clone() rows=editor.rows.clone() /> })}
                </div>
                <div class="controls" id="controls">
                    <section class="part" id="settings">
                        {editor.waiting.then(|| view! { <p class="notice">"The JSON has to be mended first; then it takes over what you change here."</p> })}
                        <Access keys=editor.keys role=editor.role to_move=editor.to_move.clone() />
                        <Way direction=editor.direction />
                        {direction}
                    </section>
                    <Fields rows=editor.rows.clone() more=editor.more.clone() own=editor.own.clone() own_kind=editor.own_kind mistakes=editor.mistakes.clone() />
                </div>
                <div class="beside" id="beside">
                    <Json text=editor.text.clone() mistakes=in_json />
                    <section class="part" id="preview">
                        <div class="title">
                            <h2>"What tenants see"</h2>
                            <button class="secondary small without-follow" formaction=preview.clone() formtarget="preview">"Show what is typed"</button>
                        </div>
                        // Its policy lets nothing run in it, and no form of it be sent: only what style alone can do works.
                        <iframe id="frame" name="preview" src=preview.clone() title="Preview of the widget"></iframe>
                    </section>
                </div>
                <div class="save" id="save">
                    <button class="primary" name="action" value="review">"Review and save…"</button>
                    <p class="quiet" id="follow" role="status"></p>
                </div>
            </form>
        </Framed>
    }
    .into_any()
}

fn address(frame: &Frame, flow: &str) -> String {
    format!("/admin/{}/flows/{flow}", frame.environment_id())
}

#[component]
fn Words(said: Said) -> impl IntoView {
    let (class, words) = match said {
        Said::Nothing | Said::Refused => return None,
        Said::Saved(version) => ("verdict passed", format!("Saved as version {version}.")),
        Said::Unchanged => (
            "notice",
            "Nothing is different from what is saved.".to_owned(),
        ),
    };
    Some(view! { <p class=class role="status">{words}</p> })
}
