//! The model that every form of the setup guide is rendered from.

use super::resource_name::ResourceName;
use super::setup_target::SetupTarget;
use crate::arn::PrincipalArn;
use crate::connect_ui::AccessMode;
use crate::direction::Direction;
use crate::external_id::ExternalId;
use crate::partition::Partition;
use crate::policy::{PolicyDocument, PolicyInput, Statement, trust_policy};

/// What the vendor requires of one tenant for one flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupRequirements {
    /// The name of the role or user.
    pub name: ResourceName,
    pub direction: Direction,
    /// Whether a user is to be allowed to create temporary credentials. A role needs no permission for it.
    pub temporary_credentials: bool,
    /// The vendor's principal, which assumes the role. `None` while the server does not know it.
    pub principal: Option<PrincipalArn>,
    /// The external ID, and during a rotation the previous external ID after it. The role must accept both.
    pub external_ids: Vec<ExternalId>,
    /// The URL at which the vendor hosts [`cloudformation_with_parameters`], for links that open it in the console.
    ///
    /// [`cloudformation_with_parameters`]: super::cloudformation_with_parameters
    pub template_url: Option<String>,
}

/// Everything that a tenant sets up.
#[derive(Clone, Copy, Debug)]
pub struct SetupGuide<'a> {
    pub requirements: &'a SetupRequirements,
    pub target: &'a SetupTarget,
    pub mode: AccessMode,
}

impl SetupGuide<'_> {
    /// Returns the partition of the role or user. A role has to be in the vendor's partition, because no principal can
    /// assume a role of another one. A user has to be in the bucket's.
    pub fn partition(&self) -> Partition {
        let principal = self.requirements.principal.as_ref();
        let vendor = principal.map(PrincipalArn::partition);
        match self.mode {
            AccessMode::Role => vendor,
            AccessMode::Keys => self.target.partition().or(vendor),
        }
        .unwrap_or_default()
    }

    pub fn iam_policy(&self) -> PolicyDocument {
        let mut policy = self.policy_input().iam_policy();
        if self.allows_sessions() {
            let statement = Statement::create_sessions(self.partition().as_str());
            policy.statement.push(statement);
        }
        policy
    }

    /// Returns whether the policy allows the user to create temporary credentials.
    pub fn allows_sessions(&self) -> bool {
        self.mode == AccessMode::Keys && self.requirements.temporary_credentials
    }

    /// Returns what the policy of the bucket needs besides, or `None` if the bucket is addressed by its name.
    pub fn bucket_policy(&self) -> Option<PolicyDocument> {
        self.policy_input().bucket_policy()
    }

    fn policy_input(&self) -> PolicyInput<'_> {
        PolicyInput {
            direction: self.requirements.direction,
            bucket: self.target.bucket.as_ref(),
            static_prefix: &self.target.static_prefix,
            partition: self.partition(),
            kms_key: self.target.kms_key.as_ref(),
        }
    }

    /// Returns the trust policy, or `None` while the principal is unknown.
    pub fn trust_policy(&self) -> Option<PolicyDocument> {
        let principal = self.requirements.principal.as_ref()?;
        Some(trust_policy(principal, &self.requirements.external_ids))
    }

    /// Returns whether the guide cannot be rendered because it is for a role, and the principal is unknown.
    pub fn lacks_principal(&self) -> bool {
        self.mode == AccessMode::Role && self.requirements.principal.is_none()
    }

    /// Returns the name of the role, user, policy or stack.
    pub fn name(&self) -> &str {
        self.requirements.name.as_str()
    }
}
