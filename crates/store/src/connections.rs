//! The connections: at most one per tenant and flow. A row exists only if a check of it has passed.

mod connection;
mod find;
mod other_tenants;
mod record_event;
mod reseal;
mod save;
mod secrets;

pub use connection::{CheckFindings, Connection, SavedConnection};
pub use save::{NewConnection, SaveEvents};

pub(crate) use connection::columns;
