//! The page of a saved connection: what is connected, and what the tenant can do with it.

use super::check_list::CheckList;
use super::page_model::{ConnectionView, RecentAction, Widget};
use super::verdict::{MissingPermissions, SavedVerdict};
use super::warnings::Warnings;
use super::way_back::WayBack;
use crate::action::Action;
use crate::date_time::format_date_time_in;
use crate::text_slot::{SLOT, fill_slot};
use domain::Outcome;
use domain::{AccessMode, Direction};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn Connected(widget: Widget, connection: ConnectionView) -> impl IntoView {
    let locale = widget.locale;
    let works = connection.report.outcome == Outcome::Passed;
    let heading = connected_heading(locale, &connection);
    // In a frame, the script tells the vendor's page about what has just happened.
    let outcome = (connection.recent_action != RecentAction::None)
        .then(|| connection.report.outcome.as_str());
    let event = (connection.recent_action == RecentAction::Connected).then_some("connected");
    let is_end = works && widget.return_url.is_some();
    // In a frame, the vendor's page around this one says how to go on.
    let can_close = connection.recent_action == RecentAction::Connected
        && widget.return_url.is_none()
        && !widget.can_be_framed;
    let report = connection.report.clone();
    // The check's test file, where the tenant's access does not include deleting it.
    let residue = report.residue.clone().filter(|residue| !residue.removed);
    let token = widget.token.clone();
    // What a broken connection needs comes first, and there one button is the obvious one.
    let (checks_first, checks_last) = if works {
        (None, Some(checks(&widget, &connection)))
    } else {
        (Some(checks(&widget, &connection)), None)
    };
    let check_class = if is_end { "secondary" } else { "primary" };
    view! {
        <header class="head">
            <h1
                tabindex="-1"
                data-focus=""
                data-title=heading
                data-outcome=outcome
                data-event=event
                class=if works { "passed" } else { "failed" }
            >
                {heading.clone()}
            </h1>
            <p>{usage_sentence(&widget, &connection)}</p>
            {can_close.then(|| view! { <p>{locale.can_close()}</p> })}
        </header>
        {connection.notices.clone().into_iter().map(|n| view! { <p class="notice">{locale.translate(&n.detail)}</p> }).collect_view()}
        {checks_first}
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
            <input type="hidden" name="token" value=token />
            {is_end.then(|| view! { <WayBack widget=widget.clone() class="primary" is_done=true /> })}
            <button class=check_class name="action" value=Action::Check.as_str()>{locale.check_again()}</button>
            <button class="secondary" name="action" value=Action::Change.as_str()>{locale.change()}</button>
            <button class="danger" name="action" value=Action::Disconnect.as_str()>{locale.disconnect()}</button>
            {(!is_end).then(|| view! { <WayBack widget class="secondary" is_done=false /> })}
        </form>
        {checks_last}
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}

/// Returns the heading of the page. If the connection does not work, it names what broke first.
pub fn connected_heading(locale: Locale, connection: &ConnectionView) -> String {
    match (connection.report.outcome, connection.recent_action) {
        (Outcome::Passed, RecentAction::Connected) => locale.connected_now(),
        (Outcome::Passed, RecentAction::Checked) => locale.connected_still(),
        (Outcome::Passed, RecentAction::None) => locale.connected(),
        (Outcome::Failed, _) => match connection.report.failed_steps().next() {
            Some(step) => locale.connected_broken(locale.translate(&step.title())),
            None => locale.connected_not_passed(),
        },
        (Outcome::Undetermined, _) => locale.connected_not_passed(),
    }
}

/// Renders the result of the last check.
fn checks(widget: &Widget, connection: &ConnectionView) -> impl IntoView + use<> {
    let locale = widget.locale;
    let report = connection.report.clone();
    let works = report.outcome == Outcome::Passed;
    let guide = widget.setup_guide(&connection.setup_target, connection.access);
    let complete_policy = guide.complete_policy(&report);
    view! {
        <div id="checks">
            <SavedVerdict locale report=report.clone() />
            <MissingPermissions locale report=report.clone() complete_policy />
            <details open=!works>
                <summary>{locale.what_was_checked()}</summary>
                <CheckList locale report />
            </details>
        </div>
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
            <h1 tabindex="-1" data-focus="" data-title=locale.disconnect_question()>{locale.disconnect_question()}</h1>
            <p>{locale.disconnect_words(connection.bucket)}</p>
        </header>
        <form method="post" action="/connect" class="actions">
            <input type="hidden" name="token" value=widget.token />
            <button class="danger" name="action" value=Action::ConfirmDisconnect.as_str()>{locale.disconnect_yes()}</button>
            <button class="secondary" name="action" value=Action::Open.as_str()>{locale.disconnect_no()}</button>
        </form>
    }
}
