//! The details in AWS's message about a denied request.

/// The kind of policy that denied a request, as far as AWS's message names it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// A policy of the user or role.
    Identity,
    /// The policy of a bucket or a KMS key.
    Resource,
    /// The trust policy of a role.
    Trust,
    /// The permissions boundary of the user or role.
    Boundary,
    Session,
    /// A service control policy (SCP), by which an organization limits the caller's account.
    ServiceControl,
    /// A resource control policy (RCP), by which an organization limits the bucket's account.
    ResourceControl,
    VpcEndpoint,
}

/// The parts of a denial's message. Across organizations, AWS says nothing more than “Access Denied”.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denial {
    /// The denied action, such as `s3:PutObject`.
    pub action: Option<String>,
    /// The ARN of the resource, as AWS wrote it.
    pub resource: Option<String>,
    pub policy: Option<PolicyKind>,
    /// The ARN of the policy with the explicit deny. AWS names it only within one account or organization, and only if
    /// the policy is not an inline one.
    pub policy_arn: Option<String>,
    /// Whether a statement denies the action. Otherwise, no statement allows it.
    pub explicit: bool,
}
