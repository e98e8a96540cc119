//! The texts of the setup guide. `**` marks the parts that the page shows in bold.

use super::setup_tab::SetupTab;
use domain::AccessMode;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::setup_guide::{ConsoleStep, SetupFile};
use i18n::Locale;

/// Returns the hint that the texts hold a placeholder until the tenant enters a bucket.
pub fn no_bucket(locale: Locale) -> String {
    locale.setup_no_bucket(BUCKET_PLACEHOLDER)
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

/// Returns what to do with a file. Empty for the policies, which are parts of the console's steps.
pub fn file_instructions(locale: Locale, file: SetupFile, mode: AccessMode) -> String {
    match (file, mode) {
        (SetupFile::CloudFormation, AccessMode::Role) => locale.cloudformation_for_role(),
        (SetupFile::CloudFormation, AccessMode::Keys) => locale.cloudformation_for_keys(),
        (SetupFile::Terraform, AccessMode::Role) => locale.terraform_for_role(),
        (SetupFile::Terraform, AccessMode::Keys) => locale.terraform_for_keys(),
        (SetupFile::AwsCli, AccessMode::Role) => locale.aws_cli_for_role(),
        (SetupFile::AwsCli, AccessMode::Keys) => locale.aws_cli_for_keys(),
        (SetupFile::IamPolicy | SetupFile::TrustPolicy, _) => String::new(),
    }
}

/// Returns what to do in one step in the console.
pub fn console_step(locale: Locale, step: &ConsoleStep) -> String {
    match step {
        ConsoleStep::CreatePolicy { name, .. } => locale.make_policy(name.as_str()),
        ConsoleStep::CreateUser { name } => locale.make_user(name.as_str()),
        ConsoleStep::CreateKey => locale.make_users_key(),
        ConsoleStep::EnterKey => locale.paste_key(),
        ConsoleStep::CreateRole { .. } => locale.make_trust(),
        ConsoleStep::AttachPolicy { name } => locale.make_role_last(name.as_str()),
        ConsoleStep::EnterArn => locale.paste_arn(),
    }
}
