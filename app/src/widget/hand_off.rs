//! For tenants who do not run their AWS account: a link of its own for whoever does.

use super::not_done::{NotDone, WhyNotDone};
use super::setup::CopyButton;
use crate::when::day_and_time_in;
use domain::Warning;
use leptos::prelude::*;
use words::Language;

/// A link that was made just now. It is kept as a hash only, so it is shown this once.
#[derive(Clone, Debug)]
pub struct HandOffLink {
    pub url: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

#[component]
pub fn HandOff(say: Language, link: Option<Result<HandOffLink, NotDone>>) -> impl IntoView {
    let link = link.map(|link| match link {
        Ok(link) => view! { <LinkToHandOn say link /> }.into_any(),
        Err(not_done) => view! { <WhyNotDone not_done /> }.into_any(),
    });
    view! {
        <div class="hand-off">
            <p>{say.somebody_else()}</p>
            <button class="secondary" name="action" value="hand-off">{say.not_the_admin()}</button>
        </div>
        <div id="hand-off">{link}</div>
    }
}

#[component]
pub fn LinkToHandOn(say: Language, link: HandOffLink) -> impl IntoView {
    let until = day_and_time_in(say, link.expires_at);
    view! {
        <div class="notice handed">
            <p tabindex="-1" data-focus=""><strong>{say.send_this_link()}</strong></p>
            <p class="copyable">
                <input id="hand-off-link" class="code" dir="ltr" readonly="" value=link.url aria-label=say.link_for_admin() />
                <CopyButton say what=say.link() of="hand-off-link" />
            </p>
            <p>{say.link_words(until)}</p>
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
pub fn HandOffDone(say: Language, done: Done) -> impl IntoView {
    let heading = match done.just_now {
        Some(_) => say.connected_now(),
        None => say.handed_done(),
    };
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class="passed">{heading}</h1>
            <p>{say.handed_done_words()}</p>
        </header>
        <dl class="facts">
            <dt>{say.fact_bucket()}</dt>
            <dd><code dir="ltr">{done.bucket}</code></dd>
            {done.account.map(|account| view! { <dt>{say.fact_account()}</dt> <dd><code dir="ltr">{account}</code></dd> })}
        </dl>
        <super::warnings::Warnings say warnings=done.just_now.unwrap_or_default() />
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}
