//! Every word of the set-up, in one place. What stands between `**` is shown in bold, as the console shows it.

use super::tabs::Tab;
use domain::AccessMode;
use domain::policy::BUCKET_PLACEHOLDER;
use domain::setup::{ConsoleStep, Form};
use leptos::prelude::*;
use words::Language;

pub fn no_bucket(say: Language) -> String {
    say.setup_no_bucket(BUCKET_PLACEHOLDER)
}

pub fn summary(say: Language, mode: AccessMode) -> String {
    match mode {
        AccessMode::Keys => say.make_key(),
        AccessMode::Role => say.make_role(),
    }
}

/// The console is the only form without a name of its own.
pub fn tab(say: Language, tab: Tab) -> String {
    match tab {
        Tab::Console => say.setup_console(),
        Tab::CloudFormation => "CloudFormation".to_owned(),
        Tab::Terraform => "Terraform".to_owned(),
        Tab::AwsCli => "AWS CLI".to_owned(),
    }
}

pub fn form(say: Language, form: Form) -> String {
    match form {
        Form::IamPolicy => say.iam_policy(),
        Form::TrustPolicy => say.trust_policy(),
        Form::CloudFormation => say.cloudformation_template(),
        Form::Terraform => "Terraform".to_owned(),
        Form::AwsCli => say.aws_cli_script(),
    }
}

/// What to do with a file.
pub fn how(say: Language, form: Form, mode: AccessMode) -> String {
    match (form, mode) {
        (Form::CloudFormation, AccessMode::Role) => say.cloudformation_for_role(),
        (Form::CloudFormation, AccessMode::Keys) => say.cloudformation_for_keys(),
        (Form::Terraform, AccessMode::Role) => say.terraform_for_role(),
        (Form::Terraform, AccessMode::Keys) => say.terraform_for_keys(),
        (Form::AwsCli, AccessMode::Role) => say.aws_cli_for_role(),
        (Form::AwsCli, AccessMode::Keys) => say.aws_cli_for_keys(),
        (Form::IamPolicy | Form::TrustPolicy, _) => String::new(),
    }
}

/// What to do in one step in the console.
pub fn step(say: Language, step: &ConsoleStep) -> String {
    match step {
        ConsoleStep::CreatePolicy { name, .. } => say.make_policy(name.as_str()),
        ConsoleStep::CreateUser { name } => say.make_user(name.as_str()),
        ConsoleStep::CreateKey => say.make_users_key(),
        ConsoleStep::EnterKey => say.paste_key(),
        ConsoleStep::CreateRole { .. } => say.make_trust(),
        ConsoleStep::AttachPolicy { name } => say.make_role_last(name.as_str()),
        ConsoleStep::EnterArn => say.paste_arn(),
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
