//! Records the parts of a response's head that the SDK's outputs and errors leave out.

use crate::failure::Failure;
use crate::response_text::{max_length, sanitize};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
    FinalizerInterceptorContextRef,
};
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use domain::Region;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The status and headers of one response.
#[derive(Debug, Default)]
pub(crate) struct ResponseHead {
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) extended_request_id: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) version_id: Option<String>,
    pub(crate) is_s3: bool,
}

/// An SDK interceptor that keeps the head of the last response to one call, and counts the call's attempts.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseRecorder(Arc<Mutex<Recording>>);

#[derive(Debug, Default)]
struct Recording {
    head: ResponseHead,
    attempts: u32,
    /// The attempts that failed before a connection was established, so that no request was sent.
    unsent_attempts: u32,
}

impl ResponseRecorder {
    /// Returns the head of the last response, and clears it.
    pub(crate) fn take(&self) -> ResponseHead {
        std::mem::take(&mut self.recording().head)
    }

    /// Returns whether the request may have reached the other side, in any attempt.
    pub(crate) fn may_have_arrived(&self) -> bool {
        let recording = self.recording();
        // An attempt that was cut off by a timeout ends without a report, so it counts as sent.
        recording.attempts > recording.unsent_attempts
    }

    fn recording(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn record(&self, response: &HttpResponse) {
        let header = |name, limit| {
            let value = response.headers().get(name);
            value.map(|value| sanitize(value, limit))
        };
        let request_id = |name| header(name, max_length::REQUEST_ID);
        self.recording().head = ResponseHead {
            status: Some(response.status().as_u16()),
            // S3 sends the first of these headers, STS the second.
            request_id: request_id("x-amz-request-id").or_else(|| request_id("x-amzn-requestid")),
            extended_request_id: request_id("x-amz-id-2"),
            // "null" is the version of an object that was written while versioning was suspended.
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
            version_id: header("x-amz-version-id", max_length::VERSION_ID)
                .filter(|id| id != "null"),
            region: response
                .headers()
                .get("x-amz-bucket-region")
                .and_then(|region| Region::parse(region).ok()),
            is_s3: response.headers().get("server") == Some("AmazonS3"),
        };
    }
}

impl Intercept for ResponseRecorder {
    fn name(&self) -> &'static str {
        "s3-connect's response recorder"
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.recording().attempts += 1;
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let error = context.output_or_error().and_then(Result::err);
        let connector_error = error.and_then(|error| error.as_connector_error());
        if connector_error.is_some_and(|error| Failure::is_before_request(error)) {
            self.recording().unsent_attempts += 1;
        }
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.record(context.response());
        Ok(())
    }
}
