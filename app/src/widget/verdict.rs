//! The result of a check: one or two sentences, what fixes everything at once, and the checklist.

use super::check_list::CheckList;
use super::setup_guide::copy_block::CompletePolicy;
use crate::action::Action;
use crate::text_slot::{SLOT, fill_slot};
use domain::connect_ui::field_names;
use domain::{Outcome, PolicyDocument, Report};
use i18n::Locale;
use leptos::prelude::*;

/// Renders the result of a draft's check. `complete_policy` is the policy that fixes all of it, if one can.
///
/// `asks_for_secret` is for a page that was posted as a whole: its secret field is empty again.
#[component]
pub fn DraftResult(
    locale: Locale,
    report: Report,
    complete_policy: Option<PolicyDocument>,
    asks_for_secret: bool,
) -> impl IntoView {
    view! {
        <Verdict locale report=report.clone() asks_for_secret />
        <MissingPermissions locale report=report.clone() complete_policy />
        <CheckList locale report in_form=true />
    }
}

/// Returns the headline of a check's result. It is also the title of the page.
pub fn headline<T>(locale: Locale, report: &Report<T>) -> String {
    match report.outcome {
        Outcome::Passed => locale.everything_works(),
        Outcome::Failed => locale.checks_failed(report.count_failed(), report.steps.len()),
        Outcome::Undetermined => locale.could_not_finish(),
    }
}

/// Renders the sentences, with the button to check again.
#[component]
fn Verdict(locale: Locale, report: Report, asks_for_secret: bool) -> impl IntoView {
    let (class, advice, button) = match report.outcome {
        Outcome::Passed => ("passed", String::new(), None),
        Outcome::Failed => (
            "failed",
            format!("{} {}", locale.nothing_saved(), locale.change_and_check()),
            Some(locale.check_again()),
        ),
        Outcome::Undetermined => (
            "undetermined",
            locale.not_your_fault(),
            Some(locale.try_again()),
        ),
    };
    let headline = headline(locale, &report);
    view! {
        <div class=format!("verdict {class}") data-outcome=report.outcome.as_str()>
            <p tabindex="-1" data-focus="" data-title=headline><strong>{headline.clone()}</strong>" "{advice}</p>
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
            // It takes the place of “Test and save”, which the style sheet hides, so there is one primary button.
            {button.map(|label| view! { <button class="primary" name="action" value=Action::SaveAgain.as_str()>{label}</button> })}
        </div>
    }
}

/// Renders the policy that has all missing permissions. One statement that is missing is in its step, so the policy is
/// closed then.
#[component]
pub fn MissingPermissions(
    locale: Locale,
    report: Report,
    complete_policy: Option<PolicyDocument>,
) -> impl IntoView {
    let open = report.count_failed() > 1;
    complete_policy.map(|policy| view! { <CompletePolicy locale policy open /> })
}

/// Renders the result of a saved connection's check. It is empty if the check passed.
#[component]
pub fn SavedVerdict(locale: Locale, report: Report) -> impl IntoView {
    let verdict = match report.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some((
            "failed",
            Some(headline(locale, &report)),
            locale.saved_but_failed(),
        )),
        Outcome::Undetermined => Some(("undetermined", None, locale.saved_but_unfinished())),
    };
    verdict.map(|(class, headline, text)| {
        let headline = headline.map(|headline| view! { <strong>{headline}</strong> " " });
        view! { <p class=format!("verdict {class}")>{headline}{text}</p> }
    })
}
