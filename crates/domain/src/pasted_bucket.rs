//! The text of a bucket field, and the many forms in which people paste a bucket or an access point.

use crate::access_point::AccessPointArn;
use crate::arn::ArnKind;
use crate::bucket_address::BucketAddress;
use crate::message::fields;
use crate::misplaced_value::MisplacedValue;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::{pasted_text, unsupported_bucket};
use percent_encoding::percent_decode_str;

/// The text of a bucket field: a bare name, or a name with more around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedBucket {
    pub bucket: BucketAddress,
    /// The path after the name, without a leading slash.
    pub prefix: Option<String>,
    pub region: Option<Region>,
    /// The partition that an ARN or the region of a URL names.
    pub partition: Option<Partition>,
}

impl PastedBucket {
    /// Parses a name, an alias, `name/path`, `s3://name/path`, the ARN of a bucket, an access point or an object, an S3
    /// URL of either style, or a URL copied from the S3 console.
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
            let rest = &text[5..];
            // The AWS CLI takes `s3://ARN/KEY`.
            return if rest.starts_with("arn:") {
                Self::from_arn(rest, "")
            } else {
                Self::from_path(rest)
            };
        }
        if start.starts_with("arn:") {
            // Policies name an object at an access point `ARN/object/KEY`.
            return Self::from_arn(text, "object/");
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
    pub fn unambiguous_text(bucket: &BucketAddress) -> String {
        if bucket.is_arn() {
            return bucket.to_string();
        }
        match Self::refuse_misplaced_value(bucket.as_str()) {
            Ok(()) => bucket.to_string(),
            Err(_) => format!("s3://{bucket}"),
        }
    }

    fn from_path(path: &str) -> Result<Self, Refusal> {
        let (name, prefix) = path.split_once('/').unwrap_or((path, ""));
        let bucket = BucketAddress::parse(name)?;
        Ok(Self {
            bucket,
            prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
            region: None,
            partition: None,
        })
    }

    /// Parses an ARN. At an access point, `before_key` is what precedes the key of an object.
    fn from_arn(arn: &str, before_key: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        match parts[..] {
            // The ARN of a bucket or an object has neither region nor account. People copy it from policies, with the
            // wildcard at its end.
            [_, partition, "s3", "", "", path] => Ok(Self {
                partition: Some(Partition::parse(partition)?),
                ..Self::from_path(path.trim_end_matches('*'))?
            }),
            [_, _, _, _, _, resource] => {
                // What follows can contain the key of an object, which is any text.
                unsupported_bucket::refuse(&arn[..arn.len() - resource.len()])?;
                match ArnKind::detect(arn) {
                    Some(ArnKind::AccessPoint) => {
                        let (arn, path) = split_access_point(arn);
                        let path = path.strip_prefix(before_key).unwrap_or(path);
                        let arn = AccessPointArn::parse(arn)?;
                        Ok(Self::at_access_point(arn, path.trim_end_matches('*')))
                    }
                    kind => Err(MisplacedValue::Arn(kind.unwrap_or(ArnKind::Other))
                        .refuse(fields::bucket_required())),
                }
            }
            _ => Err(Refusal::new("wrong_arn", fields::bucket_arn_cut())),
        }
    }

    fn at_access_point(arn: AccessPointArn, path: &str) -> Self {
        Self {
            prefix: (!path.is_empty()).then(|| path.to_owned()),
            region: arn.region(),
            partition: Some(arn.partition()),
            bucket: BucketAddress::AccessPoint(arn),
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
            bucket: BucketAddress::parse(name)?,
            prefix: parameter("prefix"),
            region: parameter("region").and_then(|region| Region::parse(&region).ok()),
            partition: None,
        })
    }

    fn from_s3_url(host: &str, path: &str) -> Result<Self, Refusal> {
        let not_s3 = || Refusal::new("not_s3_url", fields::bucket_not_s3());
        let host = host.split(':').next().unwrap_or(host);
        let stem = s3_host_stem(host).ok_or_else(not_s3)?;
        if let Some((label, _)) = stem.split_once(".s3-accesspoint") {
            let region = region_of_s3_host(host).ok_or_else(not_s3)?;
            // `NAME-ACCOUNT.s3-accesspoint.REGION.amazonaws.com/PATH`
            let (name, account) = label.rsplit_once('-').ok_or_else(not_s3)?;
            let partition = region.partition().as_str();
            let arn = format!("arn:{partition}:s3:{region}:{account}:accesspoint/{name}");
            return Ok(Self::at_access_point(AccessPointArn::parse(&arn)?, path));
        }
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
                bucket: BucketAddress::parse(name.ok_or_else(not_s3)?)?,
                prefix: (!path.is_empty()).then(|| path.to_owned()),
                region: None,
                partition: None,
            }
        };
        pasted.region = region_of_s3_host(host);
        Ok(pasted)
    }
}

/// Splits the ARN of an access point from what follows its name after a slash.
fn split_access_point(arn: &str) -> (&str, &str) {
    const KIND: &str = "accesspoint";
    // One more character separates the kind from the name: a slash or a colon.
    let name_at = arn.find(KIND).map_or(arn.len(), |at| at + KIND.len() + 1);
    let slash = arn
        .get(name_at..)
        .and_then(|rest| rest.find('/'))
        .map(|at| name_at + at);
    slash.map_or((arn, ""), |at| (&arn[..at], &arn[at + 1..]))
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
#[path = "pasted_bucket_tests.rs"]
mod tests;
