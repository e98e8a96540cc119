//! What a tenant does in AWS to let the vendor in, from one typed model in every form: policies, console steps,
//! a CloudFormation template, Terraform, a script for the AWS CLI.
//!
//! All forms hold the very same statements. The words around console steps are the pages' business.

mod aws_cli;
mod cloudformation;
mod console;
mod form;
mod hcl;
mod name;
mod place;
mod quick_create;
mod template;
mod terraform;

pub use console::ConsoleStep;
pub use form::Form;
pub use name::SetupName;
pub use place::Place;
pub use template::cloudformation_with_parameters;

use crate::arn::PrincipalArn;
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use crate::partition::Partition;
use crate::policy::{PolicyDocument, PolicyInput, trust_policy};

/// What the vendor asks of one tenant on one flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the role or user is called.
    pub name: SetupName,
    pub direction: Direction,
    /// Who assumes the role; `None` while the server does not know who it is.
    pub principal: Option<PrincipalArn>,
    /// One, or two while the tenant moves from one to the other: both are let in.
    pub external_ids: Vec<ExternalId>,
    /// Where the vendor hosts [`cloudformation_with_parameters`], for links that open it in the console.
    pub template_url: Option<String>,
}

/// Everything that is to be set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    pub terms: &'a Terms,
    pub place: &'a Place,
    pub mode: AccessMode,
}

impl Setup<'_> {
    /// A role is in its principal's partition, as nobody can assume one in another. A user is where the bucket is.
    pub fn partition(&self) -> Partition {
        let ours = self.terms.principal.as_ref().map(PrincipalArn::partition);
        match self.mode {
            AccessMode::Role => ours,
            AccessMode::Keys => self.place.partition().or(ours),
        }
        .unwrap_or_default()
    }

    pub fn iam_policy(&self) -> PolicyDocument {
        PolicyInput {
            direction: self.terms.direction,
            bucket: self.place.bucket.as_ref(),
            static_prefix: &self.place.static_prefix,
            partition: self.partition(),
            kms_key: self.place.kms_key.as_ref(),
        }
        .iam_policy()
    }

    /// `None` while the principal is not known.
    pub fn trust_policy(&self) -> Option<PolicyDocument> {
        let principal = self.terms.principal.as_ref()?;
        Some(trust_policy(principal, &self.terms.external_ids))
    }

    /// Whether something is to be set up that has no trust policy, and cannot be printed without.
    pub fn lacks_principal(&self) -> bool {
        self.mode == AccessMode::Role && self.terms.principal.is_none()
    }

    fn name(&self) -> &str {
        self.terms.name.as_str()
    }
}

#[cfg(test)]
#[path = "setup_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "setup_injection_tests.rs"]
mod injection_tests;
