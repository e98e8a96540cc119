//! Recognises access key IDs and secret access keys by their shape, without parsing them.

/// The length of every secret access key that AWS generates.
pub(crate) const SECRET_LENGTH: usize = 40;

/// Returns whether the text has the shape of AWS's access key IDs.
pub(crate) fn looks_like_key_id(text: &str) -> bool {
    text.len() == 20
        && (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Finds an access key ID inside a longer text, such as a line of a credentials file or of the console's CSV file.
pub(crate) fn find_key_id_within(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| looks_like_key_id(word))
        .filter(|id| id.len() < text.len())
}

/// Returns whether the text has the shape of AWS's secret access keys. A message must not repeat such a text.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    let any = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    text.len() == SECRET_LENGTH
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'/' || b == b'+')
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
}

/// Returns whether the text may be a piece of a secret access key: it is long, mixes capital and small letters, and has
/// none of the marks that are common in names but absent from secrets.
pub(crate) fn may_be_part_of_secret(text: &str) -> bool {
    let any = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    text.len() >= 30
        && !text.contains(['-', '.', ':', '_'])
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
}

/// Returns whether the line is labelled as a secret access key, as in `aws_secret_access_key = …`.
pub(crate) fn is_labelled_as_secret(line: &str) -> bool {
    line.split_once(['=', ':']).is_some_and(|(name, _)| {
        let name = name.to_ascii_lowercase();
        name.contains("secret") && name.contains("key")
    })
}
