//! The operations on buckets, and `ListObjectsV2`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::dto::{
    Bucket, BucketLocationConstraint, CommonPrefix, CreateBucketInput, CreateBucketOutput,
    DeleteBucketInput, DeleteBucketOutput, ETag, EncodingType, GetBucketLocationInput,
    GetBucketLocationOutput, HeadBucketInput, HeadBucketOutput, ListBucketsInput,
    ListBucketsOutput, ListObjectsV2Input, ListObjectsV2Output, Object, ObjectStorageClass, Owner,
};
use s3s::region::Region;
use s3s::{S3Request, S3Result, s3_error};

use crate::cloud::Cloud;
use crate::objects::{ListQuery, PageStart};
use crate::regions::HOME_REGION;

use super::access::request_caller;
use super::s3_errors;

/// How many keys one page holds at most, whatever the request wants.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
const MAX_KEYS: usize = 1000;

/// The characters that `encoding-type=url` escapes.
const URL_ESCAPES: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'*')
    .remove(b'/');

pub async fn list_buckets(
    cloud: &Cloud,
    req: S3Request<ListBucketsInput>,
) -> S3Result<ListBucketsOutput> {
    let account = request_caller(&req)?.principal.account();
    let prefix = req.input.prefix.as_deref().unwrap_or_default();
    let directory = cloud.directory();
    let buckets = directory
        .buckets
        .iter()
        .filter(|(name, bucket)| bucket.account == account && name.starts_with(prefix))
        .filter(|(_, bucket)| {
            req.input
                .bucket_region
                .as_ref()
                .is_none_or(|region| *region == bucket.region)
        })
        .map(|(name, bucket)| Bucket {
            name: Some(name.clone()),
            creation_date: Some(bucket.created.into()),
            bucket_region: Some(bucket.region.clone()),
            ..Bucket::default()
        })
        .collect();
    let owner = Owner {
        display_name: None,
        id: Some(account.to_owned()),
    };
    Ok(ListBucketsOutput {
        buckets: Some(buckets),
        owner: Some(owner),
        ..ListBucketsOutput::default()
    })
}

pub async fn head_bucket(
    cloud: &Cloud,
    req: S3Request<HeadBucketInput>,
) -> S3Result<HeadBucketOutput> {
    let region = bucket_region(cloud, &req.input.bucket)?;
    Ok(HeadBucketOutput {
        bucket_region: Some(region),
        ..HeadBucketOutput::default()
    })
}

pub async fn create_bucket(
    cloud: &Cloud,
    req: S3Request<CreateBucketInput>,
) -> S3Result<CreateBucketOutput> {
    let account = request_caller(&req)?.principal.account();
    let constraint = req
        .input
        .create_bucket_configuration
        .as_ref()
        .and_then(|c| c.location_constraint.as_ref());
    let region = constraint.map_or(HOME_REGION, BucketLocationConstraint::as_str);
    let signed = req.region.as_ref().map_or(HOME_REGION, Region::as_str);
    // The endpoint of us-east-1 creates buckets in every region, any other endpoint only in its own.
    if signed != region && signed != HOME_REGION {
        return Err(s3_error!(
            IllegalLocationConstraintException,
            "The {} location constraint is incompatible for the region specific endpoint this request was sent to.",
            constraint.map_or("unspecified", BucketLocationConstraint::as_str)
        ));
    }
    // Bucket names are shared by all accounts. S3 has another error for a bucket of somebody else.
    let owner = cloud
        .directory()
        .buckets
        .get(&req.input.bucket)
        .map(|bucket| bucket.account.clone());
    if owner.is_some_and(|owner| owner == account) {
        return Err(s3_error!(
            BucketAlreadyOwnedByYou,
            "Your previous request to create the named bucket succeeded and you already own it."
        ));
    }
    cloud.create_bucket(&req.input.bucket, region, account)?;
    Ok(CreateBucketOutput {
        location: Some(format!("/{}", req.input.bucket)),
        ..CreateBucketOutput::default()
    })
}

