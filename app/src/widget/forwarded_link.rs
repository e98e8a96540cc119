//! Forwarded links: tenants who don't manage their AWS account can forward a dedicated link to whoever does.

use super::failed_action::{FailedAction, FailedActionNotice};
use super::setup_guide::copy_block::{CopyButton, TextToCopy};
use super::warnings::Warnings;
use crate::action::Action;
use crate::date_time::format_date_time_in;
use domain::{Cause, Message, Remedy, Warning};
use i18n::Locale;
use leptos::prelude::*;

/// A new forwarded link. We store only a hash of it, so the tenant sees the link this one time.
#[derive(Clone, Debug)]
pub struct ForwardedLink {
    pub url: String,
    /// The bucket that the link is about.
    pub bucket: String,
    /// The vendor's name, if the theme has one.
    pub vendor: Option<String>,
    /// The name of the person who forwards the link, if they entered it.
    pub sender: Option<String>,
    /// Unix milliseconds.
    pub expires_at: i64,
}

/// The name of the field with the name of the person who forwards a link. It cannot clash with a field of the connector,
/// because no field's name has a dot in it.
pub const SENDER_FIELD: &str = "forward.sender";

/// The most characters that such a name can have.
pub const MAX_SENDER_CHARS: usize = 80;

/// Renders the button that creates a forwarded link, and the result of the last press.
#[component]
pub fn ForwardLink(
    locale: Locale,
    sender: String,
    link: Option<Result<ForwardedLink, FailedAction>>,
) -> impl IntoView {
    let result = link.map(|link| match link {
        Ok(link) => view! { <ForwardedLinkBox locale link /> }.into_any(),
        Err(failed_action) => view! { <FailedActionNotice failed_action /> }.into_any(),
    });
    view! {
        <div class="forwarded-link">
            <p>{locale.somebody_else()}</p>
            <div class="field">
                <label for="forward-sender">{locale.your_name()} " " <span class="optional">{locale.optional()}</span></label>
                <input id="forward-sender" name=SENDER_FIELD value=sender dir="auto" autocomplete="name" maxlength=MAX_SENDER_CHARS.to_string() />
            </div>
            <button class="secondary" name="action" value=Action::ForwardLink.as_str()>{locale.not_the_admin()}</button>
        </div>
        <div id="forwarded-link">{result}</div>
    }
}

#[component]
pub fn ForwardedLinkBox(locale: Locale, link: ForwardedLink) -> impl IntoView {
    let expiry = format_date_time_in(locale, link.expires_at);
    let message = message(locale, &link, &expiry);
    // The script asks now and then whether the bucket is connected while this element is on the page.
    view! {
        <div class="notice" data-watch="">
            <p tabindex="-1" data-focus=""><strong>{locale.send_this_link()}</strong></p>
            <p class="copyable">
                <input id="forwarded-link-url" class="code" dir="ltr" readonly="" value=link.url aria-label=locale.link_for_admin() />
                <CopyButton locale label=locale.link() source_id="forwarded-link-url" />
            </p>
            <TextToCopy
                locale
                label=locale.forward_message_title()
                region=locale.forward_message_title()
                id="forwarded-message".to_owned()
                text=message
            />
            <p>{locale.link_words(expiry)}</p>
        </div>
    }
}

/// Returns a message to the administrator with the link, ready to be sent.
fn message(locale: Locale, link: &ForwardedLink, expiry: &str) -> String {
    let bucket = link.bucket.as_str();
    let request = match link.vendor.as_deref() {
        Some(vendor) => locale.forward_message_for(bucket, vendor),
        None => locale.forward_message(bucket),
    };
    let until = locale.forward_message_until(expiry);
    let signature = link.sender.as_deref().unwrap_or_default();
    format!("{request}\n\n{}\n\n{until}\n\n{signature}", link.url)
        .trim_end()
        .to_owned()
}

/// Everything that a forwarded link shows of a saved connection.
#[derive(Clone, Debug)]
pub struct ForwardedConnection {
    pub bucket: String,
    pub account: Option<String>,
    /// The warnings of the check that just passed through this link. `None` if the connection was saved earlier.
    pub fresh_warnings: Option<Vec<Warning>>,
}

/// Returns the heading of the page that a forwarded link shows once the bucket is connected.
pub fn done_heading(locale: Locale, connection: &ForwardedConnection) -> String {
    match connection.fresh_warnings {
        Some(_) => locale.connected_now(),
        None => locale.handed_done(),
    }
}

/// Returns what an administrator reads of a warning. Some remedies ask to change the connection, which only the tenant can.
fn for_administrator(mut warning: Warning) -> Option<Warning> {
    match warning.cause {
        Cause::KeysNotPreferred | Cause::AccessNotOffered => return None,
        Cause::BroadAccess => warning.remedy = Remedy::without_statement(Message::plain("")),
        _ => {}
    }
    Some(warning)
}

#[component]
pub fn ForwardedLinkDone(locale: Locale, connection: ForwardedConnection) -> impl IntoView {
    let heading = done_heading(locale, &connection);
    let warnings = connection.fresh_warnings.unwrap_or_default();
    let warnings = warnings.into_iter().filter_map(for_administrator).collect();
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" data-title=heading class="passed">{heading.clone()}</h1>
            <p>{locale.handed_done_words()}</p>
        </header>
        <dl class="facts">
            <dt>{locale.fact_bucket()}</dt>
            <dd><code dir="ltr">{connection.bucket}</code></dd>
            {connection.account.map(|account| view! { <dt>{locale.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
        </dl>
        <Warnings locale warnings />
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}
