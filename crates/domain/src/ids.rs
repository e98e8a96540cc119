//! The names a vendor gives its environments, flows and tenants.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

const MAX: usize = 128;

/// Letters, digits and `_ . @ : + = -`, beginning with a letter or digit: every such id is safe as
/// one segment of a path and of an S3 key.
fn parse_id(text: &str, what: &str) -> Result<String, Refusal> {
    let shown: String = text.chars().take(40).collect();
    if text.is_empty() {
        return Err(Refusal::new("required", format!("The {what} is missing.")));
    }
    if text.len() > MAX {
        return Err(Refusal::new(
            "too_long",
            format!("The {what} may have at most {MAX} characters."),
        ));
    }
    let good = |c: char| c.is_ascii_alphanumeric() || "_.@:+=-".contains(c);
    if let Some(bad) = text.chars().find(|c| !good(*c)) {
        return Err(Refusal::new(
            "bad_character",
            format!(
                "The {what} “{}” contains {bad:?}. Letters, digits and _ . @ : + = - are allowed.",
                shown.escape_debug()
            ),
        ));
    }
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(Refusal::new(
            "bad_start",
            format!("The {what} “{shown}” must begin with a letter or digit."),
        ));
    }
    Ok(text.to_owned())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// When the text is empty, too long or holds a character an id may not have.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                parse_id(text, $what).map(Self)
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

id!(
    /// An environment of the vendor, such as `prod.hg.acme.com`.
    EnvironmentId,
    "environment id"
);
id!(
    /// A flow of the vendor: one integration that tenants connect to, such as `Fq183dc`.
    FlowId,
    "flow id"
);
id!(
    /// A customer of the vendor, such as `acme_corp`.
    TenantId,
    "tenant id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_one_safe_segment() {
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
