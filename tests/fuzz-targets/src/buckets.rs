//! Texts that tenants paste into the bucket field.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use crate::templates::assert_clean_prefix;
use domain::{BucketAddress, PastedBucket, Region, SetupTarget};

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
    assert_eq!(BucketAddress::parse(bucket.as_str()).as_ref(), Ok(bucket));
    assert_is_plain(bucket);
    // The text that fills in a form must parse to the same bucket, without a prefix or region.
    let typed = PastedBucket::parse(&PastedBucket::unambiguous_text(bucket))
        .expect("a bucket name can be pasted");
    assert_eq!((&typed.bucket, typed.prefix), (bucket, None));
    // Only an ARN contains a region as well.
    assert_eq!(typed.region, bucket.region().filter(|_| bucket.is_arn()));
    assert_ne!(pasted.prefix.as_deref(), Some(""));
    if let Some(region) = &pasted.region {
        assert_eq!(Region::parse(region.as_str()).as_ref(), Ok(region));
        assert_eq!(pasted.partition, Some(region.partition()));
    }
}

/// Asserts that nothing in a bucket's name, or in the ARN of an access point, means something else in a policy or a URL.
fn assert_is_plain(bucket: &BucketAddress) {
    let text = bucket.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let BucketAddress::AccessPoint(arn) = bucket else {
        assert!((3..=63).contains(&text.len()) && !text.contains(".."));
        assert!(text.chars().all(|c| plain(c) || c == '.'));
        return;
    };
    let parts: Vec<&str> = text.split(':').collect();
    let ["arn", partition, "s3", region, account, resource] = parts[..] else {
        panic!("not an ARN: {text}");
    };
    let name = resource.strip_prefix("accesspoint/").expect("a name");
    assert_eq!(partition, arn.partition().as_str());
    assert_eq!(Region::parse(region).ok(), arn.region());
    assert_eq!(account, arn.account());
    assert!(
        (3..=50).contains(&name.len()) && name.chars().all(plain),
        "{text}"
    );
    assert!(region.chars().all(plain) && account.len() == 12, "{text}");
}
