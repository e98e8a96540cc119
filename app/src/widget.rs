//! The connect widget: everything that a tenant sees.
//!
//! Its pages are functions of the models in `page_model`.

mod access_section;
mod check_list;
mod connect_form;
mod connected;
mod failed_action;
mod field_row;
mod forwarded_link;
mod page_model;
mod page_title;
pub mod setup_guide;
mod store_hints;
mod verdict;
mod warnings;
mod way_back;
mod widget_page;

pub use check_list::{CheckList, PendingCheckList, StepRow, pending_steps};
pub use connect_form::{ConnectForm, ErrorSummary};
pub use connected::{ConfirmDisconnect, Connected};
pub use failed_action::{FailedAction, FailedActionNotice};
pub use forwarded_link::{
    ForwardedConnection, ForwardedLink, ForwardedLinkBox, ForwardedLinkDone, MAX_SENDER_CHARS,
    SENDER_FIELD,
};
pub use page_model::{ConnectionView, FormState, ForwardedRequest, RecentAction, View, Widget};
pub use page_title::page_title;
pub use setup_guide::{SetupForms, SetupTab, SetupTabs};
pub use verdict::DraftResult;
pub use warnings::Warnings;
pub use widget_page::{Notices, WidgetBody, WidgetPage};
