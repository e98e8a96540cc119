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
        let line = text.split('\n').nth(error.line().saturating_sub(1));
        // serde counts a column in bytes. Only bytes that begin a character count here.
        let before = line.unwrap_or_default().bytes().take(error.column());
        let column = before.filter(|byte| byte & 0xc0 != 0x80).count();
        Self {
            line: error.line().max(1),
            column: column.max(1),
            detail: if error.is_eof() {
                "The text ends before the JSON is complete.".to_owned()
            } else {
                error_sentence(error)
            },
        }
    }
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
