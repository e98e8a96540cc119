//! [`S3Calls`]: the probe's calls to the tenant's bucket, one method each.

use super::probe_plan::ProbePlan;
use crate::answer::{Answer, Operation, Success};
use crate::classify;
use crate::failure::Failure;
use crate::response_recorder::ResponseRecorder;
use crate::sdk_call::call_aws;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Object, RequestPayer, ServerSideEncryption};
use std::time::Duration;
use tokio::time::timeout;

const MARKER_CONTENT: &[u8] =
    b"s3-connect wrote this file to check that it is allowed to write here. You can delete it.\n";

/// The longest key of an object, in bytes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
pub(super) const MAX_KEY_BYTES: usize = 1_024;

/// The tenant's bucket, and a client with the tenant's credentials.
#[derive(Clone, Debug)]
pub(crate) struct S3Calls {
    pub(crate) s3: aws_sdk_s3::Client,
    bucket: String,
    /// The account that owns the bucket, if it is known. S3 then rejects requests to a bucket of another account.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html>
    owner: Option<String>,
    prefix: String,
    marker_key: String,
    kms_key: Option<String>,
    recheck: bool,
    /// How long to wait for the first byte of a body, after the headers.
    body_timeout: Duration,
}

impl S3Calls {
    pub(crate) fn new(plan: &ProbePlan, s3: aws_sdk_s3::Client, body_timeout: Duration) -> Self {
        Self {
            s3,
            bucket: plan.draft.bucket.as_str().to_owned(),
            owner: plan
                .draft
                .bucket_owner
                .as_ref()
                .map(|owner| owner.as_str().to_owned()),
            prefix: plan.draft.static_prefix().to_owned(),
            marker_key: plan.marker_key(),
            kms_key: plan
                .draft
                .kms_key
                .as_ref()
                .map(|key| key.as_str().to_owned()),
            recheck: plan.recheck,
            body_timeout,
        }
    }

    /// Removes the expected owner. If a denied call succeeds without it, the bucket belongs to another account.
    pub(crate) fn without_owner(mut self) -> Self {
        self.owner = None;
        self
    }

