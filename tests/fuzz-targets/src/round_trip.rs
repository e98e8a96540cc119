//! Checks that a parsed value prints as a text that parses to the same value.

use crate::answer_texts::Input;
use domain::Refusal;
use std::fmt::Debug;

/// Parses a text. Asserts that the value survives a round trip, or that the text of the refusal is sound.
pub fn parse_and_check<T: Debug + PartialEq>(
    input: &Input,
    text: &str,
    parse: fn(&str) -> Result<T, Refusal>,
    print: fn(&T) -> &str,
) -> Option<T> {
    match parse(text) {
        Ok(value) => {
            assert_eq!(parse(print(&value)).as_ref(), Ok(&value));
            Some(value)
        }
        Err(refusal) => {
            input.check_refusal(&refusal);
            None
        }
    }
}
