//! The widget's page, in each of its states.

use super::connect_form::ConnectForm;
use super::connected::{ConfirmDisconnect, Connected};
use super::forwarded_link::ForwardedLinkDone;
use super::page_model::{View, Widget};
use super::way_back::WayBack;
use crate::action::Action;
use crate::islands::{FOLLOWED_FIELDS, LiveForm};
use crate::text_slot::{SLOT, fill_slot};
use domain::Notice;
use domain::connect_ui::field_names;
use i18n::Locale;
use leptos::prelude::*;

/// Renders the whole page. `name` labels the widget where it is a part of another page, as in the editor's preview.
#[component]
pub fn WidgetPage(
    widget: Widget,
    view: View,
    #[prop(optional)] name: Option<&'static str>,
) -> impl IntoView {
    let locale = widget.locale;
    let [bucket, prefix, key] = FOLLOWED_FIELDS.map(|name| initial_text(&view, name));
    view! {
        // The wasm has no texts, so the few that it needs at once are in attributes.
        <main
            class="widget"
            aria-label=name
            data-messages=format!("/messages/{}.json?{}", locale.tag(), i18n::browser_messages_mark())
            data-wrong-value=locale.island_wrong_value()
            data-checking=locale.island_checking()
            data-offline=locale.island_offline()
            data-not-copied=locale.island_not_copied()
        >
            {widget
                .sandbox_console
                .clone()
                .map(|console| {
                    view! {
                        <p class="banner" role="note">
                            <strong>{locale.sandbox()}</strong>
                            " "
                            {fill_slot(
                                locale.sandbox_words(SLOT),
                                view! { <a href=console target="_blank" rel="noopener noreferrer">{locale.sandbox_console()}</a> },
                            )}
                        </p>
                    }
                })}
            <LiveForm>
                <div id="stage" data-bucket=bucket data-path_prefix=prefix data-kms_key_arn=key>
                    <WidgetBody widget view />
                </div>
            </LiveForm>
        </main>
    }
}

/// Renders the part of the page that changes with its state.
#[component]
pub fn WidgetBody(widget: Widget, view: View) -> AnyView {
    let locale = widget.locale;
    match view {
        View::Form(form) => {
            // Every other notice is shown at its field. The external ID is not a field that tenants fill in.
            let mut notices = form.notices.clone();
            notices.retain(|notice| notice.field == field_names::EXTERNAL_ID);
            view! {
                <Notices locale notices />
                <ConnectForm widget form=*form />
            }
            .into_any()
        }
        View::Connected(connection) => {
            view! { <Connected widget connection=*connection /> }.into_any()
        }
        View::ConfirmDisconnect(connection) => {
            view! { <ConfirmDisconnect widget connection=*connection /> }.into_any()
        }
        View::ForwardedDone(connection) => {
            view! { <ForwardedLinkDone locale connection=*connection /> }.into_any()
        }
        View::Disconnected => view! {
            <header class="head">
                <h1 tabindex="-1" data-focus="" data-event="disconnected" data-title=locale.disconnected()>{locale.disconnected()}</h1>
                <p>{locale.disconnected_words()}</p>
            </header>
            <form method="post" action="/connect" class="actions">
                <input type="hidden" name="token" value=widget.token.clone() />
                <button class="secondary" name="action" value=Action::Open.as_str()>{locale.connect_again()}</button>
                <WayBack widget class="secondary" is_done=true />
            </form>
        }
        .into_any(),
    }
}

/// Renders what we corrected or left out of the tenant's input.
#[component]
pub fn Notices(locale: Locale, notices: Vec<Notice>) -> impl IntoView {
    notices
        .into_iter()
        .map(|notice| view! { <p class="notice">{locale.translate(&notice.detail)}</p> })
        .collect_view()
}

/// Returns the text that a field is rendered with. The island reads it from an attribute and follows changes from there.
fn initial_text(view: &View, field: &str) -> Option<String> {
    match view {
        View::Form(form) => Some(form.text(field)),
        _ => None,
    }
}
