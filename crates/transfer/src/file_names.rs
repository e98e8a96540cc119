//! Converts object keys to file names and back. Distinct keys always have distinct file names.
//!
//! The slashes of a key separate folders, and most keys are valid paths already. Whatever a file system would refuse or
//! misinterpret is escaped:
//!
//! | in a key | in a file name |
//! |---|---|
//! | a segment `.` or `..` | `%(2E)`, `%(2E).` |
//! | NUL | `%(00)` |
//! | an empty segment: `a//b`, `/a`, `a/` | `%()` |
//! | a segment of more than 245 bytes | nested folders, all but the last with the suffix `%(-)` |
//! | a folder with the name of a file: `a/b` beside `a` | the suffix `%(+)` |
//! | `A` beside `a`, if the file system ignores case | the suffix `%(+)` |
//! | a `%` before an opening parenthesis | `%(25)` |
//!
//! Percent-encodings such as `%20` stay as they are, because they are common in keys. That is why escapes have
//! parentheses.

use std::fmt::Write as _;

/// The folder that holds files until they are complete. No key leads into it.
pub(crate) const PARTIAL_FOLDER: &str = ".s3-connect-partial";
/// File systems allow 255 bytes. The rest is reserved for suffixes.
const MAX_NAME_LENGTH: usize = 245;
/// The suffix of a name whose plain form is already taken.
pub(crate) const CONFLICT_SUFFIX: &str = "%(+)";
/// Stands for an empty segment of a key.
const EMPTY_SEGMENT: &str = "%()";
/// The suffix of a name that the next name continues.
const CONTINUED_SUFFIX: &str = "%(-)";

/// Returns the names of a key's folders, followed by the name of its file.
pub fn key_to_names(key: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (index, segment) in key.split('/').enumerate() {
        let mut name = escape(segment);
        // Only at the top level can a key lead into the folder of partial files.
        if index == 0 && name == PARTIAL_FOLDER {
            name.replace_range(..1, "%(2E)");
        }
        while name.len() > MAX_NAME_LENGTH {
            let rest = name.split_off(split_point(&name));
            names.push(name + CONTINUED_SUFFIX);
            // The rest can be `.` or `..`, although the whole segment was neither.
            name = escape_dots(rest);
        }
        names.push(name);
    }
    names
}

/// Returns the key that [`key_to_names`] turned into these names. Returns `None` if an escape in them is invalid.
pub fn names_to_key<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut key = String::new();
    let mut names = names.into_iter().peekable();
    while let Some(name) = names.next() {
        let name = name.strip_suffix(CONFLICT_SUFFIX).unwrap_or(name);
        let (name, is_continued) = match name.strip_suffix(CONTINUED_SUFFIX) {
            Some(start) => (start, true),
            None => (name, false),
        };
        if name != EMPTY_SEGMENT {
            key.push_str(&unescape(name)?);
        }
        if !is_continued && names.peek().is_some() {
            key.push('/');
        }
    }
    Some(key)
}

fn escape(segment: &str) -> String {
    if segment.is_empty() {
        return EMPTY_SEGMENT.to_owned();
    }
    let mut name = String::with_capacity(segment.len());
    let mut characters = segment.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\0' => name.push_str("%(00)"),
            '%' if characters.peek() == Some(&'(') => name.push_str("%(25)"),
            c => name.push(c),
        }
    }
    escape_dots(name)
}

/// Escapes `.` and `..`, which file systems take for the folder itself and its parent.
fn escape_dots(name: String) -> String {
    match name.as_str() {
        "." => "%(2E)".to_owned(),
        ".." => "%(2E).".to_owned(),
        _ => name,
    }
}

fn unescape(name: &str) -> Option<String> {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("%(") {
        let (code, after) = after.split_once(')')?;
        text.push_str(before);
        text.push(char::from(u8::from_str_radix(code, 16).ok()?));
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// Returns where to split a long name: between two characters, and not within an escape.
fn split_point(name: &str) -> usize {
    let mut index = MAX_NAME_LENGTH - CONTINUED_SUFFIX.len();
    while !name.is_char_boundary(index) {
        index -= 1;
    }
    // The longest escapes, such as `%(25)`, have five bytes. One that begins closer to the split would be cut.
    match name[..index].rfind('%') {
        Some(escape) if escape + 5 > index => escape,
        _ => index,
    }
}

/// Joins names to a path for people to read, with unprintable characters escaped.
pub fn display_path(names: &[String]) -> String {
    let mut path = String::new();
    for (index, name) in names.iter().enumerate() {
        let separator = if index > 0 { "/" } else { "" };
        let _ = write!(path, "{separator}{}", name.escape_debug());
    }
    path
}

#[cfg(test)]
#[path = "file_names_tests.rs"]
pub(crate) mod tests;
