//! Writes an object in one request, or in parts.

use super::checksum::{Checksum, PieceChecksum};
use super::object_error::ObjectError;
use super::open_bucket::{BucketClient, send_within};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, ServerSideEncryption,
};
use bytes::Bytes;

const TIMEOUT_MESSAGE: &str = "the store took too long";

/// The result of writing an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutResult {
    pub etag: String,
}

/// A part of a multipart upload that the store has received.
#[derive(Clone, Debug)]
pub struct UploadedPart {
    number: i32,
    etag: String,
    checksum: Option<PieceChecksum>,
}

impl UploadedPart {
    pub fn number(&self) -> i32 {
        self.number
    }
}

impl BucketClient {
    /// Writes an object in one request.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>
    ///
    /// # Errors
    /// Returns an error if the store does not answer or refuses the request. After a timeout or a lost connection, the
    /// object may have been written nevertheless.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<PutResult, ObjectError> {
        let limit = Self::upload_timeout(bytes.len());
        let call = self
            .s3
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .set_checksum_crc32(self.checksum_to_send(&bytes).map(PieceChecksum::to_header))
            .set_server_side_encryption(self.encryption())
            .set_ssekms_key_id(self.kms_key.clone())
            .set_expected_bucket_owner(self.owner.clone())
            .body(ByteStream::from(bytes))
            .customize();
        let call = if self.store.has_tls {
            // Signing hashes the whole payload. TLS protects it already.
            call.disable_payload_signing()
        } else {
            call
        };
        let output = send_within(limit, TIMEOUT_MESSAGE, call.send()).await?;
        Ok(PutResult {
            etag: output.e_tag.unwrap_or_default(),
        })
    }

    /// Starts a multipart upload and returns its ID.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>
    ///
    /// # Errors
    /// Returns an error if the store does not answer, refuses the request or returns no ID.
    pub async fn create_upload(&self, key: &str) -> Result<String, ObjectError> {
        let call = self
            .s3
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            // A full-object checksum lets a later fetch verify the object without knowing its parts.
            .set_checksum_algorithm(self.store.is_s3.then_some(ChecksumAlgorithm::Crc32))
            .set_checksum_type(self.store.is_s3.then_some(ChecksumType::FullObject))
            .set_server_side_encryption(self.encryption())
            .set_ssekms_key_id(self.kms_key.clone())
            .set_expected_bucket_owner(self.owner.clone());
        let output = send_within(Self::upload_timeout(0), TIMEOUT_MESSAGE, call.send()).await?;
        output.upload_id.ok_or_else(|| ObjectError::Refused {
            code: String::new(),
            message: "the store returned no ID for the upload".to_owned(),
        })
    }

    /// Writes a part of a multipart upload. The first part has the number 1.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html>
    ///
    /// # Errors
    /// Returns an error if the store does not answer or refuses the request. After a timeout or a lost connection, the
    /// store may have the part nevertheless.
    pub async fn upload_part(
        &self,
        (key, upload): (&str, &str),
        number: i32,
        bytes: Bytes,
    ) -> Result<UploadedPart, ObjectError> {
        let limit = Self::upload_timeout(bytes.len());
        let checksum = self.checksum_to_send(&bytes);
        let call = self
            .s3
            .upload_part()
            .bucket(&self.bucket)
            .key(key)
            .upload_id(upload)
            .part_number(number)
            .set_checksum_crc32(checksum.map(PieceChecksum::to_header))
            .set_expected_bucket_owner(self.owner.clone())
            .body(ByteStream::from(bytes))
            .customize();
        let call = if self.store.has_tls {
            // As in `put`.
            call.disable_payload_signing()
        } else {
            call
        };
        let output = send_within(limit, TIMEOUT_MESSAGE, call.send()).await?;
        Ok(UploadedPart {
            number,
            etag: output.e_tag.unwrap_or_default(),
            checksum,
        })
    }

    /// Assembles the object from its parts.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>
    ///
    /// # Errors
    /// - Returns an error if the store does not answer or refuses the request. After a timeout or a lost connection,
    ///   the object may exist nevertheless.
    /// - Returns [`ObjectError::Refused`] if the store's checksum shows other bytes than those that were uploaded.
    pub async fn complete_upload(
        &self,
        (key, upload): (&str, &str),
        parts: &[UploadedPart],
    ) -> Result<PutResult, ObjectError> {
        let checksums: Option<Vec<_>> = parts.iter().map(|part| part.checksum).collect();
        let parts = parts.iter().map(|part| {
            CompletedPart::builder()
                .part_number(part.number)
                .e_tag(&part.etag)
                .set_checksum_crc32(part.checksum.map(PieceChecksum::to_header))
                .build()
        });
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts.collect()));
        let call = self
            .s3
            .complete_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            .upload_id(upload)
            .multipart_upload(parts.build())
            .set_expected_bucket_owner(self.owner.clone());
        // Assembling a large object can take several minutes.
        let limit = Self::upload_timeout(0) * 5;
        let output = send_within(limit, TIMEOUT_MESSAGE, call.send()).await?;
        // S3 would compare a full-object checksum in the request itself. An emulator that computes a checksum of the
        // parts instead rejects that, so the comparison happens here.
        let full_checksum = Checksum::from_headers(output.checksum_crc32.as_deref(), None, None);
        if let (Some(full_checksum), Some(checksums)) = (full_checksum, checksums)
            && !full_checksum.matches(&checksums)
        {
            return Err(ObjectError::Refused {
                code: String::new(),
                message: "the store assembled other bytes from the parts; export the file again"
                    .to_owned(),
            });
        }
        Ok(PutResult {
            etag: output.e_tag.unwrap_or_default(),
        })
    }

    /// Cancels a multipart upload, so that the store deletes its parts. Not every policy that allows writing allows
    /// this.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>
    ///
    /// # Errors
    /// Returns an error if the store does not answer or refuses the request. It may then still have the parts.
    pub async fn abort_upload(&self, (key, upload): (&str, &str)) -> Result<(), ObjectError> {
        let call = self
            .s3
            .abort_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            .upload_id(upload)
            .set_expected_bucket_owner(self.owner.clone());
        send_within(Self::upload_timeout(0), TIMEOUT_MESSAGE, call.send()).await?;
        Ok(())
    }

    fn encryption(&self) -> Option<ServerSideEncryption> {
        self.kms_key
            .is_some()
            .then_some(ServerSideEncryption::AwsKms)
    }

    /// Returns the checksum that S3 compares with the bytes it receives. Requests to other stores have none: some
    /// reject it. Without TLS, the signature contains a hash of the bytes instead.
    fn checksum_to_send(&self, bytes: &[u8]) -> Option<PieceChecksum> {
        self.store.is_s3.then(|| PieceChecksum::of_upload(bytes))
    }
}
