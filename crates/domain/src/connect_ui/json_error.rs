//! Mistakes in the JSON that a vendor types.

/// Why a text is not the JSON object that was expected, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    pub detail: String,
}

impl JsonError {
    pub(super) fn new(text: &str, error: &serde_json::Error) -> Self {
        let detail = if error.is_eof() {
            "The text ends before the JSON is complete.".to_owned()
        } else {
            error_sentence(error)
        };
        let before = accepted_text(text, error, &detail);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        Self {
            line: before.matches('\n').count() + 1,
            column: column.max(1),
            detail,
        }
    }
}

/// Returns the text up to the character that the error is about.
fn accepted_text<'a>(text: &'a str, error: &serde_json::Error, detail: &str) -> &'a str {
    let line_breaks_before = error.line().saturating_sub(1);
    let line_starts = text.match_indices('\n').map(|(at, _)| at + 1);
    let line_start = std::iter::once(0)
        .chain(line_starts)
        .nth(line_breaks_before)
        .unwrap_or(text.len());
    // serde counts a column in bytes. The character at which it stopped is the last one.
    let end = text.floor_char_boundary(line_start + error.column());
    let before = text.get(..end).unwrap_or(text);
    if error.is_eof() {
        return before.trim_end();
    }
    // A missing comma belongs after what serde accepted last, which may be on an earlier line.
    if detail.starts_with("Expected `,` or") {
        let accepted = before.char_indices().next_back().map_or(0, |(at, _)| at);
        return before.get(..accepted).unwrap_or_default().trim_end();
    }
    // A string without a closing quote ends with its line. serde's position is on the next one.
    before.strip_suffix('\n').unwrap_or(before)
}

/// Turns serde's message into a sentence. Removes the position, which is shown separately, and cuts what is too long:
/// serde repeats what somebody typed.
pub(super) fn error_sentence(error: &serde_json::Error) -> String {
    const MAX_CHARACTERS: usize = 300;
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let mut characters = message.chars().take(MAX_CHARACTERS);
    let first: String = characters
        .by_ref()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", characters.collect::<String>())
}
