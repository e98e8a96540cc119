//! AWS regions.

/// The region of a bucket that was created without one.
pub const HOME_REGION: &str = "us-east-1";

/// Returns whether `text` has the shape of a region name, such as `eu-central-1`.
pub fn is_region_name(text: &str) -> bool {
    // AWS adds regions all the time, so a list of names would soon be out of date. Only the shape is checked.
    let parts: Vec<&str> = text.split('-').collect();
    let Some((number, words)) = parts.split_last() else {
        return false;
    };
    words.len() >= 2
        && number.parse::<u8>().is_ok()
        && words
            .iter()
            .all(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase()))
}
