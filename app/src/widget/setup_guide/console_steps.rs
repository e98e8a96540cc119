//! The setup guide as steps in the IAM console.

use super::bold_text::BoldText;
use super::copy_block::FileBlock;
use super::guide_text;
use domain::AccessMode;
use domain::setup_guide::{ConsoleStep, SetupFile};
use i18n::Locale;
use leptos::prelude::*;

#[component]
pub fn ConsoleSteps(locale: Locale, steps: Vec<ConsoleStep>, mode: AccessMode) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            let file = match &step {
                ConsoleStep::CreatePolicy { .. } => Some(SetupFile::IamPolicy),
                ConsoleStep::CreateRole { .. } => Some(SetupFile::TrustPolicy),
                _ => None,
            };
            let file_block = file.map(|file| match step.text_to_copy() {
                Some(text) => view! { <FileBlock locale file mode text /> }.into_any(),
                // The trust policy has to name our AWS principal, which is not known yet.
                None => view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any(),
            });
            view! { <li><BoldText text=guide_text::console_step(locale, &step) /> {file_block}</li> }
        })
        .collect_view();
    view! { <ol>{steps}</ol> }
}
