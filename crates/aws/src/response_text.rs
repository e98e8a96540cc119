//! Cleans texts from responses and limits their length.
//!
//! A tenant can name any store, and that store can send any text. What we keep of it reaches reports, pages and the
//! log, so every such text goes through [`sanitize`].

use domain::pasted_text::is_invisible;

/// The longest texts that are kept, in characters. All limits are well above what AWS sends.
pub(crate) mod max_length {
    pub(crate) const CODE: usize = 128;
    pub(crate) const MESSAGE: usize = 8_192;
    pub(crate) const REQUEST_ID: usize = 256;
    pub(crate) const VERSION_ID: usize = 1_024;
    /// IAM limits most ARNs to 2,048 characters.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    pub(crate) const ARN: usize = 2_048;
}

/// Removes control characters and invisible characters from `text`, and cuts the rest to `limit` characters.
pub(crate) fn sanitize(text: &str, limit: usize) -> String {
    let is_visible = |c: &char| !c.is_control() && !is_invisible(*c);
    text.chars().filter(is_visible).take(limit).collect()
}
