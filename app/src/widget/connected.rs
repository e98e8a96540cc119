//! The state everyone wants: connected, with what is connected and what can be done about it.

use super::checks::{CheckList, VerdictOfSaved};
use super::warnings::Warnings;
use super::{Connection, JustNow, Widget};
use crate::phrase::{SLOT, around};
use crate::when::day_and_time_in;
use domain::report::Outcome;
use domain::{AccessMode, Direction};
use leptos::prelude::*;

#[component]
pub fn Connected(widget: Widget, connection: Connection) -> impl IntoView {
    let say = widget.language;
    let works = connection.report.outcome == Outcome::Passed;
    let heading = match (connection.just_now, works) {
        (JustNow::Connected, _) => say.connected_now(),
        (JustNow::Checked, true) => say.connected_still(),
        (_, true) => say.connected(),
        (_, false) => say.connected_not_passed(),
    };
    let report = connection.report.clone();
    let residue = report.residue.clone().filter(|residue| !residue.removed);
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class=if works { "passed" } else { "failed" }>{heading}</h1>
            <p>{sentence(&widget, &connection)}</p>
        </header>
        {connection.notices.clone().into_iter().map(|n| view! { <p class="notice">{say.say(&n.detail)}</p> }).collect_view()}
        <dl class="facts">
            <dt>{say.fact_bucket()}</dt>
            <dd><code dir="ltr">{connection.bucket.clone()}</code></dd>
            <dt>{say.fact_path_prefix()}</dt>
            <dd>{if connection.path_prefix.is_empty() { say.whole_bucket().into_any() } else { view! { <code dir="ltr">{connection.path_prefix.clone()}</code> }.into_any() }}</dd>
            {connection.account.clone().map(|account| view! { <dt>{say.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
            {connection.region.clone().map(|region| view! { <dt>{say.fact_region()}</dt> <dd><code dir="ltr">{region.to_string()}</code></dd> })}
            <dt>{match connection.access { AccessMode::Keys => say.fact_key(), AccessMode::Role => say.fact_role() }}</dt>
            <dd>
                <code dir="ltr">{connection.identity.clone()}</code>
                {connection.secret_last_four.clone().map(|four| view! { " " <span class="quiet">{around(say.secret_ends(SLOT), view! { <code dir="ltr">{four}</code> })}</span> })}
            </dd>
            <dt>{say.connected_since()}</dt>
            <dd>{day_and_time_in(say, connection.connected_at)}</dd>
            <dt>{say.last_checked()}</dt>
            <dd>{day_and_time_in(say, connection.checked_at)}</dd>
        </dl>
        <Warnings say warnings=report.warnings.clone() />
        {residue
            .map(|residue| {
                view! {
                    <p class="notice">
                        {around(say.left_behind(SLOT), view! { <code dir="ltr">{residue.key}</code> })}
                    </p>
                }
            })}
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="primary" name="action" value="check">{say.check_again()}</button>
            <button class="secondary" name="action" value="change">{say.change()}</button>
            <button class="danger" name="action" value="disconnect">{say.disconnect()}</button>
        </form>
        <div id="checks">
            <VerdictOfSaved say report=report.clone() />
            <details open=!works>
                <summary>{say.what_was_checked()}</summary>
                <CheckList say report />
            </details>
        </div>
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}

/// What the vendor does, and where.
fn sentence(widget: &Widget, connection: &Connection) -> impl IntoView + use<> {
    let say = widget.language;
    let words = match (widget.direction, widget.vendor.as_deref()) {
        (Direction::Read, None) => say.reads_from(SLOT),
        (Direction::Write, None) => say.writes_to(SLOT),
        (Direction::Both, None) => say.reads_and_writes(SLOT),
        (Direction::Read, Some(vendor)) => say.vendor_reads_from(SLOT, vendor),
        (Direction::Write, Some(vendor)) => say.vendor_writes_to(SLOT, vendor),
        (Direction::Both, Some(vendor)) => say.vendor_reads_and_writes(SLOT, vendor),
    };
    let place = format!("{}/{}", connection.bucket, connection.path_prefix);
    around(words, view! { <bdi dir="ltr">{place}</bdi> })
}

#[component]
pub fn ConfirmDisconnect(widget: Widget, connection: Connection) -> impl IntoView {
    let say = widget.language;
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="">{say.disconnect_question()}</h1>
            <p>{say.disconnect_words(connection.bucket)}</p>
        </header>
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="danger" name="action" value="disconnect-now">{say.disconnect_yes()}</button>
            <button class="secondary" name="action" value="open">{say.disconnect_no()}</button>
        </form>
    }
}
