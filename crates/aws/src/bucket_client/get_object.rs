//! Reads an object, or a range of it, and its checksum.

use super::checksum::Checksum;
use super::list_objects::ObjectMeta;
use super::object_error::ObjectError;
use super::open_bucket::{BucketClient, RESPONSE_TIMEOUT, send_within};
use crate::error_chain::error_chain;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumMode;
use bytes::Bytes;
use std::ops::Range;
use std::time::Duration;
use tokio::time::{Instant, timeout};

const TIMEOUT_MESSAGE: &str = "the store did not answer in time";

/// The longest pause within a body. The SDK's own protection measures bytes per second instead, and so ends slow
/// transfers that still make progress.
const MAX_PAUSE: Duration = Duration::from_secs(20);

/// How long the body of an empty object may keep us waiting. Every byte adds time, see [`MIN_DOWNLOAD_RATE`].
const MAX_WAIT: Duration = Duration::from_mins(10);

/// The slowest download that is accepted, in bytes per second. It is low, because a thousand downloads may share one
/// connection to the internet. Without it, a store that sends one byte before each pause ends would never be given up.
const MIN_DOWNLOAD_RATE: u64 = 1024;

/// The bytes of an object, or of a range of it, as they arrive.
#[derive(Debug)]
pub struct ObjectBody {
    stream: ByteStream,
    remaining_bytes: u64,
    /// How much longer the store may keep us waiting, over the whole body. Our own work between two reads doesn't count.
    remaining_wait: Duration,
    checksum: Option<Checksum>,
}

impl BucketClient {
    /// Starts to read an object, or a range of it.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
    ///
    /// # Errors
    /// - Returns [`ObjectError::Changed`] if the object is not the one that was listed.
    /// - Returns another error if the store does not answer, refuses the request or sends another range.
    pub async fn get(
        &self,
        object: &ObjectMeta,
        range: Option<Range<u64>>,
    ) -> Result<ObjectBody, ObjectError> {
        let expected_bytes = range
            .as_ref()
            .map_or(object.size, |range| range.end - range.start);
        // An HTTP range includes its last byte.
        let byte_range = range.map(|range| format!("{}-{}", range.start, range.end - 1));
        let call = self
            .s3
            .get_object()
            .bucket(&self.bucket)
            .key(&object.key)
            .set_if_match(object.if_match())
            .set_range(byte_range.as_ref().map(|range| format!("bytes={range}")))
            .set_expected_bucket_owner(self.owner.clone())
            .customize();
        let call = if byte_range.is_none() && self.requests_checksums() {
            // The SDK's own setter for this header would also make the SDK compare the checksum.
            call.mutate_request(|request| {
                let mode = ChecksumMode::Enabled.as_str();
                request.headers_mut().insert("x-amz-checksum-mode", mode);
            })
        } else {
            call
        };
        let output = send_within(RESPONSE_TIMEOUT, TIMEOUT_MESSAGE, call.send()).await?;
        let length = output
            .content_length
            .and_then(|length| u64::try_from(length).ok());
        if length.is_some_and(|length| length != expected_bytes) {
            // If the store has no ETags, only the length shows that the object was replaced.
            return Err(ObjectError::Changed);
        }
        // A store that ignores `If-Match` or `Range` sends other bytes, possibly of the same length.
        let etag = output.e_tag.as_deref().unwrap_or_default();
        if !etag.is_empty()
            && !object.etag.is_empty()
            && unquoted_etag(etag) != unquoted_etag(&object.etag)
        {
            return Err(ObjectError::Changed);
        }
        if let (Some(byte_range), Some(content_range)) = (&byte_range, &output.content_range)
            && !content_range.starts_with(&format!("bytes {byte_range}/"))
        {
            return Err(ObjectError::Transient(
                "the store sent another range".to_owned(),
            ));
        }
        let checksum = Checksum::from_headers(
            output.checksum_crc32.as_deref(),
            output.checksum_crc32_c.as_deref(),
            output.checksum_crc64_nvme.as_deref(),
        );
        // A checksum in a response with a range is not the checksum of that range.
        let checksum = checksum.filter(|_| byte_range.is_none());
        Ok(ObjectBody::new(output.body, expected_bytes, checksum))
    }

