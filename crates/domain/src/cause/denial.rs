//! What an “access denied” says of itself, where it says more than that.

/// The kinds of policy that AWS names when one of them decided.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// A policy of the user or the role.
    Identity,
    /// A bucket's policy, or a key's.
    Resource,
    /// A role's trust policy.
    Trust,
    Boundary,
    Session,
    /// A service control policy: an organization's limit for the caller's account.
    ServiceControl,
    /// A resource control policy: an organization's limit for the bucket's account.
    ResourceControl,
    VpcEndpoint,
}

/// A refusal taken apart. AWS says more than “Access Denied” only within one account or organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denial {
    /// Such as `s3:PutObject`.
    pub action: Option<String>,
    /// An ARN, as AWS wrote it.
    pub resource: Option<String>,
    pub policy: Option<PolicyKind>,
    /// A statement denies; otherwise none allows.
    pub explicit: bool,
}
