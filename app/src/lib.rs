//! The pages: the connect widget that tenants see, and the admin's. A page is a function of its model;
//! it is rendered on the server, works as plain HTML forms, and its islands wake up in the browser.

// A view is one nested type; a page of them is deeper than the compiler’s default allows.
#![recursion_limit = "512"]

pub mod islands;
pub mod progress;

#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
pub mod look;
#[cfg(feature = "ssr")]
pub mod message;
#[cfg(feature = "ssr")]
mod phrase;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod summary;
#[cfg(feature = "ssr")]
mod textarea;
#[cfg(feature = "ssr")]
pub mod when;
#[cfg(feature = "ssr")]
pub mod widget;