    /// Returns the checksum of a whole object, if the store has one. Responses with a range do not contain it.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>
    ///
    /// # Errors
    /// - Returns [`ObjectError::Changed`] if the object is not the one that was listed.
    /// - Returns another error if the store does not answer or refuses the request.
    pub async fn get_checksum(&self, object: &ObjectMeta) -> Result<Option<Checksum>, ObjectError> {
        let call = self
            .s3
            .head_object()
            .bucket(&self.bucket)
            .key(&object.key)
            .set_if_match(object.if_match())
            .checksum_mode(ChecksumMode::Enabled)
            .set_expected_bucket_owner(self.owner.clone());
        let output = send_within(RESPONSE_TIMEOUT, TIMEOUT_MESSAGE, call.send()).await?;
        Ok(Checksum::from_headers(
            output.checksum_crc32.as_deref(),
            output.checksum_crc32_c.as_deref(),
            output.checksum_crc64_nvme.as_deref(),
        ))
    }

    /// Returns whether to request checksums. S3-compatible stores may reject the header. If TLS protects the bytes, the
    /// checksum is not worth that risk.
    fn requests_checksums(&self) -> bool {
        self.store.is_s3 || !self.store.has_tls
    }
}

impl ObjectBody {
    fn new(stream: ByteStream, expected_bytes: u64, checksum: Option<Checksum>) -> Self {
        Self {
            stream,
            remaining_bytes: expected_bytes,
            remaining_wait: MAX_WAIT + Duration::from_secs(expected_bytes / MIN_DOWNLOAD_RATE),
            checksum,
        }
    }

    /// Returns the checksum of the whole object, if the store sent it.
    pub fn checksum(&self) -> Option<Checksum> {
        self.checksum
    }

    /// Returns the next bytes, or `None` after the last.
    ///
    /// # Errors
    /// - Returns [`ObjectError::Changed`] if the body is longer than expected.
    /// - Returns [`ObjectError::Transient`] if the body pauses for too long, arrives too slowly or ends too early.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ObjectError> {
        // Only the end of the body is missing after the last byte.
        let limit = if self.remaining_bytes == 0 {
            MAX_PAUSE
        } else {
            MAX_PAUSE.min(self.remaining_wait)
        };
        let started = Instant::now();
        let next = timeout(limit, self.stream.next()).await.map_err(|_| {
            let message = if limit < MAX_PAUSE {
                "the store sends too slowly"
            } else {
                "the store stopped sending"
            };
            ObjectError::Transient(message.to_owned())
        })?;
        self.remaining_wait = self.remaining_wait.saturating_sub(started.elapsed());
        match next {
            Some(Ok(bytes)) => {
                let length = bytes.len() as u64;
                self.remaining_bytes = self
                    .remaining_bytes
                    .checked_sub(length)
                    .ok_or(ObjectError::Changed)?;
                Ok(Some(bytes))
            }
            Some(Err(error)) => {
                // The errors above the last one only say that the body could not be read.
                let cause = error_chain(&error).last().map(ToString::to_string);
                let cause = cause.unwrap_or_default();
                let message = format!("the object could not be read to its end: {cause}");
                Err(ObjectError::Transient(message))
            }
            None if self.remaining_bytes > 0 => Err(ObjectError::Transient(
                "the connection was lost before the object's end".to_owned(),
            )),
            None => Ok(None),
        }
    }
}

/// Removes an ETag's quotation marks and weak prefix. Some stores list them without quotation marks.
fn unquoted_etag(etag: &str) -> &str {
    etag.trim_start_matches("W/").trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;
    use futures::StreamExt as _;
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use std::convert::Infallible;

    /// A body of single bytes, with a pause before each.
    fn body_of_single_bytes(length: u64, pause: Duration) -> ObjectBody {
        let bytes = futures::stream::iter(0..length).then(move |_| async move {
            tokio::time::sleep(pause).await;
            Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"x")))
        });
        let body = SdkBody::from_body_1_x(StreamBody::new(bytes));
        ObjectBody::new(ByteStream::new(body), length, None)
    }

    async fn read_to_end(mut body: ObjectBody) -> Result<u64, ObjectError> {
        let mut length = 0;
        while let Some(bytes) = body.next().await? {
            length += bytes.len() as u64;
        }
        Ok(length)
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_a_body_that_sends_one_byte_before_each_pause_is_too_long() {
        let body = body_of_single_bytes(1_000, MAX_PAUSE.mul_f32(0.9));
        let error = read_to_end(body).await.expect_err("too slow");
        assert_eq!(error.to_string(), "the store sends too slowly");
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_a_body_that_pauses_for_too_long() {
        let body = body_of_single_bytes(2, MAX_PAUSE * 2);
        let error = read_to_end(body).await.expect_err("stopped");
        assert_eq!(error.to_string(), "the store stopped sending");
    }

    #[tokio::test(start_paused = true)]
    async fn reads_a_slow_body_that_makes_progress() {
        let body = body_of_single_bytes(100, Duration::from_millis(100));
        assert_eq!(read_to_end(body).await.ok(), Some(100));
    }
}
