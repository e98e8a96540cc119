//! Uploads in parts.

use futures::StreamExt as _;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumAlgorithm, ChecksumType,
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, ETag, ListPartsInput, ListPartsOutput, Part, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3Error, S3Request, S3Result, s3_error};
use std::sync::Arc;
use tokio_util::io::ReaderStream;

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::iam::random_id;
use crate::objects::{
    ALGORITHMS, DEFAULT_ALGORITHM, Received, Upload, UploadChecksum, UploadPart, composite, digest,
};

use super::access::caller;
use super::body::{Claims, checksum, checksum_type, receive};
use super::encryption::{encryption, may_use_key};
use super::write::{attributes, condition};

/// Every part but the last has at least 5 MiB.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
const SMALLEST_PART: u64 = 5 * 1024 * 1024;

pub async fn create_multipart_upload(
    cloud: &Cloud,
    req: S3Request<CreateMultipartUploadInput>,
) -> S3Result<CreateMultipartUploadOutput> {
    let attributes = attributes(&req.headers, req.input.metadata.clone());
    may_use_key(
        caller(&req)?,
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
    let answer = CreateMultipartUploadOutput {
        bucket: Some(input.bucket.clone()),
        key: Some(input.key.clone()),
        upload_id: Some(id.clone()),
        checksum_algorithm: input.checksum_algorithm,
        checksum_type: input.checksum_type,
        server_side_encryption: Some(encryption(attributes.encryption.clone())),
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
    Ok(answer)
}

pub async fn upload_part(
    cloud: &Cloud,
    req: S3Request<UploadPartInput>,
) -> S3Result<UploadPartOutput> {
    let claims = Claims::of(&req, req.input.content_md5.clone());
    let input = req.input;
    if !(1..=10_000).contains(&input.part_number) {
        return Err(s3_error!(
            InvalidArgument,
            "Part number must be an integer between 1 and 10000, inclusive"
        ));
    }
    let upload = find(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let received = receive(cloud, input.body, claims).await?;
    let sums = checksum(received.checksum.as_ref());
    let etag = received.etag.clone();
    if !cloud
        .objects
        .uploads
        .add(&input.upload_id, input.part_number, received)
    {
        return Err(no_such_upload());
    }
    Ok(UploadPartOutput {
        e_tag: Some(ETag::Strong(etag)),
        server_side_encryption: Some(encryption(upload.attributes.encryption)),
        ssekms_key_id: upload.attributes.kms_key,
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..UploadPartOutput::default()
    })
}

pub async fn complete_multipart_upload(
    cloud: &Cloud,
    req: S3Request<CompleteMultipartUploadInput>,
) -> S3Result<CompleteMultipartUploadOutput> {
    let input = req.input;
    let condition = condition(input.if_match.as_ref(), input.if_none_match.as_ref())?;
    let upload = find(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let claimed = match upload.checksum.algorithm {
        "crc32" => input.checksum_crc32,
        "crc32c" => input.checksum_crc32c,
        "crc64nvme" => input.checksum_crc64nvme,
        "sha1" => input.checksum_sha1,
        _ => input.checksum_sha256,
    };
    let parts = chosen(
        &upload,
        input
            .multipart_upload
            .and_then(|m| m.parts)
            .unwrap_or_default(),
    )?;

    let mut incoming = cloud.objects.receive(&[upload.checksum.algorithm])?;
    let mut digests = Md5::new();
    for part in &parts {
        let file = tokio::fs::File::open(part.path())
            .await
            .map_err(SandboxError::io(part.path()))?;
        let bytes = ReaderStream::with_capacity(file, 256 * 1024);
        incoming
            .pull(bytes.map(|chunk| chunk.map_err(SandboxError::io("part"))))
            .await?;
        digests.update(&part.received.md5);
    }
    let mut received = incoming.finish().await?;
    received.etag = format!("{}-{}", hex::encode(digests.finalize()), parts.len());
    let UploadChecksum {
        algorithm,
        is_composite,
    } = upload.checksum;
    let value = if is_composite {
        let parts: Vec<&Received> = parts.iter().map(|part| &part.received).collect();
        composite(algorithm, &parts)
    } else {
        digest(&received.digests, algorithm).map(str::to_owned)
    };
    if let Some(claimed) = claimed
        && Some(&claimed) != value.as_ref()
    {
        return Err(s3_error!(
            BadDigest,
            "The {} you specified did not match the calculated checksum.",
            algorithm.to_uppercase()
        ));
    }
    received.checksum = value.map(|value| (algorithm.to_owned(), value));
    let sums = checksum(received.checksum.as_ref());
    let object = cloud.objects.commit(
        &input.bucket,
        &input.key,
        received,
        upload.attributes,
        &condition,
    )?;
    cloud.objects.uploads.end(&input.upload_id);
    Ok(CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        server_side_encryption: Some(encryption(object.attributes.encryption.clone())),
        ssekms_key_id: object.attributes.kms_key.clone(),
        checksum_type: checksum_type(object.checksum.as_ref()),
        checksum_crc32: sums.checksum_crc32,
        checksum_crc32c: sums.checksum_crc32c,
        checksum_crc64nvme: sums.checksum_crc64nvme,
        checksum_sha1: sums.checksum_sha1,
        checksum_sha256: sums.checksum_sha256,
        ..CompleteMultipartUploadOutput::default()
    })
}

pub async fn abort_multipart_upload(
    cloud: &Cloud,
    req: S3Request<AbortMultipartUploadInput>,
) -> S3Result<AbortMultipartUploadOutput> {
    find(
        cloud,
        &req.input.upload_id,
        &req.input.bucket,
        &req.input.key,
    )?;
    cloud.objects.uploads.end(&req.input.upload_id);
    Ok(AbortMultipartUploadOutput::default())
}

pub async fn list_parts(
    cloud: &Cloud,
    req: S3Request<ListPartsInput>,
) -> S3Result<ListPartsOutput> {
    let input = req.input;
    let upload = find(cloud, &input.upload_id, &input.bucket, &input.key)?;
    let after = input
        .part_number_marker
        .as_ref()
        .and_then(|marker| marker.to_string().parse().ok())
        .unwrap_or(0);
    let max = usize::try_from(input.max_parts.unwrap_or(1000))
        .unwrap_or(1000)
        .clamp(1, 1000);
    let mut rest = upload.parts.range(after + 1..);
    let parts: Vec<Part> = rest
        .by_ref()
        .take(max)
        .map(|(number, part)| Part {
            part_number: Some(*number),
            size: i64::try_from(part.received.size).ok(),
            e_tag: Some(ETag::Strong(part.received.etag.clone())),
            last_modified: Some(part.modified.into()),
            ..Part::default()
        })
        .collect();
    let more = rest.next().is_some();
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        is_truncated: Some(more),
        next_part_number_marker: parts
            .last()
            .and_then(|part| part.part_number)
            .filter(|_| more),
        max_parts: i32::try_from(max).ok(),
        parts: Some(parts),
        ..ListPartsOutput::default()
    })
}

/// What S3 takes where the algorithm or the type is not given.
fn upload_checksum(algorithm: Option<&str>, kind: Option<&str>) -> S3Result<UploadChecksum> {
    let name = algorithm.unwrap_or(DEFAULT_ALGORITHM);
    let known = ALGORITHMS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name));
    let Some(algorithm) = known else {
        return Err(s3_error!(
            InvalidRequest,
            "Checksum algorithm provided is unsupported."
        ));
    };
    let is_composite = match kind {
        Some(kind) => kind == ChecksumType::COMPOSITE,
        None => algorithm != DEFAULT_ALGORITHM,
    };
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

