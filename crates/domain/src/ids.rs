//! The IDs that a vendor gives to its environments, flows and tenants.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

const MAX_LENGTH: usize = 128;

/// Parses an ID: letters, digits and `_ . @ : + = -`, with a letter or digit first. Every such ID is safe as one
/// segment of a URL path and of an S3 key.
fn parse_id(text: &str, kind: &str) -> Result<String, Refusal> {
    // A message must not repeat a megabyte that somebody sends as an ID.
    let excerpt: String = text.chars().take(40).collect();
    if text.is_empty() {
        return Err(Refusal::new("required", format!("The {kind} is missing.")));
    }
    if text.len() > MAX_LENGTH {
        return Err(Refusal::new(
            "too_long",
            format!("The {kind} can have at most {MAX_LENGTH} characters."),
        ));
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_.@:+=-".contains(c);
    if let Some(bad) = text.chars().find(|c| !is_allowed(*c)) {
        return Err(Refusal::new(
            "bad_character",
            format!(
                "The {kind} “{}” contains {bad:?}. Letters, digits and _ . @ : + = - are allowed.",
                excerpt.escape_debug()
            ),
        ));
    }
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(Refusal::new(
            "bad_start",
            format!("The {kind} “{excerpt}” must begin with a letter or digit."),
        ));
    }
    Ok(text.to_owned())
}

macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(
            feature = "openapi",
            schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9][A-Za-z0-9_.@:+=-]*$")
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses the ID.
            ///
            /// # Errors
            /// Returns a refusal if the text is empty or too long, or contains a character that is not allowed.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                parse_id(text, $kind).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refusal;
            fn try_from(text: String) -> Result<Self, Refusal> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

define_id!(
    /// An environment of the vendor, such as `prod.hg.acme.com`.
    EnvironmentId,
    "environment id"
);
define_id!(
    /// A flow of the vendor: one integration that tenants connect to, such as `Fq183dc`.
    FlowId,
    "flow id"
);
define_id!(
    /// A customer of the vendor, such as `acme_corp`.
    TenantId,
    "tenant id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_safe_path_segment() {
        for good in [
            "a",
            "acme_corp",
            "prod.hg.acme.com",
            "a@b.c",
            "550e8400-e29b",
            "A+b=c:d",
        ] {
            assert_eq!(TenantId::parse(good).expect(good).as_str(), good);
        }
        let long = "a".repeat(129);
        for (bad, code) in [
            ("", "required"),
            ("a/b", "bad_character"),
            ("a b", "bad_character"),
            ("a\0", "bad_character"),
            ("ü", "bad_character"),
            ("..", "bad_start"),
            (".a", "bad_start"),
            ("-a", "bad_start"),
            (long.as_str(), "too_long"),
        ] {
            assert_eq!(TenantId::parse(bad).expect_err(bad).code, code, "{bad:?}");
        }
    }
}