    pub(crate) async fn head_bucket(self) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self
            .s3
            .head_bucket()
            .bucket(self.bucket)
            .set_expected_bucket_owner(self.owner);
        let call = call.customize().interceptor(recorder.clone()).send();
        call_aws(Operation::HeadBucket, recorder, call, |_| {
            Ok(Success::Allowed)
        })
        .await
    }

    /// Lists all buckets of the account. None of our policies allows this.
    pub(crate) async fn list_buckets(self) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self.s3.list_buckets().max_buckets(1).customize();
        let call = call.interceptor(recorder.clone()).send();
        call_aws(Operation::ListBuckets, recorder, call, |_| {
            Ok(Success::Allowed)
        })
        .await
    }

    pub(crate) async fn list_objects(self, payer: Option<RequestPayer>) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self
            .s3
            .list_objects_v2()
            .bucket(self.bucket)
            // A policy with an `s3:prefix` condition denies a list with any other prefix.
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
            .set_prefix((!self.prefix.is_empty()).then_some(self.prefix))
            .max_keys(5)
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner)
            .customize()
            .interceptor(recorder.clone())
            .send();
        call_aws(Operation::ListObjectsV2, recorder, call, |output| {
            let mut objects = output.contents.unwrap_or_default();
            let is_candidate = |key: &String| *key != self.marker_key && key.len() <= MAX_KEY_BYTES;
            objects.retain(|object| object.key.as_ref().is_some_and(is_candidate));
            // Prefers an object with content. A folder that was created in the S3 console is an empty object, and
            // reading an empty object does not prove access to its KMS key.
            let has_content = |object: &Object| object.size.unwrap_or_default() > 0;
            let index = objects.iter().position(has_content).unwrap_or_default();
            let object = (index < objects.len()).then(|| objects.swap_remove(index));
            Ok(Success::ListedKey(object.and_then(|object| object.key)))
        })
        .await
    }

    /// Writes the marker in the same way as an export would: with the tenant's KMS key, if the draft has one.
    pub(crate) async fn put_marker(self, payer: Option<RequestPayer>) -> Answer {
        let encryption = self
            .kms_key
            .is_some()
            .then_some(ServerSideEncryption::AwsKms);
        self.put_marker_with(encryption, payer).await
    }

    pub(crate) async fn put_marker_with(
        self,
        encryption: Option<ServerSideEncryption>,
        payer: Option<RequestPayer>,
    ) -> Answer {
        // On a recheck, an existing marker proves the permission: S3 answers 412 only to callers that are allowed to
        // write.
        let condition = self.recheck.then_some("*");
        let answer = self
            .put_marker_if(condition, encryption.clone(), payer.clone())
            .await;
        if condition.is_none() || !classify::lacks_conditional_writes(&answer) {
            return answer;
        }
        // Such a store gets the marker again, as in the first check.
        let elapsed = answer.elapsed;
        let mut answer = self.put_marker_if(None, encryption, payer).await;
        answer.elapsed += elapsed;
        answer
    }

    async fn put_marker_if(
        &self,
        if_none_match: Option<&str>,
        encryption: Option<ServerSideEncryption>,
        payer: Option<RequestPayer>,
    ) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self
            .s3
            .put_object()
            .bucket(&self.bucket)
            .key(&self.marker_key)
            .body(ByteStream::from_static(MARKER_CONTENT))
            .content_type("text/plain")
            .set_server_side_encryption(encryption)
            .set_ssekms_key_id(self.kms_key.clone())
            .set_if_none_match(if_none_match.map(str::to_owned))
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner.clone())
            .customize()
            .interceptor(recorder.clone())
            .send();
        call_aws(Operation::PutObject, recorder, call, |output| {
            require_etag(output.e_tag)
        })
        .await
    }

    /// Reads the first byte of the object `key`, or of the marker if `key` is `None`.
    pub(crate) async fn get_first_byte(self, key: Option<String>) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self
            .s3
            .get_object()
            .bucket(self.bucket)
            .key(key.unwrap_or(self.marker_key))
            .range("bytes=0-0")
            .set_expected_bucket_owner(self.owner)
            .customize()
            .interceptor(recorder.clone())
            .send();
        let body_timeout = self.body_timeout;
        // The SDK returns as soon as it has the headers.
        let call = async {
            let mut output = call.await?;
            let has_byte = timeout(body_timeout, has_byte(&mut output.body)).await;
            let has_byte = has_byte.unwrap_or(Err(Failure::Timeout));
            Ok::<_, SdkError<GetObjectError, HttpResponse>>((output.e_tag, has_byte))
        };
        call_aws(Operation::GetObject, recorder, call, |(etag, has_byte)| {
            let allowed = require_etag(etag)?;
            Ok(if has_byte? {
                allowed
            } else {
                Success::EmptyObject
            })
        })
        .await
    }

    /// Deletes the marker, or the given versions of it. With versioning enabled, a delete without a version would add a
    /// delete marker and leave the version that was written.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html>
    pub(crate) async fn delete_marker(
        self,
        versions: Vec<String>,
        payer: Option<RequestPayer>,
    ) -> Answer {
        let mut versions = versions.into_iter();
        let mut answer = self.delete_version(versions.next(), payer.clone()).await;
        for version in versions {
            if !answer.is_ok() {
                break;
            }
            let elapsed = answer.elapsed;
            answer = self.delete_version(Some(version), payer.clone()).await;
            answer.elapsed += elapsed;
        }
        answer
    }

    async fn delete_version(&self, version: Option<String>, payer: Option<RequestPayer>) -> Answer {
        let recorder = ResponseRecorder::default();
        let call = self
            .s3
            .delete_object()
            .bucket(&self.bucket)
            .key(&self.marker_key)
            .set_version_id(version)
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner.clone())
            .customize()
            .interceptor(recorder.clone())
            .send();
        call_aws(Operation::DeleteObject, recorder, call, |_| {
            Ok(Success::Allowed)
        })
        .await
    }
}

/// Returns whether a body has a byte. Reads no more than the first bytes that arrive.
async fn has_byte(body: &mut ByteStream) -> Result<bool, Failure> {
    while let Some(chunk) = body.next().await {
        if !chunk.map_err(|error| Failure::in_body(&error))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Accepts only responses with an ETag. S3 and S3-compatible stores always send one. The page of a proxy has none, even
/// if its status is 200.
fn require_etag(etag: Option<String>) -> Result<Success, Failure> {
    etag.map(|_| Success::Allowed)
        .ok_or(Failure::InvalidResponse)
}
