//! Texts that tenants paste into the bucket field.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use crate::templates::assert_clean_prefix;
use domain::{BucketName, PastedBucket, Region, SetupTarget};

/// Checks the parser of the bucket field. The input has up to three lines: a pasted bucket, a path prefix, and the ARN of
/// a KMS key.
pub fn buckets(data: &[u8]) {
    let text = text(data);
    let input = Input::new(&text);
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (bucket, prefix, key) = (line(), line(), line());
    match PastedBucket::parse(bucket) {
        Ok(pasted) => check_parsed(&pasted),
        Err(refusal) => Input::new(bucket).check_refusal(&refusal),
    }
    let (place, errors) = SetupTarget::parse_partial(bucket, prefix, key);
    if !errors.is_empty() {
        input.check_errors(&errors);
    }
    assert_clean_prefix(&place.static_prefix);
}

fn check_parsed(pasted: &PastedBucket) {
    let bucket = &pasted.bucket;
    assert_eq!(BucketName::parse(bucket.as_str()).as_ref(), Ok(bucket));
    let name = bucket.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    assert!((3..=63).contains(&name.len()) && name.chars().all(plain) && !name.contains(".."));
    // The text that fills in a form must parse to the same bucket, without a prefix or region.
    let typed = PastedBucket::parse(&PastedBucket::unambiguous_text(bucket))
        .expect("a bucket name can be pasted");
    assert_eq!(
        (&typed.bucket, typed.prefix, typed.region),
        (bucket, None, None)
    );
    assert_ne!(pasted.prefix.as_deref(), Some(""));
    if let Some(region) = &pasted.region {
        assert_eq!(Region::parse(region.as_str()).as_ref(), Ok(region));
        assert_eq!(pasted.partition, Some(region.partition()));
    }
}
