//! Reading objects, whole, in ranges, or only what is known of them.

use std::collections::BTreeMap;
use std::io::{Read as _, Seek as _, SeekFrom};

use axum::body::Bytes;
use s3s::dto::{
    ChecksumMode, ETag, ETagCondition, GetObjectInput, GetObjectOutput, HeadObjectInput,
    HeadObjectOutput, Range, StreamingBlob,
};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use tokio::io::AsyncReadExt as _;
use tokio_util::io::ReaderStream;

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::objects::Object;
use crate::policy::Context;

use super::access::{allow, caller};
use super::body::{checksum, checksum_type};
use super::encryption::{encryption, may_use_key};

/// Up to this size an object is answered in one piece.
const SMALL: u64 = 64 * 1024;

pub async fn get_object(
    cloud: &Cloud,
    req: S3Request<GetObjectInput>,
) -> S3Result<GetObjectOutput> {
    let input = &req.input;
    let (object, mut file) = cloud
        .objects
        .open_object(&input.bucket, &input.key)
        .map_err(|e| unseen(&req, &input.bucket, e))?;
    unchanged(
        &object,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
    )?;
    let decrypting = object.attributes.kms_key.as_deref();
    may_use_key(caller(&req)?, "kms:Decrypt", decrypting)?;
    let (span, content_range) = span(input.range.as_ref(), object.size)?;
    let length = span.end - span.start;
    file.seek(SeekFrom::Start(span.start))
        .map_err(SandboxError::io("object"))?;
    let body = if length <= SMALL {
        let mut bytes = Vec::new();
        file.take(length)
            .read_to_end(&mut bytes)
            .map_err(SandboxError::io("object"))?;
        StreamingBlob::from_bytes(Bytes::from(bytes))
    } else {
        let reader = tokio::fs::File::from_std(file).take(length);
        StreamingBlob::wrap(ReaderStream::with_capacity(reader, 64 * 1024))
    };
    let stored = object
        .checksum
        .as_ref()
        .filter(|_| asked(input.checksum_mode.as_ref()) && content_range.is_none());
    let sums = checksum(stored);
    let attributes = object.attributes.clone();
    Ok(GetObjectOutput {
        body: Some(body),
        accept_ranges: Some("bytes".to_owned()),
        content_length: i64::try_from(length).ok(),
        content_range,
        content_type: attributes.content_type,
        content_encoding: attributes.content_encoding,
        content_disposition: attributes.content_disposition,
        content_language: attributes.content_language,
        cache_control: attributes.cache_control,
        metadata: metadata(attributes.metadata),
        server_side_encryption: Some(encryption(attributes.encryption)),
        ssekms_key_id: attributes.kms_key,
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.modified.into()),
        checksum_type: checksum_type(stored),
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..GetObjectOutput::default()
    })
}

pub async fn head_object(
    cloud: &Cloud,
    req: S3Request<HeadObjectInput>,
) -> S3Result<HeadObjectOutput> {
    let input = &req.input;
    let object = cloud
        .objects
        .find(&input.bucket, &input.key)
        .map_err(|e| unseen(&req, &input.bucket, e))?;
    unchanged(
        &object,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
    )?;
    let (span, content_range) = span(input.range.as_ref(), object.size)?;
    let stored = object
        .checksum
        .as_ref()
        .filter(|_| asked(input.checksum_mode.as_ref()));
    let sums = checksum(stored);
    let attributes = object.attributes.clone();
    Ok(HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        content_length: i64::try_from(span.end - span.start).ok(),
        content_range,
        content_type: attributes.content_type,
        content_encoding: attributes.content_encoding,
        content_disposition: attributes.content_disposition,
        content_language: attributes.content_language,
        cache_control: attributes.cache_control,
        metadata: metadata(attributes.metadata),
        server_side_encryption: Some(encryption(attributes.encryption)),
        ssekms_key_id: attributes.kms_key,
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.modified.into()),
        checksum_type: checksum_type(stored),
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..HeadObjectOutput::default()
    })
}

/// Who may not list the bucket is not told that a key is missing.
pub fn unseen<T>(req: &S3Request<T>, bucket: &str, error: SandboxError) -> S3Error {
    if matches!(error, SandboxError::NoSuchKey(_)) {
        let listing = caller(req).and_then(|c| {
            allow(
                c,
                "s3:ListBucket",
                &format!("arn:aws:s3:::{bucket}"),
                &Context::default(),
            )
        });
        if let Err(denied) = listing {
            return denied;
        }
    }
    error.into()
}

fn unchanged(
    object: &Object,
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
) -> S3Result<()> {
    let same = |wanted: &ETagCondition| match wanted {
        ETagCondition::Any => true,
        ETagCondition::ETag(etag) => etag.value() == object.etag,
    };
    if if_match.is_some_and(|wanted| !same(wanted)) {
        return Err(SandboxError::Precondition.into());
    }
    if if_none_match.is_some_and(same) {
        return Err(s3_error!(NotModified, "Not Modified"));
    }
    Ok(())
}

/// The bytes a range asks for, and the header that says so. An empty object has no first byte to give.
fn span(range: Option<&Range>, size: u64) -> S3Result<(std::ops::Range<u64>, Option<String>)> {
    let Some(range) = range else {
        return Ok((0..size, None));
    };
    match range.check(size) {
        Ok(span) if !span.is_empty() => {
            let header = format!("bytes {}-{}/{size}", span.start, span.end - 1);
            Ok((span, Some(header)))
        }
        _ => Err(s3_error!(
            InvalidRange,
            "The requested range is not satisfiable"
        )),
    }
}

fn metadata(stored: BTreeMap<String, String>) -> Option<s3s::dto::Metadata> {
    (!stored.is_empty()).then(|| stored.into_iter().collect())
}

fn asked(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}
