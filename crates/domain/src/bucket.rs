//! The name of a bucket by AWS's rules.
//!
//! Rules: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

use crate::access_key_shape::may_be_part_of_secret;
use crate::arn::AccountId;
use crate::message::{Message, fields};
use crate::refusal::Refusal;
use crate::region::Region;
use crate::{lookalike_characters, unsupported_bucket};
use serde::{Deserialize, Serialize};

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];

/// The name of a general purpose bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BucketName(String);

impl BucketName {
    /// Parses a bucket name.
    ///
    /// # Errors
    /// Returns a refusal that names the rule of AWS's that the name breaks.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refuse = |code, detail: Message| Err(Refusal::new(code, detail));
        if name.is_empty() {
            return refuse("required", fields::bucket_required());
        }
        lookalike_characters::refuse(name, |ascii| Self::parse(ascii).is_ok())?;
        if let Some(bad) = name.chars().find(|c| !is_allowed(*c)) {
            // Suggests the name in small letters, unless the suggestion could give away a secret.
            let suggestion = Some(name.to_ascii_lowercase()).filter(|lower| {
                lower != name && !may_be_part_of_secret(name) && Self::parse(lower).is_ok()
            });
            let detail = match suggestion {
                Some(lower) => fields::bucket_character_meant(describe_character(bad), lower),
                None => fields::bucket_character(describe_character(bad)),
            };
            return refuse("bad_character", detail);
        }
        if !(3..=63).contains(&name.len()) {
            return refuse("bad_length", fields::bucket_length(name.len()));
        }
        let is_edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !is_edge(name.chars().next()) || !is_edge(name.chars().last()) {
            return refuse("bad_edge", fields::bucket_edge());
        }
        if name.contains("..") {
            return refuse("two_dots", fields::bucket_two_dots());
        }
        if looks_like_ip(name) {
            return refuse("ip_address", fields::bucket_ip_address());
        }
        if let Some(reserved) = RESERVED_PREFIXES.iter().find(|p| name.starts_with(**p)) {
            return refuse("reserved", fields::bucket_reserved_start(*reserved));
        }
        unsupported_bucket::refuse(name)?;
        Ok(Self(name.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the account and the region that the name contains, if it is one of an account regional namespace: only
    /// that account can have a bucket with this name, and only in that region.
    pub fn account_regional(&self) -> Option<AccountRegionalName> {
        // `PREFIX-ACCOUNT-REGION-an`, for example `data-111122223333-eu-west-1-an`
        let rest = self.0.strip_suffix("-an")?;
        // A region's code has three parts or more, so this looks for the account instead of counting from the end.
        // The last match counts, because the prefix can contain such digits too.
        let at = rest.rmatch_indices('-').map(|(at, _)| at).find(|at| {
            let account = rest[at + 1..].split('-').next().unwrap_or_default();
            account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())
        })?;
        let (account, region) = rest[at + 1..].split_once('-')?;
        // Older names can look like this by chance. Then the last part is no region.
        Some(AccountRegionalName {
            account: AccountId::parse(account).ok()?,
            region: Region::parse(region)
                .ok()
                .filter(|region| Region::is_known(region.as_str()))?,
        })
    }
}

/// What the name of a bucket in an account regional namespace contains.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRegionalName {
    pub account: AccountId,
    pub region: Region,
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-'
}

/// Describes a character that no bucket name contains.
fn describe_character(c: char) -> Message {
    match c {
        ' ' => fields::found_blank(),
        '_' => fields::found_underscore(),
        c if c.is_ascii_uppercase() => fields::found_capital(c.to_string()),
        c if c.is_control() => fields::found_control(),
        c if c.is_ascii() => fields::found_character(c.to_string()),
        c => fields::found_code(c.to_string(), format!("U+{:04X}", u32::from(c))),
    }
}

fn looks_like_ip(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() == 4
        && parts
            .iter()
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

impl TryFrom<String> for BucketName {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<BucketName> for String {
    fn from(name: BucketName) -> Self {
        name.0
    }
}

impl std::fmt::Display for BucketName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[path = "bucket_tests.rs"]
mod tests;
