//! The operations of multipart uploads.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use futures::StreamExt as _;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumAlgorithm, ChecksumType,
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, ETag, ListPartsInput, ListPartsOutput, Part, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use std::ops::Bound;
use std::sync::Arc;
use tokio_util::io::ReaderStream;

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::objects::{
    ALGORITHMS, DEFAULT_ALGORITHM, Upload, UploadChecksum, UploadPart, checksum_value,
    composite_checksum,
};
use crate::random_ids::random_id;

use super::access::request_caller;
use super::body::{ClientDigests, receive_body};
use super::checksum_fields::{checksum_type, set_checksum_fields};
use super::encryption::{check_kms_permission, encryption_or_default};
use super::write_objects::{header_attributes, write_condition};

/// The minimum size of every part but the last.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
const MIN_PART_SIZE: u64 = 5 * 1024 * 1024;

pub async fn create_multipart_upload(
    cloud: &Cloud,
    req: S3Request<CreateMultipartUploadInput>,
) -> S3Result<CreateMultipartUploadOutput> {
    let attributes = header_attributes(&req.headers, req.input.metadata.clone());
    check_kms_permission(
        request_caller(&req)?,
        "kms:GenerateDataKey",
        attributes.kms_key.as_deref(),
    )?;
    let id = random_id("upload-")?;
    let input = req.input;
    let checksum = upload_checksum(
        input
            .checksum_algorithm
            .as_ref()
            .map(ChecksumAlgorithm::as_str),
        input.checksum_type.as_ref().map(ChecksumType::as_str),
    )?;
    let output = CreateMultipartUploadOutput {
        bucket: Some(input.bucket.clone()),
        key: Some(input.key.clone()),
        upload_id: Some(id.clone()),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type: input.checksum_type,
        server_side_encryption: Some(encryption_or_default(attributes.encryption.clone())),
        ssekms_key_id: attributes.kms_key.clone(),
        ..CreateMultipartUploadOutput::default()
    };
    let upload = Upload {
        bucket: input.bucket,
        key: input.key,
        attributes,
        checksum,
        parts: std::collections::BTreeMap::new(),
    };
    cloud.objects.uploads.begin(id, upload);
    Ok(output)
}

