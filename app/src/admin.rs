//! The admin's pages: sign in, choose an environment, and see to its flows.

mod connection;
pub mod editor;
mod environments;
mod external_id;
mod flows;
mod form_token;
mod frame;
mod keys;
mod link;
mod log;
mod looks;
mod pill;
mod refused;
mod settings;
mod sign_in;
mod tenant;
mod tenants;

/// What its pages need beside the tenants' style sheet, which is the smaller for it.
pub const STYLE: &str = concat!(
    include_str!("../../style/admin/frame.css"),
    include_str!("../../style/admin/lists.css"),
    include_str!("../../style/admin/editor.css"),
);

pub use connection::{ConfirmRemoval, ConnectionPage, ConnectionPageModel};
pub use environments::Environments;
pub use external_id::ExternalIdModel;
pub use flows::{FlowRow, Flows};
pub use form_token::{FORM_TOKEN, FormToken};
pub use frame::{Frame, Framed, Tab};
pub use keys::{ConfirmRevocation, KeyList, KeyRow, Keys};
pub use link::{LinkForm, LinkMade, MadeLink, NewLink};
pub use log::{Log, LogPage, LogRow};
pub use looks::{Looks, TypedLook};
pub use pill::Standing;
pub use refused::Refused;
pub use settings::{Part, Parts, Settings};
pub use sign_in::SignIn;
pub use tenant::{OpenLink, TenantPage, TenantPageModel};
pub use tenants::{ConnectionRow, TenantFilter, TenantList, TenantRow, Tenants};
