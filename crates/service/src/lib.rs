//! The use cases, as functions over the store and AWS: open a session, test and save a connection, read it,
//! check it again, give it up.
//!
//! AWS is never asked inside a database transaction, and a connection is stored only after its check passed.

mod check;
mod clock;
mod connect;
mod connectors;
mod environments;
mod error;
mod external_ids;
mod forwarded_links;
mod keys;
mod links;
mod log;
mod origins;
mod paths;
mod principal;
mod public;
mod random;
mod rate;
mod sessions;
mod setup;
mod tenant_list;
mod tenants;
mod theme;
mod transfers;
mod turns;
mod warnings;

pub use clock::Clock;
pub use connect::{Asker, Checked, Standing, Test};
pub use connectors::{ConnectorHistory, VERSIONS_A_PAGE};
pub use error::Error;
pub use log::{EVENTS_A_PAGE, EventsAsked, KINDS};
pub use paths::PathPreview;
pub use random::{Unrandom, secret_token};
pub use sessions::{NewSession, OpenedSession};
pub use tenant_list::{AtLeast, Health, TENANTS_A_PAGE, TenantPage, TenantSearch};
pub use theme::{Logo, LogoChange, TypedTheme};
pub use transfers::{JobValues, Transfer, new_job};
// What the use cases speak of; a caller needs no crate beside this one for it.
pub use store::{
    Actor, ApiKey, Attempt, ConnectSession, Connection, Connector, ConnectorVersion, Event,
    ListedConnection, ListedTenant, MovedTo, SessionKind, Setting, Store, Tenant, TenantScope,
};

pub use transfer::NoLedger;

use aws::Aws;
use domain::PrincipalArn;
use std::sync::Arc;
use tokio::sync::watch;
use turns::{LinkKey, Turns};

/// Everything a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    store: Store,
    aws: Aws,
    clock: Clock,
    principal: Arc<watch::Sender<Option<PrincipalArn>>>,
    turns: Turns,
    actor: Actor,
    /// The link that is used, if it is one.
    link: Option<LinkKey>,
    keys_in_use: keys::KeysInUse,
    tidied: log::Tidied,
}

impl Service {
    /// `principal` is who trust policies name; without one, AWS is asked by [`Service::learn_principal`].
    pub fn new(store: Store, aws: Aws, clock: Clock, principal: Option<PrincipalArn>) -> Self {
        Self {
            store,
            aws,
            clock,
            principal: Arc::new(watch::Sender::new(principal)),
            turns: Turns::new(),
            actor: Actor::Server,
            link: None,
            keys_in_use: keys::KeysInUse::default(),
            tidied: log::Tidied::default(),
        }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Unix milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}
