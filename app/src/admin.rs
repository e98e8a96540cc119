//! The admin pages, where the vendor manages environments, flows, tenants and API keys.

mod api_keys;
mod attempt;
mod attempt_line;
mod audit_log;
mod comma_list;
mod confirm;
mod connect_links;
mod connection;
mod connection_health;
mod connection_line;
mod copyable;
pub mod editor;
mod environment_settings;
mod environments;
mod error_page;
mod external_id;
mod first_steps;
mod flows;
mod form_token;
mod layout;
mod looks;
mod pager;
mod select_field;
mod server_log;
mod sign_in;
mod tenant;
mod tenants;

/// The CSS of the admin pages. It is inline in these pages, so that tenants do not download it.
pub const STYLE: &str = concat!(
    include_str!("../../style/admin/frame.css"),
    include_str!("../../style/admin/lists.css"),
    include_str!("../../style/admin/editor.css"),
);

pub use api_keys::{ApiKeyRow, ApiKeysPage, ApiKeysPageModel, ConfirmRevocationPage};
pub use attempt::{AttemptPage, AttemptPageModel};
pub use attempt_line::AttemptRow;
pub use audit_log::{AuditEventRow, AuditLogPage, AuditLogPageModel};
pub use confirm::{ConfirmPage, Confirmation};
pub use connect_links::{ConnectLinkForm, CreatedLink, CreatedLinkPage, NewLinkPage};
pub use connection::{ConfirmDisconnectPage, ConnectionPage, ConnectionPageModel};
pub use connection_health::ConnectionHealth;
pub use connection_line::ConnectionRow;
pub use environment_settings::{EnvironmentSettings, EnvironmentSettingsPage, SettingInput};
pub use environments::{EnvironmentRow, EnvironmentsPage};
pub use error_page::ErrorPage;
pub use external_id::ExternalIdModel;
pub use first_steps::FirstStepsModel;
pub use flows::{FlowRow, FlowsPage, FlowsPageModel};
pub use form_token::{FORM_TOKEN, FormToken};
pub use layout::{AdminPage, Layout, Tab};
pub use looks::{LookForm, LooksPage};
pub use server_log::ServerLogPage;
pub use sign_in::SignInPage;
pub use tenant::{ActiveLink, TenantPage, TenantPageModel};
pub use tenants::{TenantFilter, TenantRow, TenantsPage, TenantsPageModel};
