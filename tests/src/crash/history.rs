//! The history of one tenant or of one kind of vendor setting: the changes that the server acknowledged, and the request
//! that was in flight when the server was killed.

use std::fmt;

/// One entry of the audit log, reduced to its action and the detail that distinguishes it from others of that action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub action: String,
    pub detail: String,
}

impl AuditEntry {
    pub fn new(action: &str, detail: impl Into<String>) -> Self {
        Self {
            action: action.to_owned(),
            detail: detail.into(),
        }
    }
}

impl fmt::Display for AuditEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action, self.detail)
    }
}

/// A request, and the audit entries that it adds if it succeeds.
#[derive(Clone, Debug)]
pub struct Operation {
    pub name: &'static str,
    pub entries: Vec<AuditEntry>,
}

/// What a history is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Tenant(String),
    /// The settings of one flow.
    Connector,
    ApiKeys,
    /// The theme, the allowed origins and the address of the template.
    Settings,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant(name) => write!(f, "tenant {name}"),
            Self::Connector => f.write_str("connector settings"),
            Self::ApiKeys => f.write_str("API keys"),
            Self::Settings => f.write_str("environment settings"),
        }
    }
}

/// What was requested for one subject. Its requests follow one another, so at most one of them is in flight.
#[derive(Clone, Debug)]
pub struct History {
    pub subject: Subject,
    /// The entries of every request whose answer arrived in full.
    pub acknowledged: Vec<AuditEntry>,
    /// The request whose answer did not arrive in full.
    pub in_flight: Option<Operation>,
}

impl History {
    pub fn new(subject: Subject) -> Self {
        Self {
            subject,
            acknowledged: Vec::new(),
            in_flight: None,
        }
    }

    pub fn count(&self, action: &str) -> usize {
        count(&self.acknowledged, action)
    }

    /// Returns whether the tenant has a connection.
    pub fn is_connected(&self) -> bool {
        let mut connections = self
            .acknowledged
            .iter()
            .rev()
            .filter(has_action_prefix("connection."));
        connections
            .next()
            .is_some_and(|last| last.action != "connection.removed")
    }
}

pub fn count(entries: &[AuditEntry], action: &str) -> usize {
    entries
        .iter()
        .filter(|entry| entry.action == action)
        .count()
}

/// Returns a predicate for entries whose action begins with `prefix`.
pub fn has_action_prefix(prefix: &'static str) -> impl Fn(&&AuditEntry) -> bool {
    move |entry| entry.action.starts_with(prefix)
}
