//! The vendor's picture: kept with us, for pages load nothing from elsewhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal;

const LARGEST: usize = 64 * 1024;

/// A picture of a kind that browsers show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Logo {
    /// # Errors
    /// When it is too large, or no picture of a kind that is taken.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Refusal> {
        if bytes.len() > LARGEST {
            return Err(Refusal::new(
                "too_large",
                format!(
                    "The logo has {} KiB; at most {} are taken.",
                    bytes.len() / 1024,
                    LARGEST / 1024
                ),
            ));
        }
        let media_type = kind(&bytes).ok_or_else(|| {
            Refusal::new("bad_logo", "This is no picture in SVG, PNG, JPEG or WebP.")
        })?;
        Ok(Self { media_type, bytes })
    }

    pub fn fingerprint(&self) -> String {
        use sha2::Digest as _;
        hex::encode(&sha2::Sha256::digest(&self.bytes)[..8])
    }

    pub fn as_text(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::parse(STANDARD.decode(text).ok()?).ok()
    }
}

/// By how it begins, whatever it was called.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        let text = std::str::from_utf8(bytes).ok()?;
        let begins = text.trim_start_matches('\u{feff}').trim_start();
        let xml =
            begins.starts_with("<svg") || begins.starts_with("<?xml") || begins.starts_with("<!--");
        (xml && text.contains("<svg") && text.contains("http://www.w3.org/2000/svg"))
            .then_some("image/svg+xml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        for (bytes, kind) in [
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
            assert_eq!(logo.as_ref().ok().map(|logo| logo.media_type), kind);
            if let Ok(logo) = logo {
                assert_eq!(Logo::from_text(&logo.as_text()), Some(logo));
            }
        }
    }
}
