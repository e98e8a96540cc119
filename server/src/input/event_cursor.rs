//! Cursors of the audit log.

/// Returns whether a text has the form of an event ID, after which a page of the audit log begins.
pub fn is_event_cursor(text: &str) -> bool {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 28 && text.bytes().all(is_hex)
}
