//! A bucket's name by AWS's rules, and the forms people paste in its place.
//!
//! Rules: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>

use crate::access_key::may_be_secret;
use crate::message::{Message, fields};
use crate::mistaken::Shape;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::{arn, lookalike, paste};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

const RESERVED_PREFIXES: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The name of a general purpose S3 bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BucketName(String);

impl BucketName {
    /// # Errors
    /// When AWS could not have a bucket of this name; the words say which rule it breaks.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refuse = |code, detail: Message| Err(Refusal::new(code, detail));
        if name.is_empty() {
            return refuse("required", fields::bucket_required());
        }
        lookalike::refuse(name, |plain| Self::parse(plain).is_ok())?;
        if let Some(bad) = name.chars().find(|c| !allowed(*c)) {
            let lower = Some(name.to_ascii_lowercase()).filter(|lower| {
                lower != name && !may_be_secret(name) && Self::parse(lower).is_ok()
            });
            let words = match lower {
                Some(lower) => fields::bucket_character_meant(found(bad), lower),
                None => fields::bucket_character(found(bad)),
            };
            return refuse("bad_character", words);
        }
        if !(3..=63).contains(&name.len()) {
            return refuse("bad_length", fields::bucket_length(name.len()));
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !edge(name.chars().next()) || !edge(name.chars().last()) {
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
}

fn allowed(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-'
}

fn found(c: char) -> Message {
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

/// What a pasted bucket field holds: a bare name, or a name with more around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedBucket {
    pub bucket: BucketName,
    /// The path that came with the name, without a leading slash.
    pub prefix: Option<String>,
    pub region: Option<Region>,
    /// The partition of AWS that an ARN or an address says it is in.
    pub partition: Option<Partition>,
}

impl PastedBucket {
    /// Understands a name, `name/path`, `s3://name/path`, a bucket or object ARN, an S3 URL in
    /// either style, and an address copied from the S3 console.
    ///
    /// # Errors
    /// When no bucket name can be found in the text, the name breaks AWS's rules, or the text alone is
    /// far more likely something else.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if lower.starts_with("s3://") {
            return Self::from_path(&text[5..]);
        }
        if lower.starts_with("arn:") {
            return Self::from_arn(text);
        }
        if lower.starts_with("https://") || lower.starts_with("http://") {
            let after = text.find("://").map_or(0, |at| at + 3);
            return Self::from_url(&text[after..]);
        }
        Self::unlikely(text)?;
        Self::from_path(text)
    }

    /// A bucket could have an account ID or a region's code for its name; whoever means it can say so.
    fn unlikely(text: &str) -> Result<(), Refusal> {
        let (name, _) = text.split_once('/').unwrap_or((text, ""));
        match Shape::of(text).or_else(|| Shape::of(name)) {
            None => Ok(()),
            Some(shape @ (Shape::AccountId | Shape::Region)) => {
                Err(shape.instead_of(fields::bucket_or_really(name)))
            }
            Some(shape) => Err(shape.instead_of(fields::bucket_required())),
        }
    }

    /// What has to be typed for this bucket; see [`Self::parse`].
    pub fn typed(bucket: &BucketName) -> String {
        match Self::unlikely(bucket.as_str()) {
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
            [_, partition, "s3", "", "", path] => Ok(Self {
                partition: Some(Partition::parse(partition)?),
                ..Self::from_path(path.trim_end_matches('*'))?
            }),
            [_, _, "s3", ..] => Err(Refusal::new("access_point", fields::bucket_access_point())),
            _ => Err(match arn::kind(arn) {
                Some(kind) => Shape::Arn(kind).instead_of(fields::bucket_required()),
                None => Refusal::new("wrong_arn", fields::bucket_arn_cut()),
            }),
        }
    }

    fn from_url(rest: &str) -> Result<Self, Refusal> {
        let rest = rest.split('#').next().unwrap_or(rest);
        let (location, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = location.split_once('/').unwrap_or((location, ""));
        let host = host.to_ascii_lowercase();
        let mut found =
            if host.contains("console.aws.amazon.com") || host.contains("console.amazonaws") {
                Self::from_console(path, query)?
            } else {
                Self::from_s3_host(&host, path)?
            };
        found.prefix = found.prefix.map(|p| decode(&p));
        found.partition = found.region.as_ref().map(Region::partition);
        Ok(found)
    }

    fn from_console(path: &str, query: &str) -> Result<Self, Refusal> {
        let parameter = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, value)| *key == name && !value.is_empty())
                .map(|(_, value)| value.to_owned())
        };
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

    fn from_s3_host(host: &str, path: &str) -> Result<Self, Refusal> {
        let not_s3 = || Refusal::new("not_s3_url", fields::bucket_not_s3());
        let host = host.split(':').next().unwrap_or(host);
        let stem = host
            .strip_suffix(".amazonaws.com")
            .or_else(|| host.strip_suffix(".amazonaws.com.cn"))
            .ok_or_else(not_s3)?;
        let region = stem.rsplit('.').find_map(|part| {
            let part = part.strip_prefix("s3-").unwrap_or(part);
            Region::parse(part).ok()
        });
        let mut found = if stem == "s3" || stem.starts_with("s3.") || stem.starts_with("s3-") {
            Self::from_path(path)?
        } else {
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
        found.region = region;
        Ok(found)
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
#[path = "bucket_tests.rs"]
mod tests;
