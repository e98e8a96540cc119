//! For tenants who do not run their AWS account: a link of its own for whoever does.

use super::setup::CopyButton;
use crate::when::day_and_time;
use domain::Warning;
use leptos::prelude::*;

/// A link that was made just now. It is kept as a hash only, so it is shown this once.
#[derive(Clone, Debug)]
pub struct HandOffLink {
    pub url: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

#[component]
pub fn HandOff(link: Option<HandOffLink>) -> impl IntoView {
    view! {
        <div class="hand-off">
            <p>"Does somebody else look after AWS? Get a link for them; what you entered stays."</p>
            <button class="secondary" name="action" value="hand-off">"I am not the AWS admin"</button>
        </div>
        <div id="hand-off">{link.map(|link| view! { <LinkToHandOn link /> })}</div>
    }
}

#[component]
pub fn LinkToHandOn(link: HandOffLink) -> impl IntoView {
    let until = day_and_time(link.expires_at);
    view! {
        <div class="notice handed">
            <p tabindex="-1" data-focus=""><strong>"Send this link to your AWS administrator."</strong></p>
            <p class="copyable">
                <input id="hand-off-link" class="code" readonly="" value=link.url aria-label="Link for your AWS administrator" />
                <CopyButton what="Link" of="hand-off-link" />
            </p>
            <p>
                {format!(
                    "Whoever has it can set up this connection until {until}: they see what you entered here, never a secret, and cannot change or remove what is connected. Reload this page when they are done.",
                )}
            </p>
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
pub fn HandOffDone(done: Done) -> impl IntoView {
    let heading = match done.just_now {
        Some(_) => "Connected. Everything works.",
        None => "The bucket is connected",
    };
    view! {
        <header class="head">
            <h1 tabindex="-1" data-focus="" class="passed">{heading}</h1>
            <p>"There is nothing left to do here. Whoever sent you the link sees the connection on their own page, and can change it there."</p>
        </header>
        <dl class="facts">
            <dt>"Bucket"</dt>
            <dd><code>{done.bucket}</code></dd>
            {done.account.map(|account| view! { <dt>"AWS account"</dt> <dd><code>{account}</code></dd> })}
        </dl>
        <super::warnings::Warnings warnings=done.just_now.unwrap_or_default() />
        <p id="live" class="visually-hidden" role="status" aria-live="polite"></p>
    }
}
