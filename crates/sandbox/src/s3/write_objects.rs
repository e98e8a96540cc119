//! The operations that write, copy and delete objects.

use axum::http::HeaderMap;
use s3s::dto::{
    CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, DeleteObjectInput,
    DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETag,
    ETagCondition, Error, MetadataDirective, PutObjectInput, PutObjectOutput,
};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use tokio_util::io::ReaderStream;

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::objects::{Attributes, WriteCondition};
use crate::policy::RequestContext;

use super::access::{request_caller, require_permission};
use super::body::{ClientDigests, receive_body};
use super::checksum_fields::{checksum_type, set_checksum_fields};
use super::encryption::{check_kms_permission, encryption_or_default};
use super::read_objects::hide_missing_key;

pub async fn put_object(
    cloud: &Cloud,
    req: S3Request<PutObjectInput>,
) -> S3Result<PutObjectOutput> {
    let digests = ClientDigests::new(&req, req.input.content_md5.clone());
    let attributes = header_attributes(&req.headers, req.input.metadata.clone());
    check_kms_permission(
        request_caller(&req)?,
        "kms:GenerateDataKey",
        attributes.kms_key.as_deref(),
    )?;
    let input = req.input;
    let condition = write_condition(input.if_match.as_ref(), input.if_none_match.as_ref())?;
    let body = receive_body(cloud, input.body, digests).await?;
    if let Some(length) = input.content_length
        && u64::try_from(length).is_ok_and(|length| length != body.size)
    {
        return Err(s3_error!(
            IncompleteBody,
            "The length of the body does not match the Content-Length header."
        ));
    }
    let object = cloud
        .objects
        .commit(&input.bucket, &input.key, body, attributes, &condition)?;
    let checksum = object.checksum.as_ref();
    let mut output = PutObjectOutput {
        e_tag: Some(ETag::Strong(object.etag.clone())),
        server_side_encryption: Some(encryption_or_default(object.attributes.encryption.clone())),
        ssekms_key_id: object.attributes.kms_key.clone(),
        checksum_type: checksum_type(checksum),
        ..PutObjectOutput::default()
    };
    set_checksum_fields!(output, checksum);
    Ok(output)
}

pub async fn copy_object(
    cloud: &Cloud,
    req: S3Request<CopyObjectInput>,
) -> S3Result<CopyObjectOutput> {
    let header_attributes = header_attributes(&req.headers, req.input.metadata.clone());
    check_kms_permission(
        request_caller(&req)?,
        "kms:GenerateDataKey",
        header_attributes.kms_key.as_deref(),
    )?;
    let CopySource::Bucket { bucket, key, .. } = &req.input.copy_source else {
        return Err(s3_error!(
            NotImplemented,
            "The sandbox copies objects only from buckets."
        ));
    };
    let (source, file) = cloud
        .objects
        .open_object(bucket, key)
        .map_err(|e| hide_missing_key(&req, bucket, e))?;
    let mut writer = cloud.objects.new_body(&[])?;
    let bytes = ReaderStream::new(tokio::fs::File::from_std(file));
    writer
        .write_stream(futures::StreamExt::map(bytes, |chunk| {
            chunk.map_err(SandboxError::io("object"))
        }))
        .await?;
    // A copy keeps the attributes of its source unless the request replaces them. The encryption is never kept: without
    // headers for it the copy gets the default one.
    // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>
    let replaces_attributes = req
        .input
        .metadata_directive
        .as_ref()
        .is_some_and(|d| d.as_str() == MetadataDirective::REPLACE);
    let attributes = if replaces_attributes {
        header_attributes
    } else {
        Attributes {
            encryption: header_attributes.encryption,
            kms_key: header_attributes.kms_key,
            ..source.attributes.clone()
        }
    };
    let body = writer.finish().await?;
    let object = cloud.objects.commit(
        &req.input.bucket,
        &req.input.key,
        body,
        attributes,
        &WriteCondition::Unconditional,
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

pub async fn delete_objects(
    cloud: &Cloud,
    req: S3Request<DeleteObjectsInput>,
) -> S3Result<DeleteObjectsOutput> {
    // Each key is decided on its own, so one request can delete some keys and fail for others. It succeeds either way.
    let caller = request_caller(&req)?;
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for object in &req.input.delete.objects {
        let resource = format!("arn:aws:s3:::{}/{}", req.input.bucket, object.key);
        let result = require_permission(
            caller,
            "s3:DeleteObject",
            &resource,
            &RequestContext::default(),
        )
        .and_then(|()| {
            cloud
                .objects
                .delete(&req.input.bucket, &object.key)
                .map_err(S3Error::from)
        });
        match result {
            Ok(()) => deleted.push(DeletedObject {
                key: Some(object.key.clone()),
                ..DeletedObject::default()
            }),
            Err(error) => errors.push(Error {
                key: Some(object.key.clone()),
                code: Some(error.code().as_str().to_owned()),
                message: error.message().map(str::to_owned),
                version_id: None,
            }),
        }
    }
    // A quiet answer lists only the errors.
    let quiet = req.input.delete.quiet.unwrap_or(false);
    Ok(DeleteObjectsOutput {
        deleted: (!quiet).then_some(deleted),
        errors: (!errors.is_empty()).then_some(errors),
        request_charged: None,
    })
}

/// Returns the condition of a write.
///
/// # Errors
/// Returns `NotImplemented` for anything but `If-None-Match: *` or `If-Match` with an ETag. S3 supports no other
/// conditions on writes either. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
pub fn write_condition(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
) -> S3Result<WriteCondition> {
    match (if_match, if_none_match) {
        (None, None) => Ok(WriteCondition::Unconditional),
        (None, Some(ETagCondition::Any)) => Ok(WriteCondition::KeyIsFree),
        (Some(ETagCondition::ETag(etag)), None) => {
            Ok(WriteCondition::ETagIs(etag.value().to_owned()))
        }
        _ => Err(s3_error!(
            NotImplemented,
            "A header you provided implies functionality that is not implemented"
        )),
    }
}

/// Reads the attributes of an object from the headers, which are the same in every operation that writes.
pub fn header_attributes(headers: &HeaderMap, metadata: Option<s3s::dto::Metadata>) -> Attributes {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    // `aws-chunked` describes how the body was sent, not the object. S3 does not store it.
    let encoding = text("content-encoding").map(|encodings| {
        encodings
            .split(',')
            .map(str::trim)
            .filter(|encoding| !encoding.eq_ignore_ascii_case("aws-chunked"))
            .collect::<Vec<_>>()
            .join(",")
    });
    Attributes {
        content_type: Some(
            text("content-type").unwrap_or_else(|| "binary/octet-stream".to_owned()),
        ),
        content_encoding: encoding.filter(|encodings| !encodings.is_empty()),
        content_disposition: text("content-disposition"),
        content_language: text("content-language"),
        cache_control: text("cache-control"),
        encryption: text("x-amz-server-side-encryption"),
        kms_key: text("x-amz-server-side-encryption-aws-kms-key-id"),
        metadata: metadata.unwrap_or_default().into_iter().collect(),
    }
}
