//! The state everyone wants: connected, with what is connected and what can be done about it.

use super::checks::{CheckList, VerdictOfSaved};
use super::warnings::Warnings;
use super::{Connection, JustNow, Widget};
use crate::when::day_and_time;
use domain::AccessMode;
use domain::report::Outcome;
use leptos::prelude::*;

#[component]
pub fn Connected(widget: Widget, connection: Connection) -> impl IntoView {
    let works = connection.report.outcome == Outcome::Passed;
    let heading = match (connection.just_now, works) {
        (JustNow::Connected, _) => "Connected. Everything works.",
        (JustNow::Checked, true) => "Still connected. Everything works.",
        (_, true) => "Connected",
        (_, false) => "Connected, but the last check did not pass",
    };
    let report = connection.report.clone();
    let residue = report.residue.clone().filter(|residue| !residue.removed);
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class=if works { "passed" } else { "failed" }>{heading}</h1>
            <p>{sentence(&widget, &connection)}</p>
        </header>
        {connection.notices.clone().into_iter().map(|n| view! { <p class="notice">{n.detail}</p> }).collect_view()}
        <dl class="facts">
            <dt>"Bucket"</dt>
            <dd><code>{connection.bucket.clone()}</code></dd>
            <dt>"Path prefix"</dt>
            <dd>{if connection.path_prefix.is_empty() { view! { "the whole bucket" }.into_any() } else { view! { <code>{connection.path_prefix.clone()}</code> }.into_any() }}</dd>
            {connection.account.clone().map(|account| view! { <dt>"AWS account"</dt> <dd><code>{account}</code></dd> })}
            {connection.region.clone().map(|region| view! { <dt>"Region"</dt> <dd><code>{region.to_string()}</code></dd> })}
            <dt>{match connection.access { AccessMode::Keys => "Access key", AccessMode::Role => "Role" }}</dt>
            <dd>
                <code>{connection.identity.clone()}</code>
                {connection.secret_last_four.clone().map(|four| view! { <span class="quiet">" secret ends in " <code>{four}</code></span> })}
            </dd>
            <dt>"Connected since"</dt>
            <dd>{day_and_time(connection.connected_at)}</dd>
            <dt>"Last checked"</dt>
            <dd>{day_and_time(connection.checked_at)}</dd>
        </dl>
        <Warnings warnings=report.warnings.clone() />
        {residue
            .map(|residue| {
                view! {
                    <p class="notice">
                        "The test left one small file behind, for we have no right to delete: "
                        <code>{residue.key}</code>
                        ". You may delete it; each later test writes it anew."
                    </p>
                }
            })}
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="primary" name="action" value="check">"Check again"</button>
            <button class="secondary" name="action" value="change">"Change"</button>
            <button class="danger" name="action" value="disconnect">"Disconnect…"</button>
        </form>
        <div id="checks">
            <VerdictOfSaved report=report.clone() />
            <details open=!works>
                <summary>"What was checked"</summary>
                <CheckList report />
            </details>
        </div>
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}

fn sentence(widget: &Widget, connection: &Connection) -> String {
    let place = format!("{}/{}", connection.bucket, connection.path_prefix);
    let does = match (widget.direction.reads(), widget.direction.writes()) {
        (true, true) => "read files from and write files to",
        (true, false) => "read files from",
        _ => "write files to",
    };
    format!("We {does} {place}")
}

#[component]
pub fn ConfirmDisconnect(widget: Widget, connection: Connection) -> impl IntoView {
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="">"Disconnect this bucket?"</h1>
            <p>
                {format!(
                    "We will no longer reach {}. We delete what we stored of the connection; nothing changes in your AWS account.",
                    connection.bucket,
                )}
            </p>
        </header>
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="danger" name="action" value="disconnect-now">"Yes, disconnect"</button>
            <button class="secondary" name="action" value="open">"Keep it"</button>
        </form>
    }
}
