//! Every word of the set-up, in one place. What stands between `**` is shown in bold, as the console shows it.

use super::tabs::Tab;
use domain::AccessMode;
use domain::setup::{ConsoleStep, Form};
use leptos::prelude::*;

pub const TABS: &str = "How do you want to set it up?";
pub const FILL_IN: &str = "Put what is entered above into the texts below.";
pub const FILL_IN_BUTTON: &str = "Fill in my bucket";
pub const NO_BUCKET: &str =
    "Enter the bucket above first. Until then **your-bucket** stands for it.";
pub const NO_PRINCIPAL: &str =
    "We cannot be named in the policy at the moment. Please try again later.";
pub const DOWNLOAD: &str = "Download";
pub const QUICK_CREATE: &str = "Open it in the AWS console";
pub const QUICK_CREATE_NEXT: &str = "Everything is filled in there; you look it over and create the stack. Or use the template itself:";

pub fn summary(mode: AccessMode) -> &'static str {
    match mode {
        AccessMode::Keys => "How to make a key in AWS",
        AccessMode::Role => "How to make the role in AWS",
    }
}

pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Console => "Console",
        Tab::CloudFormation => "CloudFormation",
        Tab::Terraform => "Terraform",
        Tab::AwsCli => "AWS CLI",
    }
}

pub fn form(form: Form) -> &'static str {
    match form {
        Form::IamPolicy => "IAM policy",
        Form::TrustPolicy => "Trust policy",
        Form::CloudFormation => "CloudFormation template",
        Form::Terraform => "Terraform",
        Form::AwsCli => "AWS CLI script",
    }
}

pub fn download(title: &str) -> String {
    format!("{DOWNLOAD}: {title}")
}

/// What to do with a file.
pub fn how(form: Form, mode: AccessMode) -> &'static str {
    match (form, mode) {
        (Form::CloudFormation, AccessMode::Role) => {
            "Download the template. In the AWS console, open **CloudFormation › Create stack › Upload a template file**. When the stack is complete, copy **RoleArn** from its **Outputs** and paste it below."
        }
        (Form::CloudFormation, AccessMode::Keys) => {
            "Download the template. In the AWS console, open **CloudFormation › Create stack › Upload a template file**. Then open the user it made, **Security credentials › Create access key › Third-party service**, and paste both parts of the key below."
        }
        (Form::Terraform, AccessMode::Role) => {
            "Put this beside your other files and run **terraform apply**. It prints the role’s ARN: paste it below."
        }
        (Form::Terraform, AccessMode::Keys) => {
            "Put this beside your other files and run **terraform apply**. Then make an access key for the user in IAM, and paste both parts below."
        }
        (Form::AwsCli, AccessMode::Role) => {
            "Run this where the AWS CLI is signed in to the account of the bucket; **AWS CloudShell** is. It prints the role’s ARN: paste it below. Running it again changes nothing, or brings the role up to date."
        }
        (Form::AwsCli, AccessMode::Keys) => {
            "Run this where the AWS CLI is signed in to the account of the bucket; **AWS CloudShell** is. It prints the command that makes the key: run it, and paste both parts below."
        }
        (Form::IamPolicy | Form::TrustPolicy, _) => "",
    }
}

/// What to do in one step in the console.
pub fn step(step: &ConsoleStep) -> String {
    match step {
        ConsoleStep::CreatePolicy { name, .. } => format!(
            "In the AWS console, open **IAM › Policies › Create policy › JSON** and paste this policy. Call it **{name}**, or as you like."
        ),
        ConsoleStep::CreateUser { name } => format!(
            "Open **IAM › Users › Create user**. Call the user **{name}**, or as you like, leave console access off, choose **Attach policies directly** and tick the policy you just made."
        ),
        ConsoleStep::CreateKey => {
            "Open the user, then **Security credentials › Create access key › Third-party service**.".to_owned()
        }
        ConsoleStep::EnterKey => "Paste both parts of the key below.".to_owned(),
        ConsoleStep::CreateRole { .. } => {
            "Open **IAM › Roles › Create role › Custom trust policy** and paste this. It lets us in, with your external ID only.".to_owned()
        }
        ConsoleStep::AttachPolicy { name } => format!(
            "Press **Next**, tick the policy of step 1, call the role **{name}**, or as you like, and create it."
        ),
        ConsoleStep::EnterArn => "Copy the role’s ARN from its page and paste it below.".to_owned(),
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
