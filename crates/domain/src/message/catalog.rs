//! The list of all messages that this crate creates.

use super::{causes, fields, form, steps};

/// Returns the id of every message with the names of its arguments. Every locale must translate each of them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    [fields::ALL, form::ALL, steps::ALL, causes::ALL]
        .into_iter()
        .flatten()
        .copied()
}