pub async fn upload_part(
    cloud: &Cloud,
    req: S3Request<UploadPartInput>,
) -> S3Result<UploadPartOutput> {
    let digests = ClientDigests::new(&req, req.input.content_md5.clone());
    let input = req.input;
    if !(1..=10_000).contains(&input.part_number) {
        return Err(s3_error!(
            InvalidArgument,
            "Part number must be an integer between 1 and 10000, inclusive"
        ));
    }
    let upload = find_upload(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let body = receive_body(cloud, input.body, digests).await?;
    let mut output = UploadPartOutput {
        e_tag: Some(ETag::Strong(body.etag.clone())),
        server_side_encryption: Some(encryption_or_default(upload.attributes.encryption)),
        ssekms_key_id: upload.attributes.kms_key,
        ..UploadPartOutput::default()
    };
    set_checksum_fields!(output, body.checksum.as_ref());
    // The upload can have ended while the body arrived.
    if !cloud
        .objects
        .uploads
        .add_part(&input.upload_id, input.part_number, body)
    {
        return Err(no_such_upload());
    }
    Ok(output)
}

pub async fn complete_multipart_upload(
    cloud: &Cloud,
    req: S3Request<CompleteMultipartUploadInput>,
) -> S3Result<CompleteMultipartUploadOutput> {
    let input = req.input;
    let condition = write_condition(input.if_match.as_ref(), input.if_none_match.as_ref())?;
    let upload = find_upload(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let expected_checksum = match upload.checksum.algorithm {
        "crc32" => input.checksum_crc32,
        "crc32c" => input.checksum_crc32c,
        "crc64nvme" => input.checksum_crc64nvme,
        "sha1" => input.checksum_sha1,
        _ => input.checksum_sha256,
    };
    let parts = select_parts(
        &upload,
        input
            .multipart_upload
            .and_then(|m| m.parts)
            .unwrap_or_default(),
    )?;

    let mut writer = cloud.objects.new_body(&[upload.checksum.algorithm])?;
    let mut md5_of_md5s = Md5::new();
    for part in &parts {
        let file = tokio::fs::File::open(part.path())
            .await
            .map_err(SandboxError::io(part.path()))?;
        let bytes = ReaderStream::with_capacity(file, 256 * 1024);
        writer
            .write_stream(bytes.map(|chunk| chunk.map_err(SandboxError::io("part"))))
            .await?;
        md5_of_md5s.update(&part.body.md5);
    }
    let mut body = writer.finish().await?;
    // S3 makes the ETag of an upload like this: the MD5 of the parts' MD5s, a hyphen, and the number of parts.
    body.etag = format!("{}-{}", hex::encode(md5_of_md5s.finalize()), parts.len());
    let UploadChecksum {
        algorithm,
        is_composite,
    } = upload.checksum;
    let value = if is_composite {
        let part_checksums: Vec<_> = parts.iter().map(|part| &part.body.checksums).collect();
        composite_checksum(algorithm, &part_checksums)
    } else {
        checksum_value(&body.checksums, algorithm).map(str::to_owned)
    };
    if let Some(expected) = expected_checksum
        && Some(&expected) != value.as_ref()
    {
        return Err(s3_error!(
            BadDigest,
            "The {} you specified did not match the calculated checksum.",
            algorithm.to_uppercase()
        ));
    }
    body.checksum = value.map(|value| (algorithm.to_owned(), value));
    let object = cloud.objects.commit(
        &input.bucket,
        &input.key,
        body,
        upload.attributes,
        &condition,
    )?;
    // Only now, so that a client can repeat a completion that failed.
    cloud.objects.uploads.remove(&input.upload_id);
    let checksum = object.checksum.as_ref();
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        server_side_encryption: Some(encryption_or_default(object.attributes.encryption.clone())),
        ssekms_key_id: object.attributes.kms_key.clone(),
        checksum_type: checksum_type(checksum),
        ..CompleteMultipartUploadOutput::default()
    };
    set_checksum_fields!(output, checksum);
    Ok(output)
}

pub async fn abort_multipart_upload(
    cloud: &Cloud,
    req: S3Request<AbortMultipartUploadInput>,
) -> S3Result<AbortMultipartUploadOutput> {
    find_upload(
        cloud,
        &req.input.upload_id,
        &req.input.bucket,
        &req.input.key,
    )?;
    cloud.objects.uploads.remove(&req.input.upload_id);
    Ok(AbortMultipartUploadOutput::default())
}

pub async fn list_parts(
    cloud: &Cloud,
    req: S3Request<ListPartsInput>,
) -> S3Result<ListPartsOutput> {
    let input = req.input;
    let upload = find_upload(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let after: i32 = input
        .part_number_marker
        .as_ref()
        .and_then(|marker| marker.to_string().parse().ok())
        .unwrap_or(0);
    let max = usize::try_from(input.max_parts.unwrap_or(1000))
        .unwrap_or(1000)
        .clamp(1, 1000);
    let mut remaining_parts = upload
        .parts
        .range((Bound::Excluded(after), Bound::Unbounded));
    let parts: Vec<Part> = remaining_parts
        .by_ref()
        .take(max)
        .map(|(number, part)| Part {
            part_number: Some(*number),
            size: i64::try_from(part.body.size).ok(),
            e_tag: Some(ETag::Strong(part.body.etag.clone())),
            last_modified: Some(part.modified.into()),
            ..Part::default()
        })
        .collect();
    let is_truncated = remaining_parts.next().is_some();
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        is_truncated: Some(is_truncated),
        next_part_number_marker: parts
            .last()
            .and_then(|part| part.part_number)
            .filter(|_| is_truncated),
        max_parts: i32::try_from(max).ok(),
        parts: Some(parts),
        ..ListPartsOutput::default()
    })
}

