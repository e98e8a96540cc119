//! The result of evaluating policies.

/// What a policy decides about a request.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    /// A statement denies the request, so nothing can allow it.
    ExplicitDeny,
    /// No statement applies to the request.
    ImplicitDeny,
}

impl Decision {
    /// Combines two decisions: an explicit deny overrides everything, an allow overrides an implicit deny.
    #[must_use]
    pub fn combine(self, other: Decision) -> Decision {
        match (self, other) {
            (Decision::ExplicitDeny, _) | (_, Decision::ExplicitDeny) => Decision::ExplicitDeny,
            (Decision::Allowed, _) | (_, Decision::Allowed) => Decision::Allowed,
            _ => Decision::ImplicitDeny,
        }
    }
}
