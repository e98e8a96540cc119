//! Reading, writing, copying and deleting objects.

use std::collections::BTreeMap;
use std::io::{Read as _, Seek as _, SeekFrom};

use axum::body::Bytes;
use axum::http::HeaderMap;
use s3s::dto::{
    ChecksumMode, CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource,
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject,
    ETag, ETagCondition, Error, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput,
    MetadataDirective, PutObjectInput, PutObjectOutput, Range, ServerSideEncryption, StreamingBlob,
};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use tokio::io::AsyncReadExt as _;
use tokio_util::io::ReaderStream;

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::iam::Caller;
use crate::objects::{Attributes, Condition, Object};
use crate::policy::Context;

use super::access::{allow, caller};
use super::body::{Claims, checksum, receive};
use super::errors;

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
    let sums = checksum(
        object
            .checksum
            .as_ref()
            .filter(|_| asked(input.checksum_mode.as_ref()) && content_range.is_none()),
    );
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
    let sums = checksum(
        object
            .checksum
            .as_ref()
            .filter(|_| asked(input.checksum_mode.as_ref())),
    );
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
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..HeadObjectOutput::default()
    })
}

pub async fn put_object(
    cloud: &Cloud,
    req: S3Request<PutObjectInput>,
) -> S3Result<PutObjectOutput> {
    let claims = Claims::of(&req, req.input.content_md5.clone());
    let attributes = attributes(&req.headers, req.input.metadata.clone());
    may_use_key(
        caller(&req)?,
        "kms:GenerateDataKey",
        attributes.kms_key.as_deref(),
    )?;
    let input = req.input;
    let condition = condition(input.if_match.as_ref(), input.if_none_match.as_ref())?;
    let received = receive(cloud, input.body, claims).await?;
    if let Some(announced) = input.content_length
        && u64::try_from(announced).is_ok_and(|announced| announced != received.size)
    {
        return Err(s3_error!(
            IncompleteBody,
            "The body is not as long as the Content-Length header says."
        ));
    }
    let object =
        cloud
            .objects
            .commit(&input.bucket, &input.key, received, attributes, &condition)?;
    let sums = checksum(object.checksum.as_ref());
    Ok(PutObjectOutput {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        server_side_encryption: Some(encryption(object.attributes.encryption.clone())),
        ssekms_key_id: object.attributes.kms_key.clone(),
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..PutObjectOutput::default()
    })
}

pub async fn copy_object(
    cloud: &Cloud,
    req: S3Request<CopyObjectInput>,
) -> S3Result<CopyObjectOutput> {
    let given = attributes(&req.headers, req.input.metadata.clone());
    may_use_key(
        caller(&req)?,
        "kms:GenerateDataKey",
        given.kms_key.as_deref(),
    )?;
    let CopySource::Bucket { bucket, key, .. } = &req.input.copy_source else {
        return Err(s3_error!(
            NotImplemented,
            "Only an object of a bucket can be copied here."
        ));
    };
    let (source, file) = cloud
        .objects
        .open_object(bucket, key)
        .map_err(|e| unseen(&req, bucket, e))?;
    let mut incoming = cloud.objects.receive(&[])?;
    let bytes = ReaderStream::new(tokio::fs::File::from_std(file));
    incoming
        .pull(futures::StreamExt::map(bytes, |chunk| {
            chunk.map_err(SandboxError::io("object"))
        }))
        .await?;
    let replace = req
        .input
        .metadata_directive
        .as_ref()
        .is_some_and(|d| d.as_str() == MetadataDirective::REPLACE);
    let attributes = if replace {
        given
    } else {
        Attributes {
            encryption: given.encryption,
            kms_key: given.kms_key,
            ..source.attributes.clone()
        }
    };
    let received = incoming.finish().await?;
    let object = cloud.objects.commit(
        &req.input.bucket,
        &req.input.key,
        received,
        attributes,
        &Condition::Always,
    )?;
    let result = CopyObjectResult {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.modified.into()),
        ..CopyObjectResult::default()
    };
    Ok(CopyObjectOutput {
        copy_object_result: Some(result),
        ..CopyObjectOutput::default()
    })
}

