//! The use cases, as functions on a database and AWS: create a connect session, test and save a connection, read it,
//! check it again, disconnect.
//!
//! AWS is never called inside a database transaction, and a connection is stored only after its check passed.

mod active_links;
mod allowed_origins;
mod api_call_limit;
mod api_calls;
mod api_key_usage;
mod api_keys;
mod attempts;
mod audit_log;
mod check;
mod check_limits;
mod cleanup;
mod clock;
mod connect_sessions;
mod connection_list;
mod connection_warnings;
mod connections;
mod connectors;
mod credentials;
mod database_ledger;
mod environments;
mod error;
mod external_ids;
mod first_steps;
mod flow_draft;
mod forwarded_links;
mod idempotency;
mod idempotency_limit;
mod known_api_keys;
mod page;
mod path_preview;
mod path_variables;
mod principal;
mod public_fields;
mod random;
mod rate_limit;
mod return_url;
mod server_log;
mod service;
mod session_cache;
mod setup_requirements;
mod template_url;
mod tenant_search;
mod tenants;
mod test_and_save;
mod theme;
mod transfers;
mod widget_state;

pub use api_call_limit::CallBudget;
pub use attempts::FailedAttempt;
pub use audit_log::{AuditEventQuery, EVENTS_PER_PAGE};
pub use clock::Clock;
pub use connect_sessions::{ConnectLink, NewSession};
pub use connection_list::{ConnectionCursor, ConnectionSearch};
pub use connectors::{ConnectorHistory, VERSIONS_PER_PAGE};
pub use credentials::{CredentialsRequest, IssuedCredentials};
pub use error::Error;
pub use first_steps::FirstSteps;
pub use flow_draft::FlowDraft;
pub use forwarded_links::MAX_SENDER_CHARS;
pub use idempotency::{IdempotentStart, MAX_IDEMPOTENT_REQUEST};
pub use page::Page;
pub use path_preview::PathPreview;
pub use random::{RandomnessError, secret_token};
pub use service::Service;
pub use tenant_search::{CappedCount, TENANTS_PER_PAGE, TenantSearch, TenantStatus};
pub use test_and_save::{TestOptions, TestedConnection};
pub use theme::{Logo, LogoChange, ThemeInput, legible_accents};
pub use transfers::{JobValues, Transfer, new_job};
pub use widget_state::WidgetState;
// These types are part of the use cases. Re-exporting them lets callers depend on this crate alone.
pub use store::{
    Actor, ApiKey, Attempt, AttemptSummary, AuditAction, AuditEvent, ConnectSession, Connection,
    ConnectionSummary, Connector, ConnectorVersion, Credential, FlowSummary, IdempotentRequest,
    ListedConnection, Reservation, ServerAction, ServerEvent, SessionKind, Setting, Store, Tenant,
    TenantScope, TenantSummary, TransferDirection,
};
pub use transfer::NoLedger;
