//! Cuts long texts.

/// Returns the first `max_chars` characters of a text that the client made up. An answer that repeats the whole text
/// would grow with the request.
pub fn truncate(text: &str, max_chars: usize) -> String {
    text.chars().take(max_chars).collect()
}
