//! The two kinds of connect sessions.

/// Whom a connect link was created for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    Tenant,
    /// The tenant's AWS administrator, to whom the tenant forwarded the link.
    Forwarded,
}

impl SessionKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Forwarded => "forwarded",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Tenant, Self::Forwarded]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}
