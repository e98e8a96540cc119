//! Keeps environments, tenants, connectors and connections in SQLite or PostgreSQL; the only crate that knows SQL and the only one that encrypts.
//!
//! Every query that reads a tenant's data takes a [`TenantScope`]. Secrets go in and come out as
//! [`secrecy::SecretString`]; at rest they are sealed with AES-256-GCM and bound to their row and column,
//! or hashed where nobody needs them back. There is no clock in here: times are given, in unix milliseconds.
#![cfg_attr(test, allow(clippy::expect_used))]

mod address;
mod admin_key;
mod api_keys;
mod attempts;
mod connections;
mod connectors;
mod environments;
mod error;
mod events;
mod external_ids;
mod hashed;
mod key_ring;
mod ledgers;
mod open;
mod report;
mod row;
mod scope;
mod seal;
mod sessions;
mod settings;
mod store;
mod tenant_list;
mod tenants;
mod widget_state;

pub use api_keys::ApiKey;
pub use attempts::Attempt;
pub use connections::{Connection, Facts, NewConnection, SaveEvents, Saved};
pub use connectors::{Connector, ConnectorVersion, PutConnector, PutConnectorError};
pub use error::StoreError;
pub use events::{Actor, Event, EventsOf, NewEvent};
pub use key_ring::{KeyRing, KeyRingError};
pub use ledgers::{LedgerId, LedgerOf, MovedObject, MovedTo};
pub use scope::TenantScope;
pub use sessions::{ConnectSession, SessionKind};
pub use settings::Setting;
pub use store::Store;
pub use tenant_list::{Connected, Having, ListedConnection, ListedTenant, TenantsOf};
pub use tenants::Tenant;
pub use widget_state::WidgetState;
