//! The operations that read objects: `GetObject` and `HeadObject`.

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
use crate::policy::RequestContext;

use super::access::{request_caller, require_permission};
use super::checksum_fields::{checksum_type, set_checksum_fields};
use super::encryption::{check_kms_permission, encryption_or_default};

/// Up to this size a body is read into memory and sent in one piece. A larger body is streamed.
const MAX_BUFFERED_SIZE: u64 = 64 * 1024;

/// Builds the answer to `GetObject`, except its body, or to `HeadObject`. It is a macro because `s3s` has no trait for the
/// two answers.
macro_rules! object_output {
    ($Output:ident, $object:ident, $length:expr, $content_range:expr, $checksum:expr) => {{
        let checksum = $checksum;
        let attributes = $object.attributes.clone();
        let mut output = $Output {
            accept_ranges: Some("bytes".to_owned()),
            content_length: i64::try_from($length).ok(),
            content_range: $content_range,
            content_type: attributes.content_type,
            content_encoding: attributes.content_encoding,
            content_disposition: attributes.content_disposition,
            content_language: attributes.content_language,
            cache_control: attributes.cache_control,
            metadata: non_empty_metadata(attributes.metadata),
            server_side_encryption: Some(encryption_or_default(attributes.encryption)),
            ssekms_key_id: attributes.kms_key,
            e_tag: Some(ETag::Strong($object.etag.clone())),
            last_modified: Some($object.modified.into()),
            checksum_type: checksum_type(checksum),
            ..$Output::default()
        };
        set_checksum_fields!(output, checksum);
        output
    }};
}

pub async fn get_object(
    cloud: &Cloud,
    req: S3Request<GetObjectInput>,
) -> S3Result<GetObjectOutput> {
    let input = &req.input;
    let (object, mut file) = cloud
        .objects
        .open_object(&input.bucket, &input.key)
        .map_err(|e| hide_missing_key(&req, &input.bucket, e))?;
    check_conditions(
        &object,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
    )?;
    let kms_key = object.attributes.kms_key.as_deref();
    check_kms_permission(request_caller(&req)?, "kms:Decrypt", kms_key)?;
    let (range, content_range) = resolve_range(input.range.as_ref(), object.size)?;
    let length = range.end - range.start;
    file.seek(SeekFrom::Start(range.start))
        .map_err(SandboxError::io("object"))?;
    let body = if length <= MAX_BUFFERED_SIZE {
        let mut bytes = Vec::new();
        file.take(length)
            .read_to_end(&mut bytes)
            .map_err(SandboxError::io("object"))?;
        StreamingBlob::from_bytes(Bytes::from(bytes))
    } else {
        let reader = tokio::fs::File::from_std(file).take(length);
        StreamingBlob::wrap(ReaderStream::with_capacity(reader, 64 * 1024))
    };
    // The checksum is the one of the whole object, so it would not match the bytes of a range.
    let checksum = object
        .checksum
        .as_ref()
        .filter(|_| wants_checksum(input.checksum_mode.as_ref()) && content_range.is_none());
    let mut output = object_output!(GetObjectOutput, object, length, content_range, checksum);
    output.body = Some(body);
    Ok(output)
}

pub async fn head_object(
    cloud: &Cloud,
    req: S3Request<HeadObjectInput>,
) -> S3Result<HeadObjectOutput> {
    let input = &req.input;
    let object = cloud
        .objects
        .find(&input.bucket, &input.key)
        .map_err(|e| hide_missing_key(&req, &input.bucket, e))?;
    check_conditions(
        &object,
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
    )?;
    let (range, content_range) = resolve_range(input.range.as_ref(), object.size)?;
    let checksum = object
        .checksum
        .as_ref()
        .filter(|_| wants_checksum(input.checksum_mode.as_ref()));
    let length = range.end - range.start;
    Ok(object_output!(
        HeadObjectOutput,
        object,
        length,
        content_range,
        checksum
    ))
}

/// Translates the error of a look-up. Like S3, it answers `AccessDenied` instead of `NoSuchKey` to a caller who is not
/// allowed to list the bucket, because the answer would reveal which keys exist.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
pub fn hide_missing_key<T>(req: &S3Request<T>, bucket: &str, error: SandboxError) -> S3Error {
    if matches!(error, SandboxError::NoSuchKey(_)) {
        let list_permission = request_caller(req).and_then(|caller| {
            require_permission(
                caller,
                "s3:ListBucket",
                &format!("arn:aws:s3:::{bucket}"),
                &RequestContext::default(),
            )
        });
        if let Err(access_denied) = list_permission {
            return access_denied;
        }
    }
    error.into()
}

/// Checks `If-Match` and `If-None-Match`.
fn check_conditions(
    object: &Object,
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
) -> S3Result<()> {
    let matches = |condition: &ETagCondition| match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(etag) => etag.value() == object.etag,
    };
    if if_match.is_some_and(|condition| !matches(condition)) {
        return Err(SandboxError::PreconditionFailed.into());
    }
    if if_none_match.is_some_and(matches) {
        return Err(s3_error!(NotModified, "Not Modified"));
    }
    Ok(())
}

/// Returns the bytes that a range selects, and the value of `Content-Range` for them.
fn resolve_range(
    range: Option<&Range>,
    size: u64,
) -> S3Result<(std::ops::Range<u64>, Option<String>)> {
    let Some(range) = range else {
        return Ok((0..size, None));
    };
    match range.check(size) {
        Ok(bytes) if !bytes.is_empty() => {
            let header = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            Ok((bytes, Some(header)))
        }
        // This includes every range of an empty object: it has no byte to send.
        _ => Err(s3_error!(
            InvalidRange,
            "The requested range is not satisfiable"
        )),
    }
}

fn non_empty_metadata(stored: BTreeMap<String, String>) -> Option<s3s::dto::Metadata> {
    (!stored.is_empty()).then(|| stored.into_iter().collect())
}

/// Returns whether the request has `x-amz-checksum-mode: ENABLED`. Without it S3 sends no checksum.
fn wants_checksum(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}
