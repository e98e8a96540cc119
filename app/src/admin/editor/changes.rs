//! What changes: before it is saved, against what somebody else saved, and of every version there was.

use super::controls::ToMove;
use crate::admin::{Frame, Framed};
use crate::when::day_and_time;
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
}

#[component]
pub fn ReviewPage(
    frame: Frame,
    pending: Pending,
    changes: Compared,
    /// Tenants who stay connected in a way that is then no longer offered.
    to_move: Option<ToMove>,
) -> AnyView {
    let here = address(&frame, &pending.flow);
    view! {
        <Framed frame>
            <header class="head">
                <h1>"Save these changes?"</h1>
                <p>"Flow " <code>{pending.flow.clone()}</code> ". Nothing is saved yet."</p>
            </header>
            <section class="part">
                <h2>"What tenants will notice"</h2>
                <Comparison changes />
                {to_move.map(|to_move| view! { <p class="notice">{to_move.words()}</p> })}
                <form method="post" action=here class="actions">
                    <Kept pending />
                    <button class="primary" name="action" value="save">"Confirm"</button>
                    <button class="secondary" name="action" value="edit">"Back"</button>
                </form>
            </section>
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
    /// From what they saved to what is about to be.
    changes: Compared,
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
                        .map(|entry| view! { <li><Told entry=entry.clone() /> <Sentences words=entry.words /></li> })
                        .collect_view()}
                </ol>
            </section>
            <section class="part">
                <h2>"What yours would make of it"</h2>
                <Comparison changes />
                <form method="post" action=here.clone() class="actions">
                    <Kept pending />
                    <button class="danger" name="action" value="save">"Save mine over it"</button>
                    <button class="secondary" name="action" value="edit">"Go on editing mine"</button>
                    <a class="secondary button" href=here.clone()>"Start from theirs"</a>
                </form>
            </section>
        </Framed>
    }
    .into_any()
}

/// The settings themselves, carried along.
#[component]
fn Kept(pending: Pending) -> AnyView {
    view! {
        <input type="hidden" name="version" value=pending.version.to_string() />
        <input type="hidden" name="direction" value=pending.direction.as_str() />
        <input type="hidden" name="json" value=pending.text />
    }
    .into_any()
}

fn address(frame: &Frame, flow: &str) -> String {
    let environment = frame.environment.as_deref().unwrap_or_default();
    format!("/admin/{environment}/flows/{flow}")
}

#[component]
fn Comparison(changes: Compared) -> AnyView {
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
fn Sentences(words: Vec<String>) -> AnyView {
    if words.is_empty() {
        return view! { <p class="quiet">"Nothing that a tenant would notice."</p> }.into_any();
    }
    let all = words
        .into_iter()
        .map(|words| view! { <li dir="auto">{words}</li> });
    view! { <ul class="changes">{all.collect_view()}</ul> }.into_any()
}

/// One version in the history.
#[derive(Clone, Debug)]
pub struct Entry {
    pub version: i64,
    pub who: String,
    pub at: i64,
    /// Against the version before.
    pub words: Vec<String>,
    /// An earlier version that was just the same.
    pub same_as: Option<i64>,
}

#[component]
fn Told(entry: Entry) -> AnyView {
    view! {
        <p>
            <strong>"Version " {entry.version.to_string()}</strong>
            <span class="quiet">" by " <bdi>{entry.who}</bdi> ", " {day_and_time(entry.at)}</span>
        </p>
    }
    .into_any()
}

#[component]
pub fn History(frame: Frame, flow: String, entries: Vec<Entry>) -> AnyView {
    let here = address(&frame, &flow);
    let newest = entries.first().map(|entry| entry.version);
    view! {
        <Framed frame>
            <header class="head">
                <h1>"History of " <code>{flow}</code></h1>
                <p><a href=here.clone()>"The settings now"</a></p>
            </header>
            <ol class="rows part versions">
                {entries
                    .into_iter()
                    .map(|entry| {
                        let version = entry.version;
                        let first = version == 1;
                        view! {
                            <li>
                                <Told entry=entry.clone() />
                                <p>
                                    {(newest == Some(version)).then_some("Now in use. ")}
                                    <a href=format!("{here}/history/{version}")>{format!("Look at version {version}")}</a>
                                </p>
                                <div class="what">
                                    {entry.same_as.map(|same| view! { <p class="quiet">{format!("The same as version {same}.")}</p> })}
                                    {if first { view! { <p class="quiet">"The first one."</p> }.into_any() } else { view! { <Sentences words=entry.words /> }.into_any() }}
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </Framed>
    }
    .into_any()
}

/// One version, as it was.
#[derive(Clone, Debug)]
pub struct Version {
    pub flow: String,
    pub entry: Entry,
    pub direction: Direction,
    pub text: String,
    /// The version in use.
    pub newest: i64,
    /// From the version in use to this one.
    pub changes: Compared,
    /// Why today's rules refuse it, where they do.
    pub refused: Vec<String>,
    /// Somebody else was faster with a change.
    pub conflict: bool,
    pub to_move: Option<ToMove>,
}

#[component]
pub fn VersionPage(frame: Frame, version: Version) -> AnyView {
    let flow = address(&frame, &version.flow);
    let number = version.entry.version;
    let here = format!("{flow}/history/{number}");
    let preview = format!("{flow}/preview?version={number}");
    let now = number == version.newest;
    let can = version.refused.is_empty();
    view! {
        <Framed frame>
            <header class="head">
                <h1>{format!("Version {number} of ")} <code>{version.flow.clone()}</code></h1>
                <p>"By " <bdi>{version.entry.who.clone()}</bdi> ", " {day_and_time(version.entry.at)} ". " <a href=format!("{flow}/history")>"History"</a></p>
            </header>
            {version
                .conflict
                .then(|| view! { <p class="notice" role="alert">"Somebody else changed this flow in the meantime. Nothing was changed by you; below it is compared with what is there now."</p> })}
            {(!now)
                .then(|| {
                    view! {
                        <section class="part">
                            <h2>"What tenants would notice"</h2>
                            {if can {
                                view! {
                                    <Comparison changes=version.changes.clone() />
                                    {version.to_move.clone().map(|to_move| view! { <p class="notice">{to_move.words()}</p> })}
                                    <form method="post" action=here class="actions">
                                        <input type="hidden" name="version" value=version.newest.to_string() />
                                        <button class="primary">"Return to this version"</button>
                                    </form>
                                }
                                    .into_any()
                            } else {
                                view! {
                                    <div class="notice" role="alert">
                                        <p>"This version cannot be returned to: it was saved when other rules were in force."</p>
                                        <ul class="changes">{version.refused.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view()}</ul>
                                    </div>
                                }
                                    .into_any()
                            }}
                        </section>
                    }
                })}
            <section class="part">
                <h2>"As it was"</h2>
                <p>"Direction: " {version.direction.as_str()}</p>
                <details>
                    <summary>"connect_ui_params"</summary>
                    <pre tabindex="0" role="region" aria-label="connect_ui_params"><code>{version.text}</code></pre>
                </details>
                <iframe id="frame" src=preview title="Preview of the widget"></iframe>
            </section>
        </Framed>
    }
    .into_any()
}
