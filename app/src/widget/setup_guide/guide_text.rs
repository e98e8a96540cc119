//! The texts of the setup guide. `**` marks the parts that the page shows in bold.

use super::setup_tab::SetupTab;
use crate::text_slot::SLOT;
use domain::AccessMode;
use domain::SetupTarget;
use domain::setup_guide::{ConsolePage, ConsoleStep, SetupFile};
use i18n::Locale;

/// Returns the hint that the texts hold a placeholder, until the tenant enters a bucket that policies can name.
pub fn placeholder(locale: Locale, target: &SetupTarget) -> Option<String> {
    let placeholder = target.placeholder()?;
    Some(match target.bucket {
        None => locale.setup_no_bucket(placeholder),
        Some(_) => locale.setup_alias(placeholder),
    })
}

/// Returns the heading of the guide.
pub fn summary(locale: Locale, mode: AccessMode) -> String {
    match mode {
        AccessMode::Keys => locale.make_key(),
        AccessMode::Role => locale.make_role(),
    }
}

/// Returns the title of a tab. Only the console's is translated, because the others are product names.
pub fn tab_title(locale: Locale, tab: SetupTab) -> String {
    match tab {
        SetupTab::Console => locale.setup_console(),
        SetupTab::CloudFormation => "CloudFormation".to_owned(),
        SetupTab::Terraform => "Terraform".to_owned(),
        SetupTab::AwsCli => "AWS CLI".to_owned(),
    }
}

pub fn file_title(locale: Locale, file: SetupFile) -> String {
    match file {
        SetupFile::IamPolicy => locale.iam_policy(),
        SetupFile::TrustPolicy => locale.trust_policy(),
        SetupFile::CloudFormation => locale.cloudformation_template(),
        SetupFile::Terraform => "Terraform".to_owned(),
        SetupFile::AwsCli => locale.aws_cli_script(),
    }
}

/// Returns what the AWS console calls a page.
pub fn page_title(locale: Locale, page: ConsolePage) -> String {
    match page {
        ConsolePage::CloudShell => "AWS CloudShell".to_owned(),
        ConsolePage::CreateStack => locale.page_create_stack(),
        ConsolePage::CreatePolicy => locale.page_create_policy(),
        ConsolePage::CreateRole => locale.page_create_role(),
        ConsolePage::CreateUser => locale.page_create_user(),
        ConsolePage::Role => locale.page_role(),
        ConsolePage::UserKeys => locale.page_user_keys(),
        ConsolePage::Users => locale.page_users(),
    }
}

/// Returns what to do in one step in the console, with a slot for the title of its page.
pub fn console_step(locale: Locale, step: &ConsoleStep) -> String {
    match step {
        ConsoleStep::CreatePolicy { name, .. } => locale.make_policy(name.as_str(), SLOT),
        ConsoleStep::CreateUser { name } => locale.make_user(name.as_str(), SLOT),
        ConsoleStep::CreateKey => locale.make_users_key(SLOT),
        ConsoleStep::EnterKey => locale.paste_key(),
        ConsoleStep::CreateRole { .. } => locale.make_trust(SLOT),
        ConsoleStep::AttachPolicy { name } => locale.make_role_last(name.as_str()),
        ConsoleStep::EnterArn => locale.paste_arn(SLOT),
    }
}

/// Returns what to do in one step in the console as plain text, for programs.
pub fn plain_console_step(locale: Locale, step: &ConsoleStep) -> String {
    let page = step.page().map(|page| page_title(locale, page));
    let text = console_step(locale, step).replace(SLOT, &page.unwrap_or_default());
    super::strip_bold(&text)
}
