//! The four forms of the setup guide, with the tenant's values filled in.

use super::bold_text::BoldText;
use super::copy_block::StatementToCopy;
use super::guide_steps::{GuideStep, render_steps};
use super::guide_text;
use super::setup_tab::SetupTab;
use crate::text_slot::SLOT;
use domain::setup_guide::{ConsolePage, SetupFile};
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
    let panels = SetupTab::fastest_first(requirements.template_url.is_some())
        .into_iter()
        .map(|tab| {
            // Only the console's steps can be followed in part while our principal is not known.
            let content = if tab != SetupTab::Console && guide.lacks_principal() {
                view! { <p class="error">{locale.make_trust_unknown()}</p> }.into_any()
            } else if tab == SetupTab::CloudFormation {
                cloudformation(locale, &guide).into_any()
            } else {
                let steps = steps(locale, &guide, tab);
                render_steps(locale, &guide, tab.id(), steps).into_any()
            };
            view! { <section data-form=tab.id()>{content}</section> }
        })
        .collect_view();
    view! {
        {guide_text::placeholder(locale, &target).map(|text| view! { <p class="notice"><BoldText text /></p> })}
        {guide.allows_sessions().then(|| view! { <p class="quiet"><BoldText text=locale.setup_sessions() /></p> })}
        {bucket_policy(locale, &guide)}
        {panels}
    }
}

/// Renders the statement for the policy of the bucket behind an access point. No form of the guide can add it, because
/// the policy may have other statements.
fn bucket_policy(locale: Locale, guide: &SetupGuide<'_>) -> impl IntoView + use<> {
    let statement = guide.bucket_policy()?.statement.into_iter().next()?;
    let id = format!("bucket-policy-{}", guide.mode.as_str());
    Some(view! {
        <div class="notice">
            <p>{locale.setup_access_point()}</p>
            <StatementToCopy locale statement id purpose=locale.bucket_policy() />
        </div>
    })
}

/// Renders the link to the vendor's hosted template, if there is one, and the steps with a file.
fn cloudformation(locale: Locale, guide: &SetupGuide<'_>) -> impl IntoView + use<> {
    let form = SetupTab::CloudFormation.id();
    let with_file = render_steps(
        locale,
        guide,
        form,
        steps(locale, guide, SetupTab::CloudFormation),
    );
    let Some(link) = guide.quick_create_url() else {
        return with_file.into_any();
    };
    let mut steps = vec![GuideStep::new(locale.quick_create_next())];
    steps.extend(after_stack_steps(locale, guide.mode));
    let steps = render_steps(locale, guide, "quick-create", steps);
    view! {
        <p>
            <a class="primary" href=link target="_blank" rel="noopener noreferrer">{locale.quick_create()}</a>
        </p>
        {steps}
        <details>
            <summary>{locale.cloudformation_upload()}</summary>
            {with_file}
        </details>
    }
    .into_any()
}

/// Returns the steps that create a stack from a downloaded template.
fn upload_steps(locale: Locale, guide: &SetupGuide<'_>) -> Vec<GuideStep> {
    let mut steps = vec![
        GuideStep::new(locale.cloudformation_download()).with_file(SetupFile::CloudFormation),
        GuideStep::on_page(locale.cloudformation_open(SLOT), ConsolePage::CreateStack),
        GuideStep::new(locale.cloudformation_name()).with_name(guide.name()),
        GuideStep::new(locale.cloudformation_submit()),
    ];
    steps.extend(after_stack_steps(locale, guide.mode));
    steps
}

/// Returns what remains to do once the stack is being created.
fn after_stack_steps(locale: Locale, mode: AccessMode) -> Vec<GuideStep> {
    match mode {
        AccessMode::Role => vec![GuideStep::new(locale.cloudformation_for_role())],
        AccessMode::Keys => vec![
            GuideStep::new(locale.cloudformation_for_keys()),
            GuideStep::on_page(locale.make_key_of_user(SLOT), ConsolePage::Users),
            GuideStep::new(locale.paste_key()),
        ],
    }
}

fn steps(locale: Locale, guide: &SetupGuide<'_>, tab: SetupTab) -> Vec<GuideStep> {
    match (tab, guide.mode) {
        (SetupTab::CloudFormation, _) => upload_steps(locale, guide),
        (SetupTab::AwsCli, mode) => vec![
            GuideStep::on_page(locale.aws_cli_open(SLOT), ConsolePage::CloudShell),
            GuideStep::new(locale.aws_cli_run()).with_file(SetupFile::AwsCli),
            GuideStep::new(match mode {
                AccessMode::Role => locale.aws_cli_for_role(),
                AccessMode::Keys => locale.aws_cli_for_keys(),
            }),
        ],
        (SetupTab::Terraform, mode) => {
            let mut steps = vec![
                GuideStep::new(locale.terraform_save()).with_file(SetupFile::Terraform),
                GuideStep::new(locale.terraform_run()),
            ];
            match mode {
                AccessMode::Role => steps.push(GuideStep::new(locale.terraform_for_role())),
                AccessMode::Keys => steps.extend([
                    GuideStep::on_page(locale.make_users_key(SLOT), ConsolePage::UserKeys),
                    GuideStep::new(locale.paste_key()),
                ]),
            }
            steps
        }
        (SetupTab::Console, _) => guide
            .console_steps()
            .iter()
            .map(|step| GuideStep::in_console(locale, step))
            .collect(),
    }
}
