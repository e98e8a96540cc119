//! The authenticated caller of one request, and what its policies decide together.

use crate::policy::{Context, Decision, IdentityPolicy, Request};

use super::Principal;

#[derive(Debug, Clone)]
pub struct Caller {
    pub principal: Principal,
    pub policies: Vec<IdentityPolicy>,
    /// Given with `AssumeRole`: narrows the role's policies, never widens them.
    pub session_policy: Option<IdentityPolicy>,
}

/// A refusal in AWS's words.
#[derive(Debug, Clone)]
pub struct Denied {
    pub reason: String,
}

impl Caller {
    /// # Errors
    /// [`Denied`] with the kind of policy that stands in the way.
    pub fn may(&self, action: &str, resource: &str, context: &Context) -> Result<(), Denied> {
        let context = context
            .clone()
            .with(
                "aws:principalarn",
                Some(
                    &self
                        .principal
                        .role_arn()
                        .unwrap_or_else(|| self.principal.arn()),
                ),
            )
            .with("aws:principalaccount", Some(self.principal.account()));
        let request = Request {
            action,
            resource,
            context: &context,
        };
        if matches!(self.principal, Principal::Root { .. }) {
            return Ok(());
        }
        let identity = self
            .policies
            .iter()
            .map(|policy| policy.decide(&request))
            .fold(Decision::ImplicitDeny, Decision::and_also);
        let session = self
            .session_policy
            .as_ref()
            .map_or(Decision::Allowed, |policy| policy.decide(&request));
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
            return Err(Denied { reason });
        }
        Ok(())
    }
}
