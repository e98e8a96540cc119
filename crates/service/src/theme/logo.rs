//! The vendor's logo. It is stored in the database, because pages load nothing from other servers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal;

const MAX_BYTES: usize = 64 * 1024;

/// An image in a format that browsers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Logo {
    /// Detects the format of an image.
    ///
    /// # Errors
    /// Returns a refusal if the image is too large or has another format.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Refusal> {
        if bytes.len() > MAX_BYTES {
            return Err(Refusal::new(
                "too_large",
                format!(
                    "The logo has {} KiB. The maximum is {} KiB.",
                    bytes.len() / 1024,
                    MAX_BYTES / 1024
                ),
            ));
        }
        let media_type = detect_media_type(&bytes).ok_or_else(|| {
            Refusal::new(
                "bad_logo",
                "The logo must be an SVG, PNG, JPEG or WebP image.",
            )
        })?;
        Ok(Self { media_type, bytes })
    }

    pub fn fingerprint(&self) -> String {
        use sha2::Digest as _;
        hex::encode(&sha2::Sha256::digest(&self.bytes)[..8])
    }

    pub fn to_text(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::parse(STANDARD.decode(text).ok()?).ok()
    }
}

/// Detects the format by the first bytes. File names and browsers' content types are not reliable.
fn detect_media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        let text = std::str::from_utf8(bytes).ok()?;
        // SVG is text, and can begin with a byte order mark, an XML declaration or a comment.
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let is_xml = ["<svg", "<?xml", "<!--"]
            .into_iter()
            .any(|prefix| start.starts_with(prefix));
        (is_xml && text.contains("<svg") && text.contains("http://www.w3.org/2000/svg"))
            .then_some("image/svg+xml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_the_format_by_the_bytes() {
        let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        for (bytes, expected) in [
            (svg.as_bytes().to_vec(), Some("image/svg+xml")),
            (b"\x89PNG\r\n\x1a\nrest".to_vec(), Some("image/png")),
            (b"\xff\xd8\xff\xe0".to_vec(), Some("image/jpeg")),
            (b"RIFF\x01\x02\x03\x04WEBP".to_vec(), Some("image/webp")),
            (
                b"<html><svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
                None,
            ),
            (b"GIF89a".to_vec(), None),
            (Vec::new(), None),
            (vec![0xff; 70_000], None),
        ] {
            let logo = Logo::parse(bytes);
            assert_eq!(logo.as_ref().ok().map(|logo| logo.media_type), expected);
            if let Ok(logo) = logo {
                assert_eq!(Logo::from_text(&logo.to_text()), Some(logo));
            }
        }
    }
}
