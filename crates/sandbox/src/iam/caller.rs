//! The authenticated caller of one request, and what the caller's policies decide together.

use crate::policy::{AccessRequest, Decision, IdentityPolicy, RequestContext};
use crate::principal::Principal;

/// Who made a request, with the policies that decide it.
#[derive(Debug, Clone)]
pub struct Caller {
    pub principal: Principal,
    pub policies: Vec<IdentityPolicy>,
    /// The policy that `AssumeRole` or `GetFederationToken` was called with. It can only narrow what the policies of the
    /// role or user allow.
    pub session_policy: Option<IdentityPolicy>,
}

/// Why a caller's policies deny a request, in AWS's words.
#[derive(Debug, Clone)]
pub struct Denial {
    pub reason: String,
}

impl Caller {
    /// Decides whether the caller is allowed to perform `action` on `resource`.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
    ///
    /// # Errors
    /// Returns a [`Denial`] that names the kind of policy that denies the action or does not allow it.
    pub fn check_permission(
        &self,
        action: &str,
        resource: &str,
        context: &RequestContext,
    ) -> Result<(), Denial> {
        // The root user has no policies, and is allowed to do everything in its account.
        if matches!(self.principal, Principal::Root { .. }) {
            return Ok(());
        }
        let context = context.clone().with_principal(&self.principal);
        let request = AccessRequest {
            action,
            resource,
            context: &context,
        };
        let identity = self
            .policies
            .iter()
            .map(|policy| policy.decide(&request))
            .fold(Decision::ImplicitDeny, Decision::combine);
        let session = match &self.session_policy {
            Some(policy) => policy.decide(&request),
            // Without a policy, a federated user has no permissions at all, unlike a session of a role.
            None if matches!(self.principal, Principal::FederatedUser { .. }) => {
                Decision::ImplicitDeny
            }
            None => Decision::Allowed,
        };
        // Both kinds must allow the request, so they are not combined: the allow of one must not hide the other's
        // silence.
        for (decision, kind, article) in [
            (identity, "identity-based", "an"),
            (session, "session", "a"),
        ] {
            let reason = match decision {
                Decision::Allowed => continue,
                Decision::ExplicitDeny => {
                    format!("with an explicit deny in {article} {kind} policy")
                }
                Decision::ImplicitDeny => {
                    format!("because no {kind} policy allows the {action} action")
                }
            };
            return Err(Denial { reason });
        }
        Ok(())
    }
}
