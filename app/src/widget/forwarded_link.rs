//! Forwarded links: tenants who don't manage their AWS account can forward a dedicated link to whoever does.

use super::failed_action::{FailedAction, FailedActionNotice};
use super::setup_guide::copy_block::CopyButton;
use super::warnings::Warnings;
use crate::action::Action;
use crate::date_time::format_date_time_in;
use domain::Warning;
use i18n::Locale;
use leptos::prelude::*;

/// A new forwarded link. We store only a hash of it, so the tenant sees the link this one time.
#[derive(Clone, Debug)]
pub struct ForwardedLink {
    pub url: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

/// Renders the button that creates a forwarded link, and the result of the last press.
#[component]
pub fn ForwardLink(
    locale: Locale,
    link: Option<Result<ForwardedLink, FailedAction>>,
) -> impl IntoView {
    let result = link.map(|link| match link {
        Ok(link) => view! { <ForwardedLinkBox locale link /> }.into_any(),
        Err(failed_action) => view! { <FailedActionNotice failed_action /> }.into_any(),
    });
    view! {
        <div class="forwarded-link">
            <p>{locale.somebody_else()}</p>
            <button class="secondary" name="action" value=Action::ForwardLink.as_str()>{locale.not_the_admin()}</button>
        </div>
        <div id="forwarded-link">{result}</div>
    }
}

#[component]
pub fn ForwardedLinkBox(locale: Locale, link: ForwardedLink) -> impl IntoView {
    let expiry = format_date_time_in(locale, link.expires_at);
    view! {
        <div class="notice">
            <p tabindex="-1" data-focus=""><strong>{locale.send_this_link()}</strong></p>
            <p class="copyable">
                <input id="forwarded-link-url" class="code" dir="ltr" readonly="" value=link.url aria-label=locale.link_for_admin() />
                <CopyButton locale label=locale.link() source_id="forwarded-link-url" />
            </p>
            <p>{locale.link_words(expiry)}</p>
        </div>
    }
}

/// Everything that a forwarded link shows of a saved connection.
#[derive(Clone, Debug)]
pub struct ForwardedConnection {
    pub bucket: String,
    pub account: Option<String>,
    /// The warnings of the check that just passed through this link. `None` if the connection was saved earlier.
    pub fresh_warnings: Option<Vec<Warning>>,
}

#[component]
pub fn ForwardedLinkDone(locale: Locale, connection: ForwardedConnection) -> impl IntoView {
    let heading = match connection.fresh_warnings {
        Some(_) => locale.connected_now(),
        None => locale.handed_done(),
    };
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class="passed">{heading}</h1>
            <p>{locale.handed_done_words()}</p>
        </header>
        <dl class="facts">
            <dt>{locale.fact_bucket()}</dt>
            <dd><code dir="ltr">{connection.bucket}</code></dd>
            {connection.account.map(|account| view! { <dt>{locale.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
        </dl>
        <Warnings locale warnings=connection.fresh_warnings.unwrap_or_default() />
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}
