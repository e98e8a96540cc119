//! What the setup guide knows about the bucket, parsed leniently from a form that may be half filled in.

use crate::arn::KmsKeyArn;
use crate::bucket_address::BucketAddress;
use crate::connect_ui::field_names;
use crate::draft::effective_prefix::effective_prefix;
use crate::partition::Partition;
use crate::pasted_bucket::PastedBucket;
use crate::pasted_text;
use crate::path_template::PathTemplate;
use crate::policy::{ACCESS_POINT_PLACEHOLDER, BUCKET_PLACEHOLDER};
use crate::refusal::{FieldError, Refusal};

/// The part of a bucket that the vendor gets access to, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupTarget {
    pub bucket: Option<BucketAddress>,
    /// The path prefix up to its first variable.
    pub static_prefix: String,
    pub kms_key: Option<KmsKeyArn>,
    /// The partition that was pasted with the bucket.
    bucket_partition: Option<Partition>,
}

impl SetupTarget {
    /// Parses each of the three fields that is valid, and returns errors for the others. An empty field is not an
    /// error.
    pub fn parse_partial(
        bucket: &str,
        path_prefix: &str,
        kms_key: &str,
    ) -> (Self, Vec<FieldError>) {
        let mut errors = Vec::new();
        let mut record = |field: &str, refusal: Refusal| errors.push(refusal.for_field(field));
        let pasted = unless_empty(bucket, PastedBucket::parse)
            .map_err(|refusal| record(field_names::BUCKET, refusal))
            .ok()
            .flatten();
        let (field, path) = effective_prefix(pasted.as_ref(), pasted_text::clean(path_prefix))
            .unwrap_or_else(|refusal| {
                record(field_names::BUCKET, refusal);
                (field_names::PATH_PREFIX, path_prefix.to_owned())
            });
        let template = PathTemplate::parse_user_input(&path)
            .map_err(|refusal| record(field, refusal))
            .ok();
        let kms_key = unless_empty(kms_key, KmsKeyArn::parse)
            .map_err(|refusal| record(field_names::KMS_KEY_ARN, refusal))
            .ok()
            .flatten();
        let target = Self {
            bucket_partition: pasted.as_ref().and_then(|p| p.partition),
            bucket: pasted.map(|p| p.bucket),
            static_prefix: template.map_or_else(String::new, |t| t.static_prefix().to_owned()),
            kms_key,
        };
        (target, errors)
    }

    /// Returns the placeholder that policies have in place of the bucket, if they cannot name it.
    pub fn placeholder(&self) -> Option<&'static str> {
        match &self.bucket {
            None => Some(BUCKET_PLACEHOLDER),
            Some(bucket) => bucket.is_alias().then_some(ACCESS_POINT_PLACEHOLDER),
        }
    }

    /// Returns the bucket's partition, if it was pasted with the bucket or the KMS key names it.
    pub fn partition(&self) -> Option<Partition> {
        let key = self.kms_key.as_ref().map(KmsKeyArn::partition);
        self.bucket_partition.or(key)
    }
}

fn unless_empty<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<Option<T>, Refusal> {
    if pasted_text::clean(text).is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_name_a_bucket_or_an_access_point_but_no_alias() {
        for (bucket, placeholder) in [
            ("", Some("your-bucket")),
            ("my-data", None),
            ("abc-s3alias", Some("your-access-point-arn")),
            ("arn:aws:s3:eu-west-1:111122223333:accesspoint/abc", None),
        ] {
            let (target, _) = SetupTarget::parse_partial(bucket, "", "");
            assert_eq!(target.placeholder(), placeholder, "{bucket}");
        }
    }

    #[test]
    fn parses_valid_fields_beside_invalid_ones() {
        let summarize = |bucket, prefix, key| {
            let (target, errors) = SetupTarget::parse_partial(bucket, prefix, key);
            let bucket = target.bucket.as_ref().map_or("", BucketAddress::as_str);
            let errors: Vec<String> = errors
                .iter()
                .map(|e| format!("{} {}", e.field, e.code))
                .collect();
            let partition = target.partition().map_or("", Partition::as_str);
            format!(
                "{bucket}|{}|{partition}|{}",
                target.static_prefix,
                errors.join(", ")
            )
        };
        for (bucket, prefix, key, expected) in [
            ("", "", "", "|||"),
            ("data-1", "in/{tenant}/", "", "data-1|in/||"),
            ("s3://data-1/in", "", "", "data-1|in/||"),
            ("s3://data-1/a{b", "", "", "data-1|a{b/||"),
            ("s3://data-1/in", "in/", "", "data-1|in/||"),
            (
                "s3://data-1/in",
                "out",
                "",
                "data-1|out/||bucket path_in_bucket",
            ),
            ("arn:aws-cn:s3:::data-1", "", "", "data-1||aws-cn|"),
            (
                "data-1",
                "",
                "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1",
                "data-1||aws-us-gov|",
            ),
            (
                "Data",
                "in",
                "x",
                "|in/||bucket bad_character, kms_key_arn not_an_arn",
            ),
            ("data-1", "/in", "", "data-1|||path_prefix leading_slash"),
            (
                "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/abc/object/in/*",
                "",
                "",
                "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/abc|in/|aws-cn|",
            ),
            ("abc--ol-s3", "", "", "|||bucket object_lambda"),
        ] {
            assert_eq!(
                summarize(bucket, prefix, key),
                expected,
                "{bucket} {prefix} {key}"
            );
        }
    }
}
