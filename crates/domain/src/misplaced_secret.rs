//! Finds secret access keys in values that are stored and shown in the clear.
//!
//! A secret access key has 40 characters of the base64 alphabet, and so has `Exports/2024/CustomerData/Prod/Incoming1`.
//! So text counts as a secret only if it also looks random: AWS draws each character at random, while words rarely
//! switch between capitals, small letters and digits.

use crate::access_key_shape::{SECRET_LENGTH, is_labelled_as_secret, looks_like_secret};
use crate::message::fields;
use crate::refusal::Refusal;

/// The fewest runs of the same kind of character in text that counts as random. 40 random characters have about 21
/// runs, and fewer than 12 only in one of 2,000 keys. Words in a path have about 7.
const MIN_RUNS: usize = 12;
/// The most slashes in text that counts as random. One in 64 characters of a secret is a slash, so a secret with more
/// than four is rarer than a path with as many.
const MAX_SLASHES: usize = 4;

/// Refuses a value that contains a secret access key, either as a word of its own or after its name, as in a
/// credentials file.
///
/// # Errors
/// Returns a refusal that does not repeat the value.
pub fn refuse(text: &str) -> Result<(), Refusal> {
    refuse_if(has_secret(text))
}

/// Refuses a path that contains a secret access key, either as the whole path or as one or more of its segments. A
/// secret can span several segments because it may contain slashes.
///
/// # Errors
/// Returns a refusal that does not repeat the path.
pub fn refuse_in_path(path: &str) -> Result<(), Refusal> {
    refuse_if(has_secret_in_path(path))
}

fn refuse_if(is_found: bool) -> Result<(), Refusal> {
    if is_found {
        Err(Refusal::new(
            "looks_like_secret",
            fields::secret_misplaced(),
        ))
    } else {
        Ok(())
    }
}

/// Returns whether the text may contain a secret, so it must not be shown again. Suspects more texts than are refused:
/// not showing a value again does less harm than not accepting it.
pub fn may_contain_secret(text: &str) -> bool {
    pieces(text).any(looks_like_secret) || is_refused_somewhere(text)
}

/// Returns whether the text is refused either as a value or as a path.
fn is_refused_somewhere(text: &str) -> bool {
    has_secret(text) || has_secret_in_path(text)
}

fn has_secret(text: &str) -> bool {
    let mut is_armoured = false;
    text.lines().map(str::trim).any(|line| {
        // The lines of a certificate or a public key are random too, and may be 40 characters long.
        if line.starts_with("-----") {
            is_armoured = line.starts_with("-----BEGIN");
        }
        !is_armoured
            && (has_labelled_secret(line) || pieces(line).any(|piece| is_random(piece.as_bytes())))
    })
}

fn has_secret_in_path(path: &str) -> bool {
    // `PathTemplate` adds a slash to the end of a path, and that slash may complete a secret.
    let path = format!("{path}/");
    pieces(&path).any(|piece| {
        let bytes = piece.as_bytes();
        let starts = (0..bytes.len()).filter(|at| is_segment_edge(bytes, *at));
        starts
            .filter_map(|at| bytes.get(at..at + SECRET_LENGTH).map(|part| (at, part)))
            .any(|(at, part)| is_segment_edge(bytes, at + SECRET_LENGTH) && is_random(part))
    })
}

/// Returns whether a segment of a path can begin or end here. A slash may belong to the path or to the secret, so both
/// of its sides count.
fn is_segment_edge(bytes: &[u8], at: usize) -> bool {
    at == 0 || at >= bytes.len() || bytes[at] == b'/' || bytes[at - 1] == b'/'
}

/// Returns whether the line is labelled as a secret access key and contains one: `SecretAccessKey: wJalr…`. After such
/// a label, a secret need not look random.
fn has_labelled_secret(line: &str) -> bool {
    is_labelled_as_secret(line)
        && line
            .split_once(['=', ':'])
            .is_some_and(|(_, value)| pieces(value).any(looks_like_secret))
}

/// Splits a text at every character that no secret access key contains.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '+'))
}

fn is_random(part: &[u8]) -> bool {
    std::str::from_utf8(part).is_ok_and(|text| {
        looks_like_secret(text)
            && text.matches('/').count() <= MAX_SLASHES
            && count_runs(part) >= MIN_RUNS
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharacterClass {
    Capital,
    Small,
    Digit,
    Mark,
}

/// Counts the runs of capitals, of small letters and of digits. A capitalised word counts as one run, because names in
/// paths are often capitalised.
fn count_runs(part: &[u8]) -> usize {
    let mut count = 0;
    let mut previous = CharacterClass::Mark;
    let mut length = 0;
    for byte in part {
        let class = match byte {
            b'A'..=b'Z' => CharacterClass::Capital,
            b'a'..=b'z' => CharacterClass::Small,
            b'0'..=b'9' => CharacterClass::Digit,
            _ => CharacterClass::Mark,
        };
        let is_capitalised_word =
            previous == CharacterClass::Capital && class == CharacterClass::Small && length == 1;
        if class == previous {
            length += 1;
        } else {
            length = 1;
            count += usize::from(class != CharacterClass::Mark && !is_capitalised_word);
        }
        previous = class;
    }
    count
}

#[cfg(test)]
#[path = "misplaced_secret_tests.rs"]
mod tests;
