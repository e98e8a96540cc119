//! Whether a request may go ahead: its session, its bucket and region, and then the policies.

use std::sync::Arc;

use s3s::access::{S3Access, S3AccessContext};
use s3s::dto::{CopyObjectInput, CopySource, ListObjectsV2Input};
use s3s::path::S3Path;
use s3s::{S3Error, S3Request, S3Result, s3_error};

use crate::cloud::Cloud;
use crate::iam::Caller;
use crate::policy::Context;

use super::auth::{session_token, signed_region};
use super::errors;

pub struct Access(pub Arc<Cloud>);

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = cx.credentials() else {
            return Err(errors::access_denied());
        };
        let token = session_token(cx.headers(), cx.uri());
        let caller = self
            .0
            .caller(&credentials.access_key, token.as_deref())
            .map_err(errors::token)?;
        let operation = cx.s3_op().name();
        match cx.s3_path() {
            S3Path::Root => {}
            S3Path::Bucket { .. } if operation == "CreateBucket" => {}
            S3Path::Bucket { bucket } | S3Path::Object { bucket, .. } => {
                let owner = cx
                    .headers()
                    .get("x-amz-expected-bucket-owner")
                    .map(axum::http::HeaderValue::as_bytes);
                let region = signed_region(cx.headers(), cx.uri());
                self.at_home(&caller, bucket, region.as_deref(), owner)?;
            }
        }
        if let Some(action) = action(operation)? {
            allow(
                &caller,
                action,
                &resource(cx.s3_path()),
                &Context::default(),
            )?;
        }
        cx.extensions_mut().insert(caller);
        Ok(())
    }

    /// The prefix is decided on as the operation will use it, not as some other reading of the query has it.
    async fn list_objects_v2(&self, req: &mut S3Request<ListObjectsV2Input>) -> S3Result<()> {
        let context = Context::default()
            .with("s3:prefix", req.input.prefix.as_deref())
            .with("s3:delimiter", req.input.delimiter.as_deref());
        let resource = format!("arn:aws:s3:::{}", req.input.bucket);
        allow(caller(req)?, "s3:ListBucket", &resource, &context)
    }

    async fn copy_object(&self, req: &mut S3Request<CopyObjectInput>) -> S3Result<()> {
        let CopySource::Bucket { bucket, key, .. } = &req.input.copy_source else {
            return Err(s3_error!(
                NotImplemented,
                "Only an object of a bucket can be copied here."
            ));
        };
        let caller = caller(req)?;
        let region = req.region.as_ref().map(s3s::region::Region::as_str);
        self.at_home(caller, bucket, region, None)?;
        allow(
            caller,
            "s3:GetObject",
            &format!("arn:aws:s3:::{bucket}/{key}"),
            &Context::default(),
        )
    }
}

impl Access {
    /// The bucket is there, the request came to its region, and it is of the caller's account: there are no
    /// bucket policies here to open it to others.
    fn at_home(
        &self,
        caller: &Caller,
        bucket: &str,
        region: Option<&str>,
        owner: Option<&[u8]>,
    ) -> S3Result<()> {
        let directory = self.0.directory();
        let bucket = directory
            .buckets
            .get(bucket)
            .ok_or_else(errors::no_such_bucket)?;
        if region.is_some_and(|signed| signed != bucket.region) {
            return Err(errors::elsewhere(&bucket.region));
        }
        if bucket.account != caller.principal.account()
            || owner.is_some_and(|o| o != bucket.account.as_bytes())
        {
            return Err(errors::access_denied());
        }
        Ok(())
    }
}

/// The caller that [`S3Access::check`] left with the request.
pub fn caller<T>(req: &S3Request<T>) -> S3Result<&Caller> {
    req.extensions
        .get::<Caller>()
        .ok_or_else(errors::access_denied)
}

pub fn allow(caller: &Caller, action: &str, resource: &str, context: &Context) -> S3Result<()> {
    caller
        .may(action, resource, context)
        .map_err(|denied| errors::denied(caller, action, resource, &denied))
}

fn resource(path: &S3Path) -> String {
    match path {
        S3Path::Root => "arn:aws:s3:::*".to_owned(),
        S3Path::Bucket { bucket } => format!("arn:aws:s3:::{bucket}"),
        S3Path::Object { bucket, key } => format!("arn:aws:s3:::{bucket}/{key}"),
    }
}

/// The action an operation needs, `None` where it is decided with more in hand: a List by its prefix, a
/// `DeleteObjects` key by key. An operation that is not here is refused.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
fn action(operation: &str) -> Result<Option<&'static str>, S3Error> {
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
                "The sandbox does not know the operation {other}."
            ));
        }
    }))
}
