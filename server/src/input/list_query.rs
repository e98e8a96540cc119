//! The query of a list: its filters, and which page of it.

use domain::{FieldError, Refusal};

/// The number of items on a page, unless the request says otherwise.
const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 200;

/// The page of a list that a caller asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct PageRequest<C> {
    /// Where the page begins. Without it, the page is the first.
    pub cursor: Option<C>,
    pub limit: usize,
}

/// Parses the fields `cursor` and `limit`, which every list of the API has. Adds an error for each that is not valid, so
/// that the caller learns of all errors at once.
pub fn parse_page<C>(
    cursor: &str,
    limit: &str,
    parse_cursor: impl FnOnce(&str) -> Option<C>,
    errors: &mut Vec<FieldError>,
) -> PageRequest<C> {
    let parsed = if cursor.is_empty() {
        None
    } else {
        let parsed = parse_cursor(cursor);
        if parsed.is_none() {
            let detail = "Use the next of an earlier page.";
            errors.push(FieldError::new("cursor", "bad_value", detail));
        }
        parsed
    };
    let is_allowed = |limit: &usize| (1..=MAX_LIMIT).contains(limit);
    let limit = if limit.is_empty() {
        DEFAULT_LIMIT
    } else {
        limit.parse().ok().filter(is_allowed).unwrap_or_else(|| {
            let detail = format!("A limit is a number from 1 to {MAX_LIMIT}.");
            errors.push(FieldError::new("limit", "bad_value", detail));
            DEFAULT_LIMIT
        })
    };
    PageRequest {
        cursor: parsed,
        limit,
    }
}

/// Parses a filter. A missing one is `None`. Adds an error if it is not valid.
pub fn parse_filter<T>(
    name: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, Refusal>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    parse(text)
        .map_err(|refusal| errors.push(FieldError::new(name, "bad_value", refusal.detail)))
        .ok()
}

/// Parses a filter that is one of a few names. A missing one is `None`. Adds an error that lists the names if it is
/// another.
pub fn parse_choice<T: Copy>(
    field: &str,
    text: &str,
    choices: &[(&str, T)],
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let found = choices.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let detail = format!("Use one of {}.", names.join(", "));
        errors.push(FieldError::new(field, "bad_value", detail));
    }
    found.map(|(_, choice)| *choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_cursor_of_its_list_and_at_most_200_items() {
        let number = |text: &str| text.parse::<u8>().ok();
        for (cursor, limit, expected, refused) in [
            ("", "", (None, 50), ""),
            ("7", "1", (Some(7), 1), ""),
            ("", "200", (None, 200), ""),
            ("", "201", (None, 50), "limit"),
            ("", "0", (None, 50), "limit"),
            ("", "-1", (None, 50), "limit"),
            ("", "1.5", (None, 50), "limit"),
            ("", "99999999999999999999", (None, 50), "limit"),
            ("x", "", (None, 50), "cursor"),
            ("\0", "x", (None, 50), "cursor limit"),
        ] {
            let mut errors = Vec::new();
            let page = parse_page(cursor, limit, number, &mut errors);
            assert_eq!((page.cursor, page.limit), expected, "{cursor:?} {limit:?}");
            let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(fields.join(" "), refused, "{cursor:?} {limit:?}");
        }
    }
}