pub async fn delete_bucket(
    cloud: &Cloud,
    req: S3Request<DeleteBucketInput>,
) -> S3Result<DeleteBucketOutput> {
    cloud.delete_bucket(&req.input.bucket)?;
    Ok(DeleteBucketOutput {})
}

pub async fn get_bucket_location(
    cloud: &Cloud,
    req: S3Request<GetBucketLocationInput>,
) -> S3Result<GetBucketLocationOutput> {
    let region = bucket_region(cloud, &req.input.bucket)?;
    // For us-east-1 S3 answers with an empty location.
    let constraint = (region != HOME_REGION).then(|| BucketLocationConstraint::from(region));
    Ok(GetBucketLocationOutput {
        location_constraint: constraint,
    })
}

pub async fn list_objects_v2(
    cloud: &Cloud,
    req: S3Request<ListObjectsV2Input>,
) -> S3Result<ListObjectsV2Output> {
    let input = req.input;
    let max = input
        .max_keys
        .map_or(Ok(MAX_KEYS), usize::try_from)
        .map_err(|_| {
            s3_error!(
                InvalidArgument,
                "Argument maxKeys must be an integer between 0 and 2147483647"
            )
        })?
        .min(MAX_KEYS);
    // With a continuation token S3 ignores `start-after`.
    let start = match (&input.continuation_token, &input.start_after) {
        (Some(token), _) => PageStart::parse(token).ok_or_else(|| {
            s3_error!(
                InvalidArgument,
                "The continuation token provided is incorrect"
            )
        })?,
        (None, Some(key)) => PageStart::AfterKey(key.clone()),
        (None, None) => PageStart::Beginning,
    };
    let prefix = input.prefix.clone().unwrap_or_default();
    let query = ListQuery {
        prefix: &prefix,
        delimiter: input.delimiter.as_deref(),
        start,
        max,
    };
    let page = cloud.objects.list(&input.bucket, &query)?;

    // Keys can hold characters that XML cannot, so clients such as the SDKs can have them escaped.
    let is_url_encoded = input
        .encoding_type
        .as_ref()
        .is_some_and(|kind| kind.as_str() == EncodingType::URL);
    let text = |plain: &str| {
        if is_url_encoded {
            utf8_percent_encode(plain, URL_ESCAPES).to_string()
        } else {
            plain.to_owned()
        }
    };
    let contents: Vec<Object> = page
        .objects
        .iter()
        .map(|object| Object {
            key: Some(text(&object.key)),
            size: i64::try_from(object.size).ok(),
            e_tag: Some(ETag::Strong(object.etag.clone())),
            last_modified: Some(object.modified.into()),
            storage_class: Some(ObjectStorageClass::from_static(
                ObjectStorageClass::STANDARD,
            )),
            ..Object::default()
        })
        .collect();
    let prefixes: Vec<CommonPrefix> = page
        .prefixes
        .iter()
        .map(|prefix| CommonPrefix {
            prefix: Some(text(prefix)),
        })
        .collect();
    Ok(ListObjectsV2Output {
        name: Some(input.bucket),
        prefix: Some(text(&prefix)),
        max_keys: i32::try_from(max).ok(),
        key_count: i32::try_from(contents.len() + prefixes.len()).ok(),
        continuation_token: input.continuation_token,
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.as_ref().and_then(PageStart::to_token),
        contents: (!contents.is_empty()).then_some(contents),
        common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
        delimiter: input.delimiter.as_deref().map(text),
        encoding_type: input.encoding_type,
        start_after: input.start_after.as_deref().map(text),
        ..ListObjectsV2Output::default()
    })
}

fn bucket_region(cloud: &Cloud, bucket: &str) -> S3Result<String> {
    cloud
        .directory()
        .buckets
        .get(bucket)
        .map(|bucket| bucket.region.clone())
        .ok_or_else(s3_errors::no_such_bucket)
}
