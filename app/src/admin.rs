//! The admin's pages: sign in, choose an environment, and see to its flows.

mod connection;
mod environments;
mod flow;
mod flows;
mod frame;
mod keys;
mod link;
mod log;
mod looks;
mod pill;
mod settings;
mod sign_in;
mod tenant;
mod tenants;

pub use connection::{ConfirmRemoval, ConnectionPage, ConnectionPageModel};
pub use environments::Environments;
pub use flow::{FlowPage, FlowSettings};
pub use flows::{FlowRow, Flows};
pub use frame::{Frame, Framed, Tab};
pub use keys::{ConfirmRevocation, KeyList, KeyRow, Keys};
pub use link::{LinkForm, LinkMade, MadeLink, NewLink};
pub use log::{Log, LogPage, LogRow};
pub use looks::{Looks, TypedLook};
pub use pill::Standing;
pub use settings::{Origins, Settings};
pub use sign_in::SignIn;
pub use tenant::{OpenLink, TenantPage, TenantPageModel};
pub use tenants::{ConnectionRow, TenantFilter, TenantList, TenantRow, Tenants};
