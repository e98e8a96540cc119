//! The part of the page that runs in the browser.
//!
//! The island follows what a tenant types. The inputs stay plain HTML, so hydration loses nothing that a tenant types
//! before the script arrives.
//!
//! The island takes no props: leptos would read them with a JSON parser of its own, which is a tenth of the download.
//! What the island needs to know is in attributes of the page, and the browser's parser reads JSON.

mod announcement;
mod check_stream;
mod clipboard;
mod field_hint;
mod followed_fields;
mod forwarded_link_watch;
mod live_form;
mod live_outputs;
mod messages;
mod setup_refresh;
mod store_hint;

pub use check_stream::NDJSON;
pub use followed_fields::FOLLOWED_FIELDS;
pub use live_form::LiveForm;
pub use live_outputs::{destination, example_path};
pub use store_hint::STORE_HINTS_ID;
