//! Reads what comes in over HTTP: path, query, JSON body and form. Each mistake gets an error of its own.

mod body;
mod event_cursor;
mod form;
mod json;
mod list_query;
mod path_ids;
mod query;
mod truncate;

pub use body::{MAX_BODY_BYTES, read_body};
pub use event_cursor::is_event_cursor;
pub use form::{Form, Upload, form_token};
pub use json::Json;
pub use list_query::{parse_choice, parse_filter, parse_page};
pub use path_ids::PathIds;
pub use query::Query;
