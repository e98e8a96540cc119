//! Records the parts of a response's head that the SDK's outputs and errors leave out.

use crate::response_text::{max_length, sanitize};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use domain::Region;
use std::sync::{Arc, Mutex, PoisonError};

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

/// An SDK interceptor that keeps the head of the last response to one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseRecorder(Arc<Mutex<ResponseHead>>);

impl ResponseRecorder {
    /// Returns the head of the last response, and clears it.
    pub(crate) fn take(&self) -> ResponseHead {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn record(&self, response: &HttpResponse) {
        let header = |name, limit| {
            let value = response.headers().get(name);
            value.map(|value| sanitize(value, limit))
        };
        let request_id = |name| header(name, max_length::REQUEST_ID);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = ResponseHead {
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