/// The parts a completion names, in its order, which must be ascending.
fn chosen(upload: &Upload, named: Vec<s3s::dto::CompletedPart>) -> S3Result<Vec<Arc<UploadPart>>> {
    if named.is_empty() {
        return Err(s3_error!(
            MalformedXML,
            "You must specify at least one part"
        ));
    }
    let mut before = 0;
    let mut parts = Vec::with_capacity(named.len());
    for part in named {
        let number = part.part_number.unwrap_or(0);
        if number <= before {
            return Err(s3_error!(
                InvalidPartOrder,
                "The list of parts was not in ascending order."
            ));
        }
        before = number;
        let found = upload.parts.get(&number).filter(|found| {
            part.e_tag
                .as_ref()
                .is_none_or(|etag| etag.value() == found.received.etag)
        });
        let Some(found) = found else {
            return Err(s3_error!(
                InvalidPart,
                "One or more of the specified parts could not be found. The part may not have been uploaded, or the \
                 specified entity tag may not match the part's entity tag."
            ));
        };
        parts.push(Arc::clone(found));
    }
    let too_small = parts
        .split_last()
        .is_some_and(|(_, rest)| rest.iter().any(|p| p.received.size < SMALLEST_PART));
    if too_small {
        return Err(s3_error!(
            EntityTooSmall,
            "Your proposed upload is smaller than the minimum allowed size"
        ));
    }
    Ok(parts)
}

fn find(cloud: &Cloud, id: &str, bucket: &str, key: &str) -> S3Result<Upload> {
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
