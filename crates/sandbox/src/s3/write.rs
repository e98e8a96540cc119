//! Writing, copying and deleting objects.

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
use crate::objects::{Attributes, Condition};
use crate::policy::Context;

use super::access::{allow, caller};
use super::body::{Claims, checksum, checksum_type, receive};
use super::encryption::{encryption, may_use_key};
use super::read::unseen;

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
        checksum_type: checksum_type(object.checksum.as_ref()),
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
