//! Finds a secret access key in a value that is kept and shown in the clear.
//!
//! A secret access key is 40 characters of the base64 alphabet, and so is `Exports/2024/CustomerData/Prod/Incoming1`.
//! So a piece of text counts as a secret only if it also looks random: AWS draws each character, and words don't
//! change between capitals, small letters and digits as often.

use crate::access_key::{looks_like_secret, names_secret};
use crate::message::fields;
use crate::refusal::Refusal;

const LENGTH: usize = 40;
/// Random text of this length has about 21 runs of the same kind of character, and fewer than 12 once in 2,000 keys.
/// Words in a path have about 7.
const FEWEST_RUNS: usize = 12;
/// A secret has a slash in 64 characters. One with more than four is rarer than a path with as many.
const MOST_SLASHES: usize = 4;

/// Refuses a value that holds a secret access key: as a word of its own, or behind its name as in a credentials file.
///
/// # Errors
/// Returns a refusal that doesn't repeat the value.
pub fn refuse(text: &str) -> Result<(), Refusal> {
    refuse_if(is_in(text))
}

/// Refuses a path that holds a secret access key: as the whole path, or as one or more of its segments, because a
/// secret may have slashes of its own.
///
/// # Errors
/// Returns a refusal that doesn't repeat the path.
pub fn refuse_in_path(path: &str) -> Result<(), Refusal> {
    refuse_if(is_in_path(path))
}

fn refuse_if(found: bool) -> Result<(), Refusal> {
    if found {
        let words = fields::secret_misplaced();
        Err(Refusal::new("looks_like_secret", words))
    } else {
        Ok(())
    }
}

/// Returns whether the text holds a secret in either way. Such a text must not be shown again.
pub(crate) fn is_anywhere_in(text: &str) -> bool {
    is_in(text) || is_in_path(text)
}

fn is_in(text: &str) -> bool {
    let mut armoured = false;
    text.lines().map(str::trim).any(|line| {
        // The lines of a certificate or a public key are random too, and may be 40 characters long.
        if line.starts_with("-----") {
            armoured = line.starts_with("-----BEGIN");
        }
        !armoured && (is_labelled(line) || pieces(line).any(|piece| is_random(piece.as_bytes())))
    })
}

fn is_in_path(path: &str) -> bool {
    // A path is kept with a slash at its end, and a secret may end with one.
    let kept = format!("{path}/");
    pieces(&kept).any(|piece| {
        let bytes = piece.as_bytes();
        let starts = (0..bytes.len()).filter(|at| is_edge(bytes, *at));
        starts
            .filter_map(|at| bytes.get(at..at + LENGTH).map(|part| (at, part)))
            .any(|(at, part)| is_edge(bytes, at + LENGTH) && is_random(part))
    })
}

/// Returns whether a segment of a path can begin or end here, before or behind a slash.
fn is_edge(bytes: &[u8], at: usize) -> bool {
    at == 0 || at >= bytes.len() || bytes[at] == b'/' || bytes[at - 1] == b'/'
}

/// Returns whether the line says of itself that it holds a secret access key, and does: `SecretAccessKey: wJalr…`.
fn is_labelled(line: &str) -> bool {
    names_secret(line)
        && line
            .split_once(['=', ':'])
            .is_some_and(|(_, value)| pieces(value).any(looks_like_secret))
}

/// Splits a text where no secret access key can go on.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '+'))
}

fn is_random(part: &[u8]) -> bool {
    std::str::from_utf8(part).is_ok_and(|text| {
        looks_like_secret(text)
            && text.matches('/').count() <= MOST_SLASHES
            && runs(part) >= FEWEST_RUNS
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capitals,
    Small,
    Digits,
    Marks,
}

/// Counts the runs of capitals, of small letters and of digits. A word with a capital first is one run.
fn runs(part: &[u8]) -> usize {
    let mut count = 0;
    let mut before = Kind::Marks;
    let mut length = 0;
    for byte in part {
        let kind = match byte {
            b'A'..=b'Z' => Kind::Capitals,
            b'a'..=b'z' => Kind::Small,
            b'0'..=b'9' => Kind::Digits,
            _ => Kind::Marks,
        };
        let word = before == Kind::Capitals && kind == Kind::Small && length == 1;
        if kind == before {
            length += 1;
        } else {
            length = 1;
            count += usize::from(kind != Kind::Marks && !word);
        }
        before = kind;
    }
    count
}

#[cfg(test)]
#[path = "misplaced_secret_tests.rs"]
mod tests;
