//! What the audit log records.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an audit event records. Each has a stable, dotted name, such as `connection.saved`, in the database and the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum AuditAction {
    #[strum(serialize = "check.passed")]
    CheckPassed,
    #[strum(serialize = "check.failed")]
    CheckFailed,
    #[strum(serialize = "check.undetermined")]
    CheckUndetermined,
    #[strum(serialize = "connection.saved")]
    ConnectionSaved,
    #[strum(serialize = "connection.replaced")]
    ConnectionReplaced,
    #[strum(serialize = "connection.removed")]
    ConnectionRemoved,
    #[strum(serialize = "connector.saved")]
    ConnectorSaved,
    #[strum(serialize = "connector.restored")]
    ConnectorRestored,
    /// The flow was deleted, with its settings and their history.
    #[strum(serialize = "connector.deleted")]
    FlowDeleted,
    /// Temporary credentials were given out.
    #[strum(serialize = "credentials.issued")]
    CredentialsIssued,
    #[strum(serialize = "environment.created")]
    EnvironmentCreated,
    #[strum(serialize = "environment.deleted")]
    EnvironmentDeleted,
    #[strum(serialize = "external_id.rotated")]
    ExternalIdRotated,
    #[strum(serialize = "external_id.called_off")]
    ExternalIdRotationCancelled,
    #[strum(serialize = "external_id.imported")]
    ExternalIdImported,
    /// Every role accepts the new external ID, so the previous one is no longer valid.
    #[strum(serialize = "external_id.switched")]
    ExternalIdRotationEnded,
    #[strum(serialize = "key.made")]
    ApiKeyCreated,
    #[strum(serialize = "key.revoked")]
    ApiKeyRevoked,
    #[strum(serialize = "link.made")]
    LinkCreated,
    #[strum(serialize = "link.forwarded")]
    LinkForwarded,
    #[strum(serialize = "link.ended")]
    LinkEnded,
    #[strum(serialize = "origins.saved")]
    AllowedOriginsSaved,
    #[strum(serialize = "template.saved")]
    TemplateUrlSaved,
    /// The tenant was deleted, with everything that belonged to it.
    #[strum(serialize = "tenant.deleted")]
    TenantDeleted,
    #[strum(serialize = "theme.saved")]
    ThemeSaved,
}

impl AuditAction {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns `None` for a name that this version does not know. A newer server may have written it.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Returns the part of the name before its dot.
    pub fn kind(self) -> &'static str {
        let name = self.as_str();
        name.split_once('.').map_or(name, |(kind, _)| kind)
    }

    /// Returns which details of a tenant's event stay in the log when the tenant is deleted.
    ///
    /// Such a detail says what this server did. It says nothing about the tenant's buckets, accounts or people. Everything
    /// else is erased, including whatever is added to an action later.
    pub fn lasting_details(self) -> &'static [&'static str] {
        match self {
            // Causes come from a fixed list.
            Self::CheckPassed | Self::CheckFailed | Self::CheckUndetermined => {
                &["causes", "duration_ms"]
            }
            Self::LinkEnded => &["links"],
            // Their details name the bucket and the path prefix.
            Self::ConnectionSaved
            | Self::ConnectionReplaced
            | Self::CredentialsIssued
            // These have no details yet.
            | Self::ConnectionRemoved
            | Self::ExternalIdRotated
            | Self::ExternalIdRotationCancelled
            | Self::ExternalIdImported
            | Self::ExternalIdRotationEnded
            | Self::LinkCreated
            | Self::LinkForwarded
            | Self::TenantDeleted
            // These are not about a tenant.
            | Self::ConnectorSaved
            | Self::ConnectorRestored
            | Self::FlowDeleted
            | Self::EnvironmentCreated
            | Self::EnvironmentDeleted
            | Self::ApiKeyCreated
            | Self::ApiKeyRevoked
            | Self::AllowedOriginsSaved
            | Self::TemplateUrlSaved
            | Self::ThemeSaved => &[],
        }
    }

    /// Returns all kinds, sorted.
    pub fn kinds() -> Vec<&'static str> {
        let mut kinds: Vec<_> = Self::VARIANTS.iter().map(|action| action.kind()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_dotted_and_parses() {
        for action in AuditAction::VARIANTS {
            assert!(action.as_str().contains('.'), "{action:?}");
            assert_eq!(AuditAction::parse(action.as_str()), Some(*action));
        }
        assert_eq!(AuditAction::parse("check.postponed"), None);
    }
}
