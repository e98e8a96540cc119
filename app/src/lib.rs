//! The pages: the connect widget that tenants see, and the admin pages.
//!
//! A page is a function of its model. The server renders it, it works as plain HTML forms, and its islands are
//! hydrated in the browser.

// A view is one nested type, and a page is deeper than the compiler's default limit.
#![recursion_limit = "512"]

pub mod action;
pub mod islands;
pub mod progress;

#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
pub mod api_docs;
#[cfg(feature = "ssr")]
mod date_time;
#[cfg(feature = "ssr")]
pub mod embed;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod look;
#[cfg(feature = "ssr")]
pub mod message_page;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod summary_box;
#[cfg(feature = "ssr")]
mod text_slot;
#[cfg(feature = "ssr")]
mod textarea;
#[cfg(feature = "ssr")]
pub mod widget;
