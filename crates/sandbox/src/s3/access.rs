//! Authorizes requests: checks the session token, the bucket with its region, and then the policies.

use std::sync::Arc;

use s3s::access::{S3Access, S3AccessContext};
use s3s::dto::{CopyObjectInput, CopySource, ListObjectsV2Input};
use s3s::path::S3Path;
use s3s::{S3Error, S3Request, S3Result, s3_error};

use crate::cloud::Cloud;
use crate::iam::Caller;
use crate::policy::RequestContext;
use crate::signed_request::{session_token, signed_region};

use super::s3_errors;

/// Decides for `s3s` whether a request is allowed. `s3s` has checked its signature before.
pub struct Access(pub Arc<Cloud>);

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = cx.credentials() else {
            // There are no public buckets here.
            return Err(s3_errors::access_denied());
        };
        let token = session_token(cx.headers(), cx.uri());
        let caller = self
            .0
            .authenticate(&credentials.access_key, token.as_deref())
            .map_err(s3_errors::token_error)?;
        let operation = cx.s3_op().name();
        match cx.s3_path() {
            S3Path::Root => {}
            // The bucket does not exist yet.
            S3Path::Bucket { .. } if operation == "CreateBucket" => {}
            S3Path::Bucket { bucket } | S3Path::Object { bucket, .. } => {
                let expected_owner = cx
                    .headers()
                    .get("x-amz-expected-bucket-owner")
                    .map(axum::http::HeaderValue::as_bytes);
                let region = signed_region(cx.headers(), cx.uri());
                self.check_bucket(&caller, bucket, region.as_deref(), expected_owner)?;
            }
        }
        if let Some(action) = required_action(operation)? {
            require_permission(
                &caller,
                action,
                &resource_arn(cx.s3_path()),
                &RequestContext::default(),
            )?;
        }
        // The operations find the caller here.
        cx.extensions_mut().insert(caller);
        Ok(())
    }

    async fn list_objects_v2(&self, req: &mut S3Request<ListObjectsV2Input>) -> S3Result<()> {
        // The prefix and the delimiter are the parsed ones that the operation uses. Parsing the query here a second
        // time could yield other values, and so allow one list and perform another.
        let context = RequestContext::default()
            .with("s3:prefix", req.input.prefix.as_deref())
            .with("s3:delimiter", req.input.delimiter.as_deref());
        let resource = format!("arn:aws:s3:::{}", req.input.bucket);
        require_permission(request_caller(req)?, "s3:ListBucket", &resource, &context)
    }

    async fn copy_object(&self, req: &mut S3Request<CopyObjectInput>) -> S3Result<()> {
        let CopySource::Bucket { bucket, key, .. } = &req.input.copy_source else {
            return Err(s3_error!(
                NotImplemented,
                "The sandbox copies objects only from buckets."
            ));
        };
        // `check` has seen the target. A copy needs the permission to read its source as well.
        let caller = request_caller(req)?;
        let region = req.region.as_ref().map(s3s::region::Region::as_str);
        self.check_bucket(caller, bucket, region, None)?;
        require_permission(
            caller,
            "s3:GetObject",
            &format!("arn:aws:s3:::{bucket}/{key}"),
            &RequestContext::default(),
        )
    }
}

impl Access {
    /// Checks that the bucket exists, that the request was signed for its region, and that it belongs to the caller's
    /// account and to the expected owner.
    fn check_bucket(
        &self,
        caller: &Caller,
        bucket: &str,
        region: Option<&str>,
        expected_owner: Option<&[u8]>,
    ) -> S3Result<()> {
        let directory = self.0.directory();
        let bucket = directory
            .buckets
            .get(bucket)
            .ok_or_else(s3_errors::no_such_bucket)?;
        if region.is_some_and(|signed| signed != bucket.region) {
            return Err(s3_errors::wrong_region(&bucket.region));
        }
        // The sandbox has no bucket policies, so nothing can open a bucket to another account.
        if bucket.account != caller.principal.account()
            || expected_owner.is_some_and(|owner| owner != bucket.account.as_bytes())
        {
            return Err(s3_errors::access_denied());
        }
        Ok(())
    }
}

/// Returns the caller that [`S3Access::check`] stored in the request.
pub fn request_caller<T>(req: &S3Request<T>) -> S3Result<&Caller> {
    req.extensions
        .get::<Caller>()
        .ok_or_else(s3_errors::access_denied)
}

/// Returns an S3 error unless the caller's policies allow `action` on `resource`.
pub fn require_permission(
    caller: &Caller,
    action: &str,
    resource: &str,
    context: &RequestContext,
) -> S3Result<()> {
    caller
        .check_permission(action, resource, context)
        .map_err(|denial| s3_errors::permission_denied(caller, action, resource, &denial))
}

fn resource_arn(path: &S3Path) -> String {
    match path {
        S3Path::Root => "arn:aws:s3:::*".to_owned(),
        S3Path::Bucket { bucket } => format!("arn:aws:s3:::{bucket}"),
        S3Path::Object { bucket, key } => format!("arn:aws:s3:::{bucket}/{key}"),
    }
}

/// Returns the action that an operation requires. Returns `None` for operations that are decided later, when their
/// input is parsed: `ListObjectsV2` by its prefix, `DeleteObjects` key by key.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
///
/// # Errors
/// Returns `NotImplemented` for every other operation, so that no operation is ever allowed by accident.
fn required_action(operation: &str) -> Result<Option<&'static str>, S3Error> {
    Ok(Some(match operation {
        "ListObjectsV2" | "DeleteObjects" => return Ok(None),
        "ListBuckets" => "s3:ListAllMyBuckets",
        "HeadBucket" => "s3:ListBucket",
        "CreateBucket" => "s3:CreateBucket",
        "DeleteBucket" => "s3:DeleteBucket",
        "GetBucketLocation" => "s3:GetBucketLocation",
        "GetObject" | "HeadObject" => "s3:GetObject",
        "PutObject"
        | "CopyObject"
        | "CreateMultipartUpload"
        | "UploadPart"
        | "CompleteMultipartUpload" => "s3:PutObject",
        "DeleteObject" => "s3:DeleteObject",
        "AbortMultipartUpload" => "s3:AbortMultipartUpload",
        "ListParts" => "s3:ListMultipartUploadParts",
        other => {
            return Err(s3_error!(
                NotImplemented,
                "The sandbox does not support the operation {other}."
            ));
        }
    }))
}
