//! What the program knows of one tenant, or of one of the vendor's pages: what the server acknowledged, and what
//! it was asked for when it was killed.

use std::fmt;

/// One entry that the audit log should hold, with what tells it from others of its action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub action: String,
    pub about: String,
}

impl Effect {
    pub fn new(action: &str, about: impl Into<String>) -> Self {
        Self {
            action: action.to_owned(),
            about: about.into(),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action, self.about)
    }
}

/// A request, and what it changes if it succeeds.
#[derive(Clone, Debug)]
pub struct Operation {
    pub name: &'static str,
    pub effects: Vec<Effect>,
}

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

/// The requests of one subject follow one another, so at most one of them is in flight.
#[derive(Clone, Debug)]
pub struct Story {
    pub subject: Subject,
    /// The effects of every request whose answer arrived in full.
    pub acknowledged: Vec<Effect>,
    /// The request whose answer did not.
    pub in_flight: Option<Operation>,
}

impl Story {
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

    /// Whether the tenant has a connection.
    pub fn is_connected(&self) -> bool {
        let mut connections = self.acknowledged.iter().rev().filter(is_of("connection."));
        connections
            .next()
            .is_some_and(|last| last.action != "connection.removed")
    }
}

pub fn count(effects: &[Effect], action: &str) -> usize {
    effects
        .iter()
        .filter(|effect| effect.action == action)
        .count()
}

pub fn is_of(prefix: &'static str) -> impl Fn(&&Effect) -> bool {
    move |effect| effect.action.starts_with(prefix)
}
