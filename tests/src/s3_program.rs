//! What one of the vendor's programs can do with temporary credentials, as short texts.

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, ServerSideEncryption};
use serde_json::Value;

/// An S3 client. Each call returns `ok` or the code of the error.
pub struct S3Program(aws_sdk_s3::Client);

impl S3Program {
    /// Creates a client from the answer of the REST API.
    pub fn new(url: impl Into<String>, issued: &Value) -> Self {
        let text = |name: &str| issued[name].as_str().unwrap_or_default().to_owned();
        let token = Some(text("session_token"));
        let keys = Credentials::new(
            text("access_key_id"),
            text("secret_access_key"),
            token,
            None,
            "test",
        );
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(text("region")))
            .credentials_provider(keys)
            .endpoint_url(url)
            .force_path_style(true)
            .build();
        Self(aws_sdk_s3::Client::from_conf(config))
    }

    pub async fn get(&self, bucket: &str, key: &str) -> String {
        outcome(self.0.get_object().bucket(bucket).key(key).send().await)
    }

    pub async fn put(&self, bucket: &str, key: &str) -> String {
        outcome(self.0.put_object().bucket(bucket).key(key).send().await)
    }

    pub async fn put_encrypted(&self, bucket: &str, key: &str) -> String {
        let call = self
            .0
            .put_object()
            .bucket(bucket)
            .key(key)
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .ssekms_key_id("arn:aws:kms:us-east-1:111122223333:key/1234abcd");
        outcome(call.send().await)
    }

    pub async fn delete(&self, bucket: &str, key: &str) -> String {
        outcome(self.0.delete_object().bucket(bucket).key(key).send().await)
    }

    pub async fn list(&self, bucket: &str, prefix: &str) -> String {
        let call = self.0.list_objects_v2().bucket(bucket).prefix(prefix);
        outcome(call.send().await)
    }

    pub async fn list_buckets(&self) -> String {
        outcome(self.0.list_buckets().send().await)
    }

    /// Copies an object within a bucket.
    pub async fn copy(&self, bucket: &str, from: &str, to: &str) -> String {
        let source = format!("{bucket}/{from}");
        let call = self.0.copy_object().bucket(bucket).key(to);
        outcome(call.copy_source(source).send().await)
    }

    /// Writes an object in one part of a multipart upload.
    pub async fn multipart(&self, bucket: &str, key: &str) -> String {
        let created = self.0.create_multipart_upload().bucket(bucket).key(key);
        let upload = match created.send().await {
            Ok(created) => created.upload_id.expect("an ID"),
            Err(error) => return outcome::<(), _>(Err(error)),
        };
        let part = self
            .0
            .upload_part()
            .bucket(bucket)
            .key(key)
            .upload_id(&upload)
            .part_number(1)
            .body(b"x".to_vec().into());
        let part = match part.send().await {
            Ok(part) => part,
            Err(error) => return outcome::<(), _>(Err(error)),
        };
        let part = CompletedPart::builder()
            .part_number(1)
            .set_e_tag(part.e_tag)
            .build();
        let parts = CompletedMultipartUpload::builder().parts(part).build();
        let complete = self
            .0
            .complete_multipart_upload()
            .bucket(bucket)
            .key(key)
            .upload_id(upload)
            .multipart_upload(parts);
        outcome(complete.send().await)
    }
}

fn outcome<T, E: ProvideErrorMetadata>(result: Result<T, E>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.code().unwrap_or("no code").to_owned(),
    }
}
