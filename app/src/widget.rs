//! The connect widget: everything a tenant sees, as a function of [`Widget`].

mod access;
mod checks;
mod connected;
mod field;
mod form;
mod forwarded_link;
mod not_done;
pub mod setup;
mod warnings;

pub use checks::{CheckList, OpenList, StepRow, Verdict, open_steps};
pub use connected::{ConfirmDisconnect, Connected};
pub use form::{ConnectForm, ErrorSummary};
pub use forwarded_link::{Done, ForwardedLink, ForwardedLinkBox, ForwardedLinkDone};
pub use not_done::{NotDone, WhyNotDone};
pub use setup::{SetupForms, SetupTabs, Tab};
pub use warnings::Warnings;

use crate::phrase::{SLOT, around};
use domain::connect_ui::{Field, FieldKind, names};
use domain::{
    AccessMode, ConnectUiParams, Direction, ExternalId, FieldError, Notice, Place, Region, Report,
    Terms, Variables,
};
use i18n::Locale;
use leptos::prelude::*;
use serde_json::{Map, Value};

/// What the widget is opened for: fixed while it is open.
#[derive(Clone, Debug)]
pub struct Widget {
    /// What its reader reads.
    pub locale: Locale,
    /// Whose product it is, where the theme says; “we” otherwise.
    pub vendor: Option<String>,
    pub token: String,
    pub direction: Direction,
    pub params: ConnectUiParams,
    pub external_id: ExternalId,
    /// What is to be set up in AWS.
    pub terms: Terms,
    /// What each variable would be at this moment.
    pub examples: Variables,
    /// Where the sandbox's console is, when there is no real AWS behind.
    pub sandbox_console: Option<String>,
    /// The link was handed on to an AWS administrator, and ends then.
    pub forwarded_until: Option<i64>,
}

impl Widget {
    /// The way of access that is filled in.
    pub fn chosen(&self, filled: &Filled) -> AccessMode {
        let modes = self.params.modes();
        filled
            .access
            .filter(|mode| modes.allows(*mode))
            .unwrap_or(modes.first())
    }
}

/// The form as it is filled in. It never holds a secret: those are typed anew.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub access: Option<AccessMode>,
    pub values: Map<String, Value>,
    /// Somebody filled it in before: what is empty is so because they left it.
    pub posted: bool,
    pub errors: Vec<FieldError>,
    pub notices: Vec<Notice>,
    /// The last check of this draft, when it did not pass.
    pub report: Option<Report>,
    /// Why it was not checked, where what is filled in has nothing to do with it.
    pub not_done: Option<NotDone>,
    /// Whether this replaces a connection that works.
    pub replaces: bool,
    /// What came of asking for a link for the tenant's AWS administrator a moment ago.
    pub link: Option<Result<ForwardedLink, NotDone>>,
    /// Which form of the set-up is looked at.
    pub tabs: SetupTabs,
}

impl Filled {
    /// What a field holds. A box that was never there to be ticked is one of a connection saved before it came.
    pub fn value(&self, field: &Field) -> Option<Value> {
        let new = self.values.is_empty() || field.kind == FieldKind::Boolean;
        let default = field.default.as_ref().filter(|_| new && !self.posted);
        self.values.get(&field.name).or(default).cloned()
    }

    pub fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    /// The bucket, as far as it is filled in.
    pub fn place(&self) -> Place {
        let [bucket, prefix, key] =
            [names::BUCKET, names::PATH_PREFIX, names::KMS_KEY_ARN].map(|name| self.text(name));
        Place::read(&bucket, &prefix, &key).0
    }

    pub fn error(&self, locale: Locale, name: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|e| e.field == name)
            .map(|e| locale.translate(&e.detail))
    }
}