/// Chooses the checksum of an upload, with S3's defaults for what the request leaves out: CRC-64/NVME as the algorithm,
/// and composite as the type of every other algorithm.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
fn upload_checksum(algorithm: Option<&str>, kind: Option<&str>) -> S3Result<UploadChecksum> {
    let name = algorithm.unwrap_or(DEFAULT_ALGORITHM);
    let algorithm = ALGORITHMS
        .into_iter()
        .find(|algorithm| algorithm.eq_ignore_ascii_case(name));
    let Some(algorithm) = algorithm else {
        return Err(s3_error!(
            InvalidRequest,
            "Checksum algorithm provided is unsupported."
        ));
    };
    let is_composite = match kind {
        Some(kind) => kind == ChecksumType::COMPOSITE,
        None => algorithm != DEFAULT_ALGORITHM,
    };
    // The CRC of an object can be computed from the CRCs of its parts. A SHA cannot, so S3 has no full-object SHA for
    // uploads. CRC-64/NVME exists only for full objects.
    let is_sha = algorithm.starts_with("sha");
    if is_composite && algorithm == DEFAULT_ALGORITHM || !is_composite && is_sha {
        return Err(s3_error!(
            InvalidRequest,
            "The {} checksum type cannot be used with the {} checksum algorithm.",
            if is_composite {
                "COMPOSITE"
            } else {
                "FULL_OBJECT"
            },
            algorithm
        ));
    }
    Ok(UploadChecksum {
        algorithm,
        is_composite,
    })
}

/// Returns the uploaded parts that a completion lists, in the same order.
///
/// # Errors
/// - Returns `MalformedXML` if the list is empty.
/// - Returns `InvalidPartOrder` if the part numbers do not ascend.
/// - Returns `InvalidPart` if a part was not uploaded, or has another ETag.
/// - Returns `EntityTooSmall` if a part other than the last is smaller than [`MIN_PART_SIZE`].
fn select_parts(
    upload: &Upload,
    completed: Vec<s3s::dto::CompletedPart>,
) -> S3Result<Vec<Arc<UploadPart>>> {
    if completed.is_empty() {
        return Err(s3_error!(
            MalformedXML,
            "You must specify at least one part"
        ));
    }
    let mut previous_number = 0;
    let mut parts = Vec::with_capacity(completed.len());
    for part in completed {
        let number = part.part_number.unwrap_or(0);
        if number <= previous_number {
            return Err(s3_error!(
                InvalidPartOrder,
                "The list of parts was not in ascending order."
            ));
        }
        previous_number = number;
        let uploaded = upload.parts.get(&number).filter(|uploaded| {
            part.e_tag
                .as_ref()
                .is_none_or(|etag| etag.value() == uploaded.body.etag)
        });
        let Some(uploaded) = uploaded else {
            return Err(s3_error!(
                InvalidPart,
                "One or more of the specified parts could not be found. The part may not have been uploaded, or the \
                 specified entity tag may not match the part's entity tag."
            ));
        };
        parts.push(Arc::clone(uploaded));
    }
    let has_small_part = parts
        .split_last()
        .is_some_and(|(_, others)| others.iter().any(|part| part.body.size < MIN_PART_SIZE));
    if has_small_part {
        return Err(s3_error!(
            EntityTooSmall,
            "Your proposed upload is smaller than the minimum allowed size"
        ));
    }
    Ok(parts)
}

fn find_upload(cloud: &Cloud, id: &str, bucket: &str, key: &str) -> S3Result<Upload> {
    cloud
        .objects
        .uploads
        .find(id, bucket, key)
        .ok_or_else(no_such_upload)
}

fn no_such_upload() -> S3Error {
    s3_error!(
        NoSuchUpload,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or \
         completed."
    )
}
