//! The page of a saved connection: what is connected, and what the tenant can do with it.

use super::check_list::CheckList;
use super::page_model::{ConnectionView, RecentAction, Widget};
use super::verdict::SavedVerdict;
use super::warnings::Warnings;
use crate::action::Action;
use crate::date_time::format_date_time_in;
use crate::text_slot::{SLOT, fill_slot};
use domain::Outcome;
use domain::{AccessMode, Direction};
use leptos::prelude::*;

#[component]
pub fn Connected(widget: Widget, connection: ConnectionView) -> impl IntoView {
    let locale = widget.locale;
    let works = connection.report.outcome == Outcome::Passed;
    let heading = match (connection.recent_action, works) {
        (RecentAction::Connected, _) => locale.connected_now(),
        (RecentAction::Checked, true) => locale.connected_still(),
        (_, true) => locale.connected(),
        (_, false) => locale.connected_not_passed(),
    };
    let report = connection.report.clone();
    // The check's test file, where the tenant's access does not include deleting it.
    let residue = report.residue.clone().filter(|residue| !residue.removed);
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class=if works { "passed" } else { "failed" }>{heading}</h1>
            <p>{usage_sentence(&widget, &connection)}</p>
        </header>
        {connection.notices.clone().into_iter().map(|n| view! { <p class="notice">{locale.translate(&n.detail)}</p> }).collect_view()}
        <dl class="facts">
            <dt>{locale.fact_bucket()}</dt>
            <dd><code dir="ltr">{connection.bucket.clone()}</code></dd>
            <dt>{locale.fact_path_prefix()}</dt>
            <dd>{if connection.path_prefix.is_empty() { locale.whole_bucket().into_any() } else { view! { <code dir="ltr">{connection.path_prefix.clone()}</code> }.into_any() }}</dd>
            {connection.account.clone().map(|account| view! { <dt>{locale.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
            {connection.region.clone().map(|region| view! { <dt>{locale.fact_region()}</dt> <dd><code dir="ltr">{region.to_string()}</code></dd> })}
            <dt>{match connection.access { AccessMode::Keys => locale.fact_key(), AccessMode::Role => locale.fact_role() }}</dt>
            <dd>
                <code dir="ltr">{connection.identity.clone()}</code>
                {connection.secret_last_four.clone().map(|four| view! { " " <span class="quiet">{fill_slot(locale.secret_ends(SLOT), view! { <code dir="ltr">{four}</code> })}</span> })}
            </dd>
            <dt>{locale.connected_since()}</dt>
            <dd>{format_date_time_in(locale, connection.connected_at)}</dd>
            <dt>{locale.last_checked()}</dt>
            <dd>{format_date_time_in(locale, connection.checked_at)}</dd>
        </dl>
        <Warnings locale warnings=report.warnings.clone() />
        {residue
            .map(|residue| {
                view! {
                    <p class="notice">
                        {fill_slot(locale.left_behind(SLOT), view! { <code dir="ltr">{residue.key}</code> })}
                    </p>
                }
            })}
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="primary" name="action" value=Action::Check.as_str()>{locale.check_again()}</button>
            <button class="secondary" name="action" value=Action::Change.as_str()>{locale.change()}</button>
            <button class="danger" name="action" value=Action::Disconnect.as_str()>{locale.disconnect()}</button>
        </form>
        <div id="checks">
            <SavedVerdict locale outcome=report.outcome />
            <details open=!works>
                <summary>{locale.what_was_checked()}</summary>
                <CheckList locale report />
            </details>
        </div>
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}

/// Renders the sentence that says what the vendor does, and in which bucket and path.
fn usage_sentence(widget: &Widget, connection: &ConnectionView) -> impl IntoView + use<> {
    let locale = widget.locale;
    let sentence = match (widget.direction, widget.vendor.as_deref()) {
        (Direction::Read, None) => locale.reads_from(SLOT),
        (Direction::Write, None) => locale.writes_to(SLOT),
        (Direction::Both, None) => locale.reads_and_writes(SLOT),
        (Direction::Read, Some(vendor)) => locale.vendor_reads_from(SLOT, vendor),
        (Direction::Write, Some(vendor)) => locale.vendor_writes_to(SLOT, vendor),
        (Direction::Both, Some(vendor)) => locale.vendor_reads_and_writes(SLOT, vendor),
    };
    let place = format!("{}/{}", connection.bucket, connection.path_prefix);
    // `bdi` isolates the path from the direction of the sentence.
    fill_slot(sentence, view! { <bdi dir="ltr">{place}</bdi> })
}

/// Asks the tenant to confirm before the connection is removed.
#[component]
pub fn ConfirmDisconnect(widget: Widget, connection: ConnectionView) -> impl IntoView {
    let locale = widget.locale;
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="">{locale.disconnect_question()}</h1>
            <p>{locale.disconnect_words(connection.bucket)}</p>
        </header>
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="danger" name="action" value=Action::ConfirmDisconnect.as_str()>{locale.disconnect_yes()}</button>
            <button class="secondary" name="action" value=Action::Open.as_str()>{locale.disconnect_no()}</button>
        </form>
    }
}