/// A saved connection as its tenant sees it.
#[derive(Clone, Debug)]
pub struct Connection {
    pub bucket: String,
    pub path_prefix: String,
    pub region: Option<Region>,
    pub account: Option<String>,
    pub access: AccessMode,
    /// The access key id with the secret's last four characters, or the role's ARN.
    pub identity: String,
    pub secret_last_four: Option<String>,
    pub connected_at: i64,
    pub checked_at: i64,
    pub report: Report,
    /// The last check was made a moment ago, by whoever is looking.
    pub just_now: JustNow,
    pub notices: Vec<Notice>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JustNow {
    #[default]
    Nothing,
    Connected,
    Checked,
}

#[derive(Clone, Debug)]
pub enum View {
    Form(Box<Filled>),
    Connected(Box<Connection>),
    ConfirmDisconnect(Box<Connection>),
    Disconnected,
    /// Connected, as a link shows it that was handed on.
    Done(Box<Done>),
}

/// The whole page. Beside another one it has a name of its own.
#[component]
pub fn WidgetPage(
    widget: Widget,
    view: View,
    #[prop(optional)] name: Option<&'static str>,
) -> impl IntoView {
    let locale = widget.locale;
    let [bucket, prefix, key] = crate::islands::FOLLOWED.map(|name| live(&view, name));
    view! {
        // The script has no words of its own.
        <main
            class="widget"
            aria-label=name
            data-words=format!("/words/{}.json?{}", locale.tag(), i18n::browser_words_mark())
            data-unread=locale.said_unread()
            data-checking=locale.said_checking()
            data-offline=locale.said_offline()
            data-not-copied=locale.said_not_copied()
        >
            {widget
                .sandbox_console
                .clone()
                .map(|console| {
                    view! {
                        <p class="banner" role="note">
                            <strong>{locale.sandbox()}</strong>
                            " "
                            {around(
                                locale.sandbox_words(SLOT),
                                view! { <a href=console target="_blank" rel="noopener noreferrer">{locale.sandbox_console()}</a> },
                            )}
                        </p>
                    }
                })}
            <crate::islands::Live>
                <div id="stage" data-bucket=bucket data-path_prefix=prefix data-kms_key_arn=key>
                    <Stage widget view />
                </div>
            </crate::islands::Live>
        </main>
    }
}

/// What changes when the page moves on to another state.
#[component]
pub fn Stage(widget: Widget, view: View) -> AnyView {
    let locale = widget.locale;
    match view {
        View::Form(filled) => {
            // The other fields say their own; the external ID is none to fill in.
            let mut notices = filled.notices.clone();
            notices.retain(|notice| notice.field == names::EXTERNAL_ID);
            view! {
                <Notices locale notices />
                <ConnectForm widget filled=*filled />
            }
            .into_any()
        }
        View::Connected(connection) => {
            view! { <Connected widget connection=*connection /> }.into_any()
        }
        View::ConfirmDisconnect(connection) => {
            view! { <ConfirmDisconnect widget connection=*connection /> }.into_any()
        }
        View::Done(done) => view! { <ForwardedLinkDone locale done=*done /> }.into_any(),
        View::Disconnected => view! {
            <header class="head">
                <h1 tabindex="-1" data-focus="">{locale.disconnected()}</h1>
                <p>{locale.disconnected_words()}</p>
            </header>
            <form method="post" action="/connect">
                <input type="hidden" name="token" value=widget.token />
                <button class="secondary" name="action" value="open">{locale.connect_again()}</button>
            </form>
        }
        .into_any(),
    }
}

/// What was put right, or left out, in words.
#[component]
pub fn Notices(locale: Locale, notices: Vec<Notice>) -> impl IntoView {
    notices
        .into_iter()
        .map(|notice| view! { <p class="notice">{locale.translate(&notice.detail)}</p> })
        .collect_view()
}

/// The text of a field that the page is rendered for, for the script, which follows it from there.
fn live(view: &View, field: &str) -> Option<String> {
    match view {
        View::Form(filled) => Some(filled.text(field)),
        _ => None,
    }
}
