//! Reads a target's input from bytes.

/// Returns the bytes as text, with invalid UTF-8 replaced as in forms.
pub fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Splits off the first byte, which chooses among a target's variants.
#[cfg(any(feature = "aws", feature = "server"))]
pub fn choice(data: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = data.split_first()?;
    Some((usize::from(*first), rest))
}
