//! The result of a check in one or two sentences.

use crate::action::Action;
use crate::text_slot::{SLOT, fill_slot};
use domain::connect_ui::field_names;
use domain::{Outcome, Report};
use i18n::Locale;
use leptos::prelude::*;

/// Renders the result of a draft's check, with the button to check again.
///
/// `asks_for_secret` is for a page that was posted as a whole: its secret field is empty again.
#[component]
pub fn Verdict(locale: Locale, report: Report, asks_for_secret: bool) -> impl IntoView {
    let (class, headline, advice, button) = match report.outcome {
        Outcome::Passed => ("passed", locale.everything_works(), String::new(), None),
        Outcome::Failed => (
            "failed",
            locale.nothing_saved(),
            locale.change_and_check(),
            Some(locale.check_again()),
        ),
        Outcome::Undetermined => (
            "undetermined",
            locale.could_not_finish(),
            locale.not_your_fault(),
            Some(locale.try_again()),
        ),
    };
    view! {
        <div class=format!("verdict {class}")>
            <p tabindex="-1" data-focus=""><strong>{headline}</strong>" "{advice}</p>
            {asks_for_secret
                .then(|| {
                    view! {
                        <p>
                            {fill_slot(
                                locale.retype(SLOT),
                                view! { <a href=format!("#f-{}", field_names::SECRET_ACCESS_KEY)>{locale.retype_link()}</a> },
                            )}
                        </p>
                    }
                })}
            {button.map(|label| view! { <button class="secondary" name="action" value=Action::SaveAgain.as_str()>{label}</button> })}
        </div>
    }
}

/// Renders the result of a saved connection's check. It is empty if the check passed.
#[component]
pub fn SavedVerdict(locale: Locale, outcome: Outcome) -> impl IntoView {
    let verdict = match outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some(("failed", locale.saved_but_failed())),
        Outcome::Undetermined => Some(("undetermined", locale.saved_but_unfinished())),
    };
    verdict.map(|(class, text)| view! { <p class=format!("verdict {class}")>{text}</p> })
}
