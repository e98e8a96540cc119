//! Things in S3 that look like a bucket and that we do not connect, each with its reason.
//!
//! Names: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>,
//! ARNs: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-resources-for-iam-policies>

use crate::message::{Message, fields};
use crate::refusal::Refusal;

/// What a name ends with, or an ARN contains between colons; the code of the refusal, and its reason.
type Mark = (&'static str, &'static str, fn() -> Message);

const MARKS: [Mark; 11] = [
    ("--ol-s3", "object_lambda", fields::bucket_object_lambda),
    (
        ":s3-object-lambda:",
        "object_lambda",
        fields::bucket_object_lambda,
    ),
    (
        ".mrap",
        "multi_region_access_point",
        fields::bucket_multi_region,
    ),
    // The host of one: `ALIAS.mrap.accesspoint.s3-global.amazonaws.com`
    (
        ".mrap.accesspoint",
        "multi_region_access_point",
        fields::bucket_multi_region,
    ),
    // No other ARN of S3 has an account but no region.
    (
        ":s3::",
        "multi_region_access_point",
        fields::bucket_multi_region,
    ),
    ("--x-s3", "directory_bucket", fields::bucket_directory),
    ("--xa-s3", "directory_bucket", fields::bucket_directory),
    (":s3express:", "directory_bucket", fields::bucket_directory),
    ("--table-s3", "table_bucket", fields::bucket_table),
    (":s3tables:", "table_bucket", fields::bucket_table),
    (":s3-outposts:", "outposts", fields::bucket_outposts),
];

/// Refuses a name, an alias or an ARN of such a thing. The ARN of a bucket must not be passed.
pub(crate) fn refuse(text: &str) -> Result<(), Refusal> {
    let is_marked =
        |mark: &str| text.ends_with(mark) || (mark.starts_with(':') && text.contains(mark));
    let found = MARKS.iter().find(|(mark, ..)| is_marked(mark));
    found.map_or(Ok(()), |(_, code, reason)| {
        Err(Refusal::new(code, reason()))
    })
}
