//! The setup guide: everything that a tenant does in AWS to give the vendor access, rendered from one typed model as
//! policies, console steps, a CloudFormation template, Terraform, and a script for the AWS CLI.
//!
//! All renderings contain the same statements. The pages translate the console steps.

mod aws_cli;
mod cloudformation;
mod complete_policy;
mod console_pages;
mod console_steps;
mod guide;
mod hcl;
mod parameterized_template;
mod quick_create_link;
mod resource_name;
mod setup_file;
mod setup_target;
mod terraform;

pub use console_pages::ConsolePage;
pub use console_steps::ConsoleStep;
pub use guide::{SetupGuide, SetupRequirements};
pub use parameterized_template::cloudformation_with_parameters;
pub use resource_name::ResourceName;
pub use setup_file::SetupFile;
pub use setup_target::SetupTarget;

#[cfg(test)]
#[path = "setup_guide_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "setup_guide_injection_tests.rs"]
mod injection_tests;
