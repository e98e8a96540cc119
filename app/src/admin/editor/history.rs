//! Every version the settings had, what changed by each, and the way back to one.

use super::address;
use super::controls::{MovingNotice, ToMove};
use super::review::{Compared, Comparison, Sentences};
use crate::admin::form_token::Token;
use crate::admin::tenants::Pages;
use crate::admin::{Frame, Framed};
use crate::when::day_and_time;
use domain::Direction;
use leptos::prelude::*;

/// One version in the history.
#[derive(Clone, Debug)]
pub struct Entry {
    pub version: i64,
    pub who: String,
    pub at: i64,
    /// Against the version before; none where the two cannot be compared.
    pub words: Option<Vec<String>>,
    /// An earlier version that was just the same.
    pub same_as: Option<i64>,
}

#[component]
pub fn Told(entry: Entry) -> AnyView {
    view! {
        <p>
            <strong>"Version " {entry.version.to_string()}</strong>
            <span class="quiet">" by " <bdi>{entry.who}</bdi> ", " {day_and_time(entry.at)}</span>
        </p>
    }
    .into_any()
}

/// What changed by it.
#[component]
pub fn Since(entry: Entry) -> AnyView {
    let quiet = |words: &'static str| view! { <p class="quiet">{words}</p> }.into_any();
    match entry.words {
        _ if entry.version == 1 => quiet("The first one."),
        Some(words) => view! { <Sentences words /> }.into_any(),
        None => quiet("This version cannot be compared with the one before it."),
    }
}

#[component]
pub fn History(
    frame: Frame,
    flow: String,
    /// The version in use.
    newest: i64,
    entries: Vec<Entry>,
    /// Where the list begins, and where it goes on.
    first: Option<String>,
    next: Option<String>,
) -> AnyView {
    let here = address(&frame, &flow);
    let empty = entries.is_empty();
    view! {
        <Framed frame>
            <header class="head">
                <h1>"History of " <code>{flow}</code></h1>
                <p><a href=here.clone()>"The settings now"</a></p>
            </header>
            {if empty {
                view! { <p class="part">"There are no older versions."</p> }.into_any()
            } else {
                view! {
                    <ol class="rows part versions">
                        {entries
                            .into_iter()
                            .map(|entry| {
                                let version = entry.version;
                                view! {
                                    <li>
                                        <Told entry=entry.clone() />
                                        <p>
                                            {(newest == version).then_some("Now in use. ")}
                                            <a href=format!("{here}/history/{version}")>{format!("Look at version {version}")}</a>
                                        </p>
                                        <div class="what">
                                            {entry.same_as.map(|same| view! { <p class="quiet">{format!("The same as version {same}.")}</p> })}
                                            <Since entry />
                                        </div>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ol>
                }
                    .into_any()
            }}
            <Pages first next />
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
                                    <MovingNotice to_move=version.to_move.clone() />
                                    <form method="post" action=here class="actions">
                                        <Token />
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
