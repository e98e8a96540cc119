//! The four forms of the setup guide, with the tenant's values filled in.

use super::bold_text::BoldText;
use super::console_steps::ConsoleSteps;
use super::copy_block::FileBlock;
use super::guide_text;
use super::setup_tab::SetupTab;
use domain::setup_guide::SetupFile;
use domain::{AccessMode, SetupGuide, SetupRequirements, SetupTarget};
use i18n::Locale;
use leptos::prelude::*;

/// Renders all four forms. The style sheet shows the one whose tab is selected.
#[component]
pub fn SetupForms(
    locale: Locale,
    requirements: SetupRequirements,
    target: SetupTarget,
    mode: AccessMode,
) -> impl IntoView {
    let guide = SetupGuide {
        requirements: &requirements,
        target: &target,
        mode,
    };
    let files = [
        (SetupTab::CloudFormation, SetupFile::CloudFormation),
        (SetupTab::Terraform, SetupFile::Terraform),
        (SetupTab::AwsCli, SetupFile::AwsCli),
    ];
    let panels = files
        .into_iter()
        .map(|(tab, file)| {
            let link = guide
                .quick_create_url()
                .filter(|_| tab == SetupTab::CloudFormation);
            let content = match guide.file_contents(file) {
                Some(text) => view! {
                    {link.map(|link| view! { <QuickCreate locale link /> })}
                    <p><BoldText text=guide_text::file_instructions(locale, file, mode) /></p>
                    <FileBlock locale file mode text />
                }
                .into_any(),
                // The trust policy has to name our AWS principal, which is not known yet.
                None => view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any(),
            };
            view! { <section data-form=tab.id()>{content}</section> }
        })
        .collect_view();
    view! {
        {target.bucket.is_none().then(|| view! { <p class="notice"><BoldText text=guide_text::no_bucket(locale) /></p> })}
        <section data-form=SetupTab::Console.id()>
            <ConsoleSteps locale steps=guide.console_steps() mode />
        </section>
        {panels}
    }
}

#[component]
fn QuickCreate(locale: Locale, link: String) -> impl IntoView {
    view! {
        <p>
            <a class="secondary" href=link target="_blank" rel="noopener noreferrer">{locale.quick_create()}</a>
        </p>
        <p class="quiet"><BoldText text=locale.quick_create_next() /></p>
    }
}
