//! Keys as file names. Each key has a name of its own below the folder, and the name leads back to the key.
//!
//! A key's slashes divide folders, and almost every key is its own name. What a file system would refuse, or would take
//! for something else, is escaped:
//!
//! | in a key | in a name |
//! |---|---|
//! | a segment `.` or `..` | `%(2E)`, `%(2E).` |
//! | NUL | `%(00)` |
//! | an empty segment: `a//b`, `/a`, `a/` | `%()` |
//! | a segment of more than 245 bytes | several folders, each but the last with `%(-)` at its end |
//! | a folder that has the name of a file: `a/b` beside `a` | `%(+)` at its end |
//! | `A` beside `a`, where the file system ignores case | `%(+)` at its end |
//! | a `%` before an opening parenthesis | `%(25)` |
//!
//! `%20` and its like stay as they are: they are common in keys.

use std::fmt::Write as _;

/// Where files are until they are whole. No key leads into it.
pub(crate) const PARTIAL: &str = ".s3-connect-partial";
/// File systems take 255 bytes; the rest is for marks at the end.
const LONGEST: usize = 245;
/// Follows a name that something else has already.
pub(crate) const BESIDE: &str = "%(+)";
const EMPTY: &str = "%()";
const CONTINUED: &str = "%(-)";

/// Returns the names of a key's folders and, at the end, of its file.
pub fn names(key: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, segment) in key.split('/').enumerate() {
        let mut name = escaped(segment);
        if at == 0 && name == PARTIAL {
            name.replace_range(..1, "%(2E)");
        }
        while name.len() > LONGEST {
            let rest = name.split_off(cut(&name));
            names.push(name + CONTINUED);
            name = not_dots(rest);
        }
        names.push(name);
    }
    names
}

/// Returns the key that has these names.
pub fn key<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut key = String::new();
    let mut names = names.into_iter().peekable();
    while let Some(name) = names.next() {
        let name = name.strip_suffix(BESIDE).unwrap_or(name);
        let (name, continued) = match name.strip_suffix(CONTINUED) {
            Some(begun) => (begun, true),
            None => (name, false),
        };
        if name != EMPTY {
            key.push_str(&unescaped(name)?);
        }
        if !continued && names.peek().is_some() {
            key.push('/');
        }
    }
    Some(key)
}

fn escaped(segment: &str) -> String {
    if segment.is_empty() {
        return EMPTY.to_owned();
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
    not_dots(name)
}

/// A folder's names for itself and for the folder around it.
fn not_dots(name: String) -> String {
    match name.as_str() {
        "." => "%(2E)".to_owned(),
        ".." => "%(2E).".to_owned(),
        _ => name,
    }
}

fn unescaped(name: &str) -> Option<String> {
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

/// Where a long name is cut: between two characters, and not within an escape.
fn cut(name: &str) -> usize {
    let mut at = LONGEST - CONTINUED.len();
    while !name.is_char_boundary(at) {
        at -= 1;
    }
    // `%(25)` has five bytes.
    match name[..at].rfind('%') {
        Some(escape) if escape + 5 > at => escape,
        _ => at,
    }
}

/// For people: the names as a path, with what cannot be shown escaped.
pub fn shown(names: &[String]) -> String {
    let mut shown = String::new();
    for (at, name) in names.iter().enumerate() {
        let _ = write!(
            shown,
            "{}{}",
            if at > 0 { "/" } else { "" },
            name.escape_debug()
        );
    }
    shown
}

#[cfg(test)]
#[path = "names_tests.rs"]
pub(crate) mod tests;
