//! What is pasted for a bucket.

use crate::templates::clean_start;
use crate::text;
use crate::texts::Asked;
use domain::{BucketName, PastedBucket, Place, Region};

/// Takes a pasted bucket; what follows the first line break is a path prefix, then a key's ARN.
pub fn buckets(data: &[u8]) {
    let text = text(data);
    let asked = Asked::text(&text);
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (bucket, prefix, key) = (line(), line(), line());
    match PastedBucket::parse(bucket) {
        Ok(pasted) => understood(&pasted),
        Err(refusal) => Asked::text(bucket).refusal(&refusal),
    }
    let (place, errors) = Place::read(bucket, prefix, key);
    if !errors.is_empty() {
        asked.errors(&errors);
    }
    clean_start(&place.static_prefix);
}

fn understood(pasted: &PastedBucket) {
    let bucket = &pasted.bucket;
    assert_eq!(BucketName::parse(bucket.as_str()).as_ref(), Ok(bucket));
    let name = bucket.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    assert!((3..=63).contains(&name.len()) && name.chars().all(plain) && !name.contains(".."));
    // What a form is filled in with is the bucket and nothing else.
    let typed = PastedBucket::parse(&PastedBucket::typed(bucket)).expect("the bucket again");
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