pub async fn delete_object(
    cloud: &Cloud,
    req: S3Request<DeleteObjectInput>,
) -> S3Result<DeleteObjectOutput> {
    cloud.objects.delete(&req.input.bucket, &req.input.key)?;
    Ok(DeleteObjectOutput::default())
}

/// Each key is decided on its own: some may go while others are refused.
pub async fn delete_objects(
    cloud: &Cloud,
    req: S3Request<DeleteObjectsInput>,
) -> S3Result<DeleteObjectsOutput> {
    let caller = caller(&req)?;
    let (mut deleted, mut refused) = (Vec::new(), Vec::new());
    for object in &req.input.delete.objects {
        let resource = format!("arn:aws:s3:::{}/{}", req.input.bucket, object.key);
        let done =
            allow(caller, "s3:DeleteObject", &resource, &Context::default()).and_then(|()| {
                cloud
                    .objects
                    .delete(&req.input.bucket, &object.key)
                    .map_err(S3Error::from)
            });
        match done {
            Ok(()) => deleted.push(DeletedObject {
                key: Some(object.key.clone()),
                ..DeletedObject::default()
            }),
            Err(error) => refused.push(Error {
                key: Some(object.key.clone()),
                code: Some(error.code().as_str().to_owned()),
                message: error.message().map(str::to_owned),
                version_id: None,
            }),
        }
    }
    let quiet = req.input.delete.quiet.unwrap_or(false);
    Ok(DeleteObjectsOutput {
        deleted: (!quiet).then_some(deleted),
        errors: (!refused.is_empty()).then_some(refused),
        request_charged: None,
    })
}

/// Who may not list the bucket is not told that a key is missing.
fn unseen<T>(req: &S3Request<T>, bucket: &str, error: SandboxError) -> S3Error {
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

pub fn condition(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
) -> S3Result<Condition> {
    match (if_match, if_none_match) {
        (None, None) => Ok(Condition::Always),
        (None, Some(ETagCondition::Any)) => Ok(Condition::Absent),
        (Some(ETagCondition::ETag(etag)), None) => Ok(Condition::ETag(etag.value().to_owned())),
        _ => Err(s3_error!(
            NotImplemented,
            "A header you provided implies functionality that is not implemented"
        )),
    }
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

/// Attributes come as plain headers in every operation that writes.
pub fn attributes(headers: &HeaderMap, metadata: Option<s3s::dto::Metadata>) -> Attributes {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    // The framing of a streamed body is not part of the object.
    let encoding = text("content-encoding").map(|all| {
        all.split(',')
            .map(str::trim)
            .filter(|one| !one.eq_ignore_ascii_case("aws-chunked"))
            .collect::<Vec<_>>()
            .join(",")
    });
    Attributes {
        content_type: Some(
            text("content-type").unwrap_or_else(|| "binary/octet-stream".to_owned()),
        ),
        content_encoding: encoding.filter(|rest| !rest.is_empty()),
        content_disposition: text("content-disposition"),
        content_language: text("content-language"),
        cache_control: text("cache-control"),
        encryption: text("x-amz-server-side-encryption"),
        kms_key: text("x-amz-server-side-encryption-aws-kms-key-id"),
        metadata: metadata.unwrap_or_default().into_iter().collect(),
    }
}

/// Objects under a customer's KMS key need the key's permission as well. The key itself is pretended.
pub fn may_use_key(caller: &Caller, action: &str, key: Option<&str>) -> S3Result<()> {
    let Some(key) = key else { return Ok(()) };
    let arn = if key.starts_with("arn:") {
        key.to_owned()
    } else {
        format!(
            "arn:aws:kms:{}:{}:key/{key}",
            crate::cloud::HOME_REGION,
            caller.principal.account()
        )
    };
    caller
        .may(action, &arn, &Context::default())
        .map_err(|denied| errors::denied(caller, action, &arn, &denied))
}

pub fn encryption(stored: Option<String>) -> ServerSideEncryption {
    stored.map_or_else(
        || ServerSideEncryption::from_static(ServerSideEncryption::AES256),
        ServerSideEncryption::from,
    )
}

fn metadata(stored: BTreeMap<String, String>) -> Option<s3s::dto::Metadata> {
    (!stored.is_empty()).then(|| stored.into_iter().collect())
}

fn asked(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}
