//! The steps of the setup guide: what to open, what to press, and what to copy.

use super::bold_text::BoldText;
use super::copy_block::{FileBlock, NameToCopy};
use super::guide_text;
use crate::text_slot::split_at_slot;
use domain::setup_guide::{ConsolePage, ConsoleStep, SetupFile, SetupGuide};
use i18n::Locale;
use leptos::prelude::*;

/// One step of the guide.
pub struct GuideStep {
    /// The text, with a slot for the link to `page` if there is one.
    pub text: String,
    pub page: Option<ConsolePage>,
    /// A name that the tenant types in this step.
    pub name: Option<String>,
    /// A file that the tenant needs in this step.
    pub file: Option<SetupFile>,
}

impl GuideStep {
    pub fn new(text: String) -> Self {
        Self {
            text,
            page: None,
            name: None,
            file: None,
        }
    }

    /// Creates a step that begins on a page of the AWS console.
    pub fn on_page(text: String, page: ConsolePage) -> Self {
        Self {
            page: Some(page),
            ..Self::new(text)
        }
    }

    /// Creates a step in the IAM console.
    pub fn in_console(locale: Locale, step: &ConsoleStep) -> Self {
        Self {
            text: guide_text::console_step(locale, step),
            page: step.page(),
            name: step.name().map(str::to_owned),
            file: match step {
                ConsoleStep::CreatePolicy { .. } => Some(SetupFile::IamPolicy),
                ConsoleStep::CreateRole { .. } => Some(SetupFile::TrustPolicy),
                _ => None,
            },
        }
    }

    #[must_use]
    pub fn with_file(mut self, file: SetupFile) -> Self {
        self.file = Some(file);
        self
    }

    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }
}

/// Renders the steps of one form as a numbered list. `form` makes the IDs of its names unique on the page.
pub fn render_steps(
    locale: Locale,
    guide: &SetupGuide<'_>,
    form: &str,
    steps: Vec<GuideStep>,
) -> impl IntoView + use<> {
    let mode = guide.mode;
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let link = step.page.map(|page| {
                (
                    guide_text::page_title(locale, page),
                    guide.console_url(page),
                )
            });
            let file = step.file.map(|file| match guide.file_contents(file) {
                Some(text) => view! { <FileBlock locale file mode text /> }.into_any(),
                // The trust policy has to name our AWS principal, which is not known yet.
                None => view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any(),
            });
            let id = format!("name-{}-{form}-{index}", mode.as_str());
            view! {
                <li>
                    <StepText text=step.text link />
                    {file}
                    {step.name.map(|name| view! { <NameToCopy locale id name /> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol>{steps}</ol> }
}

/// Renders the text of a step with its link. The title of a page is bold in the text of other programs, and a link here.
#[component]
fn StepText(text: String, link: Option<(String, String)>) -> impl IntoView {
    let (before, after) = split_at_slot(text);
    let link = link.map(|(title, url)| {
        view! { <a href=url target="_blank" rel="noopener noreferrer">{title}</a> }
    });
    view! { <BoldText text=before />{link}<BoldText text=after /> }
}
