//! Decides between two sources of the path prefix: its own field, and a path that was pasted with the bucket.

use crate::connect_ui::field_names;
use crate::message::form;
use crate::misplaced_secret;
use crate::pasted_bucket::PastedBucket;
use crate::refusal::Refusal;

/// Returns the text of the path prefix, and the name of the field that it comes from: the prefix's own field, or else
/// the bucket's.
///
/// # Errors
/// Returns a refusal if:
/// - both fields contain a path and the paths differ,
/// - or the path pasted with the bucket contains a secret, which the refusal of two paths would repeat.
pub(crate) fn effective_prefix(
    pasted: Option<&PastedBucket>,
    typed: &str,
) -> Result<(&'static str, String), Refusal> {
    let pasted = pasted.and_then(|p| p.prefix.as_deref());
    misplaced_secret::refuse_in_path(pasted.unwrap_or_default())?;
    match pasted {
        Some(path) if typed.is_empty() => Ok((field_names::BUCKET, escape_braces(path))),
        Some(path) if escape_braces(path).trim_end_matches('/') != typed.trim_end_matches('/') => {
            Err(Refusal::new("path_in_bucket", form::path_in_bucket(path)))
        }
        _ => Ok((field_names::PATH_PREFIX, typed.to_owned())),
    }
}

/// Turns a path into a template. A pasted path names existing objects, so its braces are literal.
fn escape_braces(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}
