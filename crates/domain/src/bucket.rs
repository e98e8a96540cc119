//! The name of a bucket by AWS's rules, and the other forms in which people paste a bucket.
//!
//! Rules: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

use crate::access_key_shape::may_be_part_of_secret;
use crate::arn::{AccountId, ArnKind};
use crate::message::{Message, fields};
use crate::misplaced_value::MisplacedValue;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::{lookalike_characters, pasted_text};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

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
        if let Some(reserved) = RESERVED_SUFFIXES.iter().find(|s| name.ends_with(**s)) {
            return refuse("reserved", fields::bucket_reserved_end(*reserved));
        }
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

/// The text of a bucket field: a bare name, or a name with more around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedBucket {
    pub bucket: BucketName,
    /// The path after the name, without a leading slash.
    pub prefix: Option<String>,
    pub region: Option<Region>,
    /// The partition that an ARN or the region of a URL names.
    pub partition: Option<Partition>,
}

impl PastedBucket {
    /// Parses a name, `name/path`, `s3://name/path`, the ARN of a bucket or an object, an S3 URL of either style, or a
    /// URL copied from the S3 console.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text contains no bucket name,
    /// - the name breaks AWS's rules,
    /// - or the text is far more likely to be something else. A `s3://` before the name lifts this refusal.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if start.starts_with("s3://") {
            return Self::from_path(&text[5..]);
        }
        if start.starts_with("arn:") {
            return Self::from_arn(text);
        }
        if start.starts_with("https://") || start.starts_with("http://") {
            let after_scheme = text.find("://").map_or(0, |at| at + 3);
            return Self::from_url(&text[after_scheme..]);
        }
        Self::refuse_misplaced_value(text)?;
        Self::from_path(text)
    }

    /// Refuses a text that is more likely to be the value of another field. A bucket's name can be an account ID or a
    /// region code, so those refusals tell how to enter such a name.
    fn refuse_misplaced_value(text: &str) -> Result<(), Refusal> {
        let (name, _) = text.split_once('/').unwrap_or((text, ""));
        // A secret may contain slashes, so the whole text is judged before the name.
        match MisplacedValue::detect(text).or_else(|| MisplacedValue::detect(name)) {
            None => Ok(()),
            Some(value @ (MisplacedValue::AccountId | MisplacedValue::Region)) => {
                Err(value.refuse(fields::bucket_or_really(name)))
            }
            Some(value) => Err(value.refuse(fields::bucket_required())),
        }
    }

    /// Returns the text that [`Self::parse`] reads as this bucket: the name, with `s3://` if the name alone would be
    /// refused.
    pub fn unambiguous_text(bucket: &BucketName) -> String {
        match Self::refuse_misplaced_value(bucket.as_str()) {
            Ok(()) => bucket.to_string(),
            Err(_) => format!("s3://{bucket}"),
        }
    }

    fn from_path(path: &str) -> Result<Self, Refusal> {
        let (name, prefix) = path.split_once('/').unwrap_or((path, ""));
        let bucket = BucketName::parse(name)?;
        Ok(Self {
            bucket,
            prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
            region: None,
            partition: None,
        })
    }

    fn from_arn(arn: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        match parts[..] {
            // The ARN of a bucket or an object has neither region nor account. People copy it from policies, with the
            // wildcard at its end.
            [_, partition, "s3", "", "", path] => Ok(Self {
                partition: Some(Partition::parse(partition)?),
                ..Self::from_path(path.trim_end_matches('*'))?
            }),
            [_, _, "s3", ..] => Err(Refusal::new("access_point", fields::bucket_access_point())),
            _ => Err(match ArnKind::detect(arn) {
                Some(kind) => MisplacedValue::Arn(kind).refuse(fields::bucket_required()),
                None => Refusal::new("wrong_arn", fields::bucket_arn_cut()),
            }),
        }
    }

    /// Parses a URL without its scheme.
    fn from_url(url: &str) -> Result<Self, Refusal> {
        let url = url.split('#').next().unwrap_or(url);
        let (location, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = location.split_once('/').unwrap_or((location, ""));
        let host = host.to_ascii_lowercase();
        let mut pasted =
            if host.contains("console.aws.amazon.com") || host.contains("console.amazonaws") {
                Self::from_console_url(path, query)?
            } else {
                Self::from_s3_url(&host, path)?
            };
        pasted.prefix = pasted.prefix.map(|p| decode(&p));
        pasted.partition = pasted.region.as_ref().map(Region::partition);
        Ok(pasted)
    }

    fn from_console_url(path: &str, query: &str) -> Result<Self, Refusal> {
        let parameter = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, value)| *key == name && !value.is_empty())
                .map(|(_, value)| value.to_owned())
        };
        // The bucket's name follows one of these segments: `/s3/buckets/NAME`, `/s3/object/NAME`.
        let mut segments = path.split('/');
        let name = segments
            .find(|segment| matches!(*segment, "buckets" | "object" | "bucket"))
            .and_then(|_| segments.next())
            .unwrap_or_default();
        if name.is_empty() {
            return Err(Refusal::new(
                "no_bucket_in_url",
                fields::bucket_not_in_address(),
            ));
        }
        Ok(Self {
            bucket: BucketName::parse(name)?,
            prefix: parameter("prefix"),
            region: parameter("region").and_then(|region| Region::parse(&region).ok()),
            partition: None,
        })
    }

    fn from_s3_url(host: &str, path: &str) -> Result<Self, Refusal> {
        let not_s3 = || Refusal::new("not_s3_url", fields::bucket_not_s3());
        let host = host.split(':').next().unwrap_or(host);
        let stem = s3_host_stem(host).ok_or_else(not_s3)?;
        let mut pasted = if stem == "s3" || stem.starts_with("s3.") || stem.starts_with("s3-") {
            // Path style: `s3.REGION.amazonaws.com/BUCKET/PATH`
            Self::from_path(path)?
        } else {
            // Virtual-hosted style: `BUCKET.s3.REGION.amazonaws.com/PATH`
            let at = [".s3.", ".s3-"]
                .iter()
                .filter_map(|mark| stem.rfind(mark))
                .max();
            let name = at
                .map(|at| &stem[..at])
                .or_else(|| stem.strip_suffix(".s3"));
            Self {
                bucket: BucketName::parse(name.ok_or_else(not_s3)?)?,
                prefix: (!path.is_empty()).then(|| path.to_owned()),
                region: None,
                partition: None,
            }
        };
        pasted.region = region_of_s3_host(host);
        Ok(pasted)
    }
}

/// Returns the host of an S3 endpoint without its domain.
fn s3_host_stem(host: &str) -> Option<&str> {
    host.strip_suffix(".amazonaws.com")
        .or_else(|| host.strip_suffix(".amazonaws.com.cn"))
}

/// Returns the region in the host of an S3 endpoint, such as `my-bucket.s3.eu-west-1.amazonaws.com`. The host of the
/// global endpoint contains none.
pub fn region_of_s3_host(host: &str) -> Option<Region> {
    // Looks from the end, and only as far as the service's name, because a bucket's name may contain dots. Legacy hosts
    // have `s3-REGION` as one part.
    let parts = s3_host_stem(host)?.rsplit('.');
    let mut after_service = parts.take_while(|part| *part != "s3");
    after_service.find_map(|part| {
        let part = part.strip_prefix("s3-").unwrap_or(part);
        Region::parse(part).ok()
    })
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
#[path = "bucket_tests.rs"]
mod tests;
