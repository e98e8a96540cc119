//! What changes: before it is saved, and against what somebody else saved.

use super::address;
use super::controls::{MovingNotice, ToMove};
use super::history::{Entry, Since, Told};
use crate::admin::form_token::Token;
use crate::admin::{Frame, Framed};
use domain::Direction;
use leptos::prelude::*;

/// Two settings beside each other.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// What tenants notice.
    pub words: Vec<String>,
    /// The JSON where it changes, line by line: unchanged, taken away (`-`), new (`+`), and left out (`⋯`).
    pub lines: Vec<(char, String)>,
}

/// What is about to be saved, and from what it was made.
#[derive(Clone, Debug)]
pub struct Pending {
    pub flow: String,
    pub version: i64,
    pub direction: Direction,
    pub text: String,
    /// From what is there now.
    pub changes: Compared,
    /// Tenants who stay connected in a way that is then no longer offered.
    pub to_move: Option<ToMove>,
}

#[component]
pub fn ReviewPage(frame: Frame, pending: Pending) -> AnyView {
    let here = address(&frame, &pending.flow);
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Save these changes?"</h1>
                <p>"Flow " <code>{pending.flow.clone()}</code> ". Nothing is saved yet."</p>
            </header>
            <Decision title="What tenants will notice" action=here pending>
                <button class="primary" name="action" value="save">"Confirm"</button>
                <button class="secondary" name="action" value="edit">"Back"</button>
            </Decision>
        </Framed>
    }
    .into_any()
}

/// Somebody else was faster.
#[component]
pub fn ConflictPage(
    frame: Frame,
    /// From the version that is there now.
    pending: Pending,
    /// What was saved in between, the newest first.
    between: Vec<Entry>,
) -> AnyView {
    let here = address(&frame, &pending.flow);
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Somebody else changed this flow in the meantime"</h1>
                <p role="alert">"Nothing of yours was saved, and nothing of it is lost."</p>
            </header>
            <section class="part">
                <h2>"What they changed"</h2>
                <ol class="rows versions">
                    {between
                        .into_iter()
                        .map(|entry| view! { <li><Told entry=entry.clone() /> <Since entry /></li> })
                        .collect_view()}
                </ol>
            </section>
            <Decision title="What yours would make of it" action=here.clone() pending>
                <button class="danger" name="action" value="save">"Save mine over it"</button>
                <button class="secondary" name="action" value="edit">"Go on editing mine"</button>
                <a class="secondary button" href=here>"Start from theirs"</a>
            </Decision>
        </Framed>
    }
    .into_any()
}

/// What would change, and the buttons to decide; the settings themselves are carried along.
#[component]
fn Decision(title: &'static str, action: String, pending: Pending, children: Children) -> AnyView {
    view! {
        <section class="part">
            <h2>{title}</h2>
            <Comparison changes=pending.changes />
            <MovingNotice to_move=pending.to_move />
            <form method="post" action=action class="actions">
                <Token />
                <input type="hidden" name="version" value=pending.version.to_string() />
                <input type="hidden" name="direction" value=pending.direction.as_str() />
                <input type="hidden" name="json" value=pending.text />
                {children()}
            </form>
        </section>
    }
    .into_any()
}

#[component]
pub fn Comparison(changes: Compared) -> AnyView {
    let same = changes.lines.iter().all(|(sign, _)| *sign == ' ');
    view! {
        <Sentences words=changes.words />
        {(!same)
            .then(|| {
                view! {
                    <details>
                        <summary>"The same as JSON"</summary>
                        <pre class="diff" tabindex="0" role="region" aria-label="Changes as JSON">
                            <code>
                                {changes
                                    .lines
                                    .into_iter()
                                    .map(|(sign, line)| {
                                        let line = format!("{sign} {line}\n");
                                        match sign {
                                            '-' => view! { <del>{line}</del> }.into_any(),
                                            '+' => view! { <ins>{line}</ins> }.into_any(),
                                            _ => line.into_any(),
                                        }
                                    })
                                    .collect_view()}
                            </code>
                        </pre>
                    </details>
                }
            })}
    }
    .into_any()
}

#[component]
pub fn Sentences(words: Vec<String>) -> AnyView {
    if words.is_empty() {
        return view! { <p class="quiet">"Nothing that a tenant would notice."</p> }.into_any();
    }
    let all = words
        .into_iter()
        .map(|words| view! { <li dir="auto">{words}</li> });
    view! { <ul class="changes">{all.collect_view()}</ul> }.into_any()
}
