//! Every word of the set-up, in one place. What stands between `**` is shown in bold, as the console shows it.

use super::tabs::Tab;
use domain::AccessMode;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::setup::{ConsoleStep, Form};
use i18n::Locale;
use leptos::prelude::*;

pub fn no_bucket(locale: Locale) -> String {
    locale.setup_no_bucket(BUCKET_PLACEHOLDER)
}

pub fn summary(locale: Locale, mode: AccessMode) -> String {
    match mode {
        AccessMode::Keys => locale.make_key(),
        AccessMode::Role => locale.make_role(),
    }
}

/// The console is the only form without a name of its own.
pub fn tab(locale: Locale, tab: Tab) -> String {
    match tab {
        Tab::Console => locale.setup_console(),
        Tab::CloudFormation => "CloudFormation".to_owned(),
        Tab::Terraform => "Terraform".to_owned(),
        Tab::AwsCli => "AWS CLI".to_owned(),
    }
}

pub fn form(locale: Locale, form: Form) -> String {
    match form {
        Form::IamPolicy => locale.iam_policy(),
        Form::TrustPolicy => locale.trust_policy(),
        Form::CloudFormation => locale.cloudformation_template(),
        Form::Terraform => "Terraform".to_owned(),
        Form::AwsCli => locale.aws_cli_script(),
    }
}

/// What to do with a file.
pub fn how(locale: Locale, form: Form, mode: AccessMode) -> String {
    match (form, mode) {
        (Form::CloudFormation, AccessMode::Role) => locale.cloudformation_for_role(),
        (Form::CloudFormation, AccessMode::Keys) => locale.cloudformation_for_keys(),
        (Form::Terraform, AccessMode::Role) => locale.terraform_for_role(),
        (Form::Terraform, AccessMode::Keys) => locale.terraform_for_keys(),
        (Form::AwsCli, AccessMode::Role) => locale.aws_cli_for_role(),
        (Form::AwsCli, AccessMode::Keys) => locale.aws_cli_for_keys(),
        (Form::IamPolicy | Form::TrustPolicy, _) => String::new(),
    }
}

/// What to do in one step in the console.
pub fn step(locale: Locale, step: &ConsoleStep) -> String {
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

/// The same without marks.
pub fn plain(text: &str) -> String {
    text.replace("**", "")
}

/// Shows a text with its marks.
#[component]
pub fn Marked(#[prop(into)] text: String) -> impl IntoView {
    text.split("**")
        .enumerate()
        .map(|(n, part)| {
            let part = part.to_owned();
            if n % 2 == 1 {
                view! { <b>{part}</b> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}
