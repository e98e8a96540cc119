//! Writing an object, whole or in parts.

use super::{Checksum, Fault, Objects, Summed, answer};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart, ServerSideEncryption,
};
use bytes::Bytes;

/// Why a call is given up.
const SLOW: &str = "the store took too long";

/// An object that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub etag: String,
}

/// A part of an upload that the store has.
#[derive(Clone, Debug)]
pub struct Part {
    number: i32,
    etag: String,
    sum: Option<Summed>,
}

impl Part {
    pub fn number(&self) -> i32 {
        self.number
    }
}

impl Objects {
    /// Writes an object whole.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>
    ///
    /// # Errors
    /// Why it was not written, as far as anybody knows.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<Written, Fault> {
        let within = Self::within(bytes.len());
        let call = self
            .s3
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .set_checksum_crc32(self.sum(&bytes).map(Summed::header))
            .set_server_side_encryption(self.encryption())
            .set_ssekms_key_id(self.kms_key.clone())
            .set_expected_bucket_owner(self.owner.clone())
            .body(ByteStream::from(bytes))
            .customize();
        let call = if self.store.has_tls {
            call.disable_payload_signing()
        } else {
            call
        };
        let output = answer(within, SLOW, call.send()).await?;
        Ok(Written {
            etag: output.e_tag.unwrap_or_default(),
        })
    }

    /// Begins to write an object in parts, and returns the upload's ID.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>
    ///
    /// # Errors
    /// Why it was not begun.
    pub async fn begin_upload(&self, key: &str) -> Result<String, Fault> {
        let call = self
            .s3
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            .set_checksum_algorithm(self.store.is_s3.then_some(ChecksumAlgorithm::Crc32))
            .set_checksum_type(self.store.is_s3.then_some(ChecksumType::FullObject))
            .set_server_side_encryption(self.encryption())
            .set_ssekms_key_id(self.kms_key.clone())
            .set_expected_bucket_owner(self.owner.clone());
        let output = answer(Self::within(0), SLOW, call.send()).await?;
        output.upload_id.ok_or_else(|| Fault::Refused {
            code: String::new(),
            message: "the store gave no ID for the upload".to_owned(),
        })
    }

    /// Writes a part. Parts are numbered from 1.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html>
    ///
    /// # Errors
    /// Why the store does not have it, as far as anybody knows.
    pub async fn put_part(
        &self,
        (key, upload): (&str, &str),
        number: i32,
        bytes: Bytes,
    ) -> Result<Part, Fault> {
        let within = Self::within(bytes.len());
        let sum = self.sum(&bytes);
        let call = self
            .s3
            .upload_part()
            .bucket(&self.bucket)
            .key(key)
            .upload_id(upload)
            .part_number(number)
            .set_checksum_crc32(sum.map(Summed::header))
            .set_expected_bucket_owner(self.owner.clone())
            .body(ByteStream::from(bytes))
            .customize();
        let call = if self.store.has_tls {
            call.disable_payload_signing()
        } else {
            call
        };
        let output = answer(within, SLOW, call.send()).await?;
        Ok(Part {
            number,
            etag: output.e_tag.unwrap_or_default(),
            sum,
        })
    }

    /// Makes the object of its parts.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>
    ///
    /// # Errors
    /// Why there is no object, as far as anybody knows.
    pub async fn finish_upload(
        &self,
        (key, upload): (&str, &str),
        parts: &[Part],
    ) -> Result<Written, Fault> {
        let sums: Option<Vec<_>> = parts.iter().map(|part| part.sum).collect();
        let parts = parts.iter().map(|part| {
            CompletedPart::builder()
                .part_number(part.number)
                .e_tag(&part.etag)
                .set_checksum_crc32(part.sum.map(Summed::header))
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
        // To put a large object together takes minutes at times.
        let output = answer(Self::within(0) * 5, SLOW, call.send()).await?;
        // An emulator that makes a checksum of the parts instead refuses one of the whole, so it is compared here.
        let whole = Checksum::read(output.checksum_crc32.as_deref(), None, None);
        if let (Some(whole), Some(sums)) = (whole, sums)
            && !whole.is_of(&sums)
        {
            return Err(Fault::Refused {
                code: String::new(),
                message:
                    "the store put the parts together to something else; export the file again"
                        .to_owned(),
            });
        }
        Ok(Written {
            etag: output.e_tag.unwrap_or_default(),
        })
    }

    /// Gives the parts up. Not every policy that lets us write lets us do this.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html>
    ///
    /// # Errors
    /// Why the store may still have the parts.
    pub async fn abort_upload(&self, (key, upload): (&str, &str)) -> Result<(), Fault> {
        let call = self
            .s3
            .abort_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            .upload_id(upload)
            .set_expected_bucket_owner(self.owner.clone());
        answer(Self::within(0), SLOW, call.send()).await?;
        Ok(())
    }

    fn encryption(&self) -> Option<ServerSideEncryption> {
        self.kms_key
            .is_some()
            .then_some(ServerSideEncryption::AwsKms)
    }

    /// S3 compares it with what arrives. Other stores get signed bytes instead: their signature holds a hash, and
    /// some refuse checksums.
    fn sum(&self, bytes: &[u8]) -> Option<Summed> {
        self.store.is_s3.then(|| Summed::of_written(bytes))
    }
}
