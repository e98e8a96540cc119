//! The settings of a flow: toggles and controls on one side, the same as JSON on the other, and what tenants
//! will see. `editor/follow.js` posts the form as one types; without it, its buttons do.

mod changes;
mod controls;
mod json;

pub use changes::{
    Compared, ConflictPage, Entry, History, Pending, ReviewPage, Version, VersionPage,
};
pub use controls::{Row, ToMove};
pub use json::Problem;

use super::{Frame, Framed};
use controls::{Access, Fields, Way};
use domain::Direction;
use json::Json;
use leptos::prelude::*;

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
    /// The settings as JSON, and as the controls were made from: what was changed in them is found by this.
    pub text: String,
    pub good: String,
    pub problems: Vec<Problem>,
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
    Refused,
}

#[component]
pub fn EditorPage(frame: Frame, editor: Editor) -> AnyView {
    let environment = frame.environment.clone().unwrap_or_default();
    let here = format!("/admin/{environment}/flows/{}", editor.flow);
    let preview = format!("{here}/preview");
    let error = |field: &str| {
        let at = editor.problems.iter().find(|p| p.field == field);
        at.map(|p| p.detail.clone())
    };
    let error = error("direction").map(|words| view! { <p class="error">{words}</p> });
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
                <input type="hidden" name="version" value=editor.version.to_string() />
                <input type="hidden" name="good" value=editor.good.clone() />
                <input type="hidden" name="controls" value="on" />
                // The Enter key presses a form's first button.
                <button class="visually-hidden" name="action" value="follow" tabindex="-1" aria-hidden="true"></button>
                <div id="said"><Words said=editor.said /></div>
                <div class="controls" id="controls">
                    <section class="part" id="settings">
                        {editor.waiting.then(|| view! { <p class="notice">"The JSON has to be mended first; then it takes over what you change here."</p> })}
                        <Access keys=editor.keys role=editor.role to_move=editor.to_move.clone() />
                        <Way direction=editor.direction />
                        {error}
                    </section>
                    <Fields rows=editor.rows.clone() more=editor.more.clone() own=editor.own.clone() problems=editor.problems.clone() />
                </div>
                <div class="beside" id="beside">
                    <Json text=editor.text.clone() problems=editor.problems.clone() alert=editor.said == Said::Refused />
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
