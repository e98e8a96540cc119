//! For tenants who do not run their AWS account: a link of its own for whoever does.

use super::not_done::{NotDone, WhyNotDone};
use super::setup::CopyButton;
use crate::when::day_and_time_in;
use domain::Warning;
use i18n::Locale;
use leptos::prelude::*;

/// A link that was made just now. It is kept as a hash only, so it is shown this once.
#[derive(Clone, Debug)]
pub struct ForwardedLink {
    pub url: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

#[component]
pub fn ForwardLink(locale: Locale, link: Option<Result<ForwardedLink, NotDone>>) -> impl IntoView {
    let link = link.map(|link| match link {
        Ok(link) => view! { <ForwardedLinkBox locale link /> }.into_any(),
        Err(not_done) => view! { <WhyNotDone not_done /> }.into_any(),
    });
    view! {
        <div class="forwarded-link">
            <p>{locale.somebody_else()}</p>
            <button class="secondary" name="action" value="forward">{locale.not_the_admin()}</button>
        </div>
        <div id="forwarded-link">{link}</div>
    }
}

#[component]
pub fn ForwardedLinkBox(locale: Locale, link: ForwardedLink) -> impl IntoView {
    let until = day_and_time_in(locale, link.expires_at);
    view! {
        <div class="notice handed">
            <p tabindex="-1" data-focus=""><strong>{locale.send_this_link()}</strong></p>
            <p class="copyable">
                <input id="forwarded-link-url" class="code" dir="ltr" readonly="" value=link.url aria-label=locale.link_for_admin() />
                <CopyButton locale what=locale.link() of="forwarded-link-url" />
            </p>
            <p>{locale.link_words(until)}</p>
        </div>
    }
}

/// All that a link which was handed on shows of a connection.
#[derive(Clone, Debug)]
pub struct Done {
    pub bucket: String,
    pub account: Option<String>,
    /// Of the test that was made through this link a moment ago.
    pub just_now: Option<Vec<Warning>>,
}

#[component]
pub fn ForwardedLinkDone(locale: Locale, done: Done) -> impl IntoView {
    let heading = match done.just_now {
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
            <dd><code dir="ltr">{done.bucket}</code></dd>
            {done.account.map(|account| view! { <dt>{locale.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
        </dl>
        <super::warnings::Warnings locale warnings=done.just_now.unwrap_or_default() />
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}
