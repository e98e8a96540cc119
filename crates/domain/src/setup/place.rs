//! What a tenant says of the bucket, read leniently: a form that is half filled in is shown half filled in.

use crate::arn::KmsKeyArn;
use crate::bucket::{BucketName, PastedBucket};
use crate::connect_ui::names;
use crate::draft::reader::path_text;
use crate::partition::Partition;
use crate::paste;
use crate::path_template::PathTemplate;
use crate::refusal::{FieldError, Refusal};

/// Where the vendor is let in, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub bucket: Option<BucketName>,
    /// The path prefix up to its first variable.
    pub static_prefix: String,
    pub kms_key: Option<KmsKeyArn>,
    pasted_in: Option<Partition>,
}

impl Place {
    /// What can be understood of the three fields, and what is wrong with the rest. Empty fields are no mistake.
    pub fn read(bucket: &str, path_prefix: &str, kms_key: &str) -> (Self, Vec<FieldError>) {
        let mut errors = Vec::new();
        let mut keep = |field: &str, refusal: Refusal| errors.push(refusal.at(field));
        let pasted = unless_empty(bucket, PastedBucket::parse)
            .map_err(|refusal| keep(names::BUCKET, refusal))
            .ok()
            .flatten();
        let (field, path) =
            path_text(pasted.as_ref(), paste::bare(path_prefix)).unwrap_or_else(|refusal| {
                keep(names::BUCKET, refusal);
                (names::PATH_PREFIX, path_prefix.to_owned())
            });
        let template = PathTemplate::parse_typed(&path)
            .map_err(|refusal| keep(field, refusal))
            .ok();
        let kms_key = unless_empty(kms_key, KmsKeyArn::parse)
            .map_err(|refusal| keep(names::KMS_KEY_ARN, refusal))
            .ok()
            .flatten();
        let place = Self {
            pasted_in: pasted.as_ref().and_then(|p| p.partition),
            bucket: pasted.map(|p| p.bucket),
            static_prefix: template.map_or_else(String::new, |t| t.static_prefix().to_owned()),
            kms_key,
        };
        (place, errors)
    }

    /// Known when the bucket was pasted with it, or through its key.
    pub fn partition(&self) -> Option<Partition> {
        let key = self.kms_key.as_ref().map(KmsKeyArn::partition);
        self.pasted_in.or(key)
    }
}

fn unless_empty<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<Option<T>, Refusal> {
    if paste::bare(text).is_empty() {
        return Ok(None);
    }
    parse(text).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_kept_beside_what_is_wrong() {
        let read = |bucket, prefix, key| {
            let (place, errors) = Place::read(bucket, prefix, key);
            let bucket = place.bucket.as_ref().map_or("", BucketName::as_str);
            let errors: Vec<String> = errors
                .iter()
                .map(|e| format!("{} {}", e.field, e.code))
                .collect();
            let partition = place.partition().map_or("", Partition::as_str);
            format!(
                "{bucket}|{}|{partition}|{}",
                place.static_prefix,
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
        ] {
            assert_eq!(
                read(bucket, prefix, key),
                expected,
                "{bucket} {prefix} {key}"
            );
        }
    }
}
