//! The steps in the IAM console.

use super::block::FormBlock;
use super::words::{self, Marked};
use domain::AccessMode;
use domain::setup::{ConsoleStep, Form};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn ConsoleSteps(locale: Locale, steps: Vec<ConsoleStep>, mode: AccessMode) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            let form = match &step {
                ConsoleStep::CreatePolicy { .. } => Some(Form::IamPolicy),
                ConsoleStep::CreateRole { .. } => Some(Form::TrustPolicy),
                _ => None,
            };
            let copy = form.map(|form| match step.copy() {
                Some(text) => view! { <FormBlock locale form mode text /> }.into_any(),
                None => view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any(),
            });
            view! { <li><Marked text=words::step(locale, &step) /> {copy}</li> }
        })
        .collect_view();
    view! { <ol>{steps}</ol> }
}
