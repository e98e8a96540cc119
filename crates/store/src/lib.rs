//! Stores environments, tenants, connectors and connections in SQLite or PostgreSQL. This is the only crate that writes SQL, and the only one that encrypts.
//!
//! Every query that reads a tenant's data takes a [`TenantScope`]. Callers pass and receive secrets as
//! [`secrecy::SecretString`]. The database holds them encrypted with AES-256-GCM and bound to their row and column, or
//! hashed if nobody needs to read them back. This crate has no clock: callers pass the time, in Unix milliseconds.
#![cfg_attr(test, allow(clippy::expect_used))]

// `tests/sqlite_and_postgres/database.rs` is compiled into the integration tests and into this crate's unit tests. This alias lets it
// name the crate `store` in both.
#[cfg(test)]
extern crate self as store;

mod admin_key;
mod api_keys;
mod attempts;
mod audit_action;
mod audit_log;
mod checked_flow;
mod columns;
mod connect_sessions;
mod connection_list;
mod connections;
mod connectors;
mod credential;
mod database;
mod database_url;
mod environment_settings;
mod environments;
mod erase_details;
mod error;
mod external_ids;
mod flow_list;
mod idempotency_keys;
mod idempotent_request;
mod key_ring;
mod ledgers;
mod new_row;
mod open_database;
mod report_columns;
mod sealed_column;
mod secret_hash;
mod server_log;
mod session_kind;
mod tenant_deletion;
mod tenant_list;
mod tenant_scope;
mod tenants;
mod time_ordered_id;
mod widget_row;

pub use api_keys::{ApiKey, api_key_lookup};
pub use attempts::Attempt;
pub use audit_action::AuditAction;
pub use audit_log::{Actor, AuditEvent, AuditEventFilter, NewAuditEvent};
pub use checked_flow::CheckedFlow;
pub use connect_sessions::ConnectSession;
pub use connection_list::{ConnectionQuery, ListedConnection};
pub use connections::{CheckFindings, Connection, NewConnection, SaveEvents, SavedConnection};
pub use connectors::{
    Connector, ConnectorUpdate, ConnectorVersion, FlowDeletion, MAX_FLOWS, PutConnectorError,
};
pub use credential::Credential;
pub use database::Store;
pub use environment_settings::Setting;
pub use environments::EnvironmentDeletion;
pub use error::StoreError;
pub use flow_list::FlowSummary;
pub use idempotency_keys::{EarlierRequest, Reservation};
pub use idempotent_request::IdempotentRequest;
pub use key_ring::{KeyRing, KeyRingError};
pub use ledgers::{LedgerId, LedgerKey, MovedObject, TransferDirection};
pub use server_log::{NewServerEvent, ServerAction, ServerEvent};
pub use session_kind::SessionKind;
pub use tenant_list::{
    AttemptSummary, ConnectionCriteria, ConnectionFilter, ConnectionSummary, TenantQuery,
    TenantSummary,
};
pub use tenant_scope::TenantScope;
pub use tenants::Tenant;
pub use widget_row::WidgetRow;
