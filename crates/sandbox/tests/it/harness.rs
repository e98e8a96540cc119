//! A sandbox for each test, SDK clients for any credentials, and short texts for the results of calls.

use std::time::Duration;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use sandbox::{Keys, Sandbox, SandboxConfig};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tempfile::TempDir;

pub const DATA: &str = "my-company-data";
pub const EMPTY: &str = "my-company-empty";
pub const FRANKFURT: &str = "my-company-frankfurt";

/// A running sandbox with its folder.
pub struct World {
    pub sandbox: Sandbox,
    pub dir: TempDir,
}

pub async fn start_world() -> World {
    let dir = TempDir::new().unwrap();
    let sandbox = start_sandbox(&dir).await;
    World { sandbox, dir }
}

pub async fn start_sandbox(dir: &TempDir) -> Sandbox {
    let config = SandboxConfig {
        addr: ([127, 0, 0, 1], 0).into(),
        dir: dir.path().join("sandbox"),
        delay: Duration::ZERO,
    };
    Sandbox::start(config).await.unwrap()
}

/// Credentials, which can be wrong.
#[derive(Clone)]
pub struct Creds {
    pub id: String,
    pub secret: String,
    pub token: Option<String>,
}

impl From<&Keys> for Creds {
    fn from(keys: &Keys) -> Self {
        let secret = keys.secret_access_key.expose_secret().to_owned();
        Self {
            id: keys.access_key_id.clone(),
            secret,
            token: None,
        }
    }
}

impl From<aws_sdk_sts::types::Credentials> for Creds {
    fn from(keys: aws_sdk_sts::types::Credentials) -> Self {
        Self {
            id: keys.access_key_id,
            secret: keys.secret_access_key,
            token: Some(keys.session_token),
        }
    }
}

impl Creds {
    pub fn provider(&self) -> Credentials {
        Credentials::new(&self.id, &self.secret, self.token.clone(), None, "test")
    }
}

impl World {
    pub fn s3(&self, creds: impl Into<Creds>) -> aws_sdk_s3::Client {
        self.s3_in("us-east-1", creds)
    }

    pub fn s3_in(&self, region: &'static str, creds: impl Into<Creds>) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region))
            .endpoint_url(self.sandbox.url())
            .credentials_provider(creds.into().provider())
            // A test expects the first answer. Retries would only make refusals slow.
            .retry_config(RetryConfig::disabled())
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }

    pub fn sts(&self, creds: impl Into<Creds>) -> aws_sdk_sts::Client {
        let config = aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(self.sandbox.url())
            .credentials_provider(creds.into().provider())
            .retry_config(RetryConfig::disabled())
            .build();
        aws_sdk_sts::Client::from_conf(config)
    }

    pub fn sample_user(&self, name: &str) -> Creds {
        let users = self.sandbox.sample_users();
        let user = users.iter().find(|user| user.name == name);
        (&user.expect("a sample user of this name").keys).into()
    }

    pub fn full_access_s3(&self) -> aws_sdk_s3::Client {
        self.s3(self.sample_user("full-access"))
    }

    /// Creates a user with these policy statements.
    pub fn user(&self, name: &str, statements: &Value) -> Creds {
        (&self.sandbox.create_user(name, &policy(statements)).unwrap()).into()
    }
}

/// Returns a policy document with these statements.
pub fn policy(statements: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Returns a trust policy for one principal. With `external_id` it requires that external ID.
pub fn trust(principal: &str, external_id: Option<&str>) -> String {
    let mut statement =
        json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": principal } });
    if let Some(id) = external_id {
        statement["Condition"] = json!({ "StringEquals": { "sts:ExternalId": id } });
    }
    policy(&json!([statement]))
}

/// Returns `ok`, or the status and the error code, such as `403 AccessDenied`.
pub fn outcome<T, E>(result: &Result<T, SdkError<E, HttpResponse>>) -> String
where
    E: ProvideErrorMetadata + std::fmt::Debug,
{
    match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => match error.raw_response() {
            Some(raw) => format!("{} {}", raw.status().as_u16(), error.code().unwrap_or("-")),
            None => format!("no answer: {error:?}"),
        },
    }
}

/// Returns the message of an error.
pub fn message<T, E>(result: &Result<T, SdkError<E, HttpResponse>>) -> String
where
    E: ProvideErrorMetadata,
{
    result
        .as_ref()
        .err()
        .and_then(ProvideErrorMetadata::message)
        .unwrap_or_default()
        .to_owned()
}

pub async fn put(
    s3: &aws_sdk_s3::Client,
    bucket: &str,
    key: &str,
    text: &str,
) -> Result<
    aws_sdk_s3::operation::put_object::PutObjectOutput,
    SdkError<aws_sdk_s3::operation::put_object::PutObjectError>,
> {
    s3.put_object()
        .bucket(bucket)
        .key(key)
        .body(text.as_bytes().to_vec().into())
        .send()
        .await
}

/// Reads an object as text. The error is what [`outcome`] returns.
pub async fn get(s3: &aws_sdk_s3::Client, bucket: &str, key: &str) -> Result<String, String> {
    let answer = s3.get_object().bucket(bucket).key(key).send().await;
    if answer.is_err() {
        return Err(outcome(&answer));
    }
    let bytes = answer.unwrap().body.collect().await.unwrap().to_vec();
    Ok(String::from_utf8(bytes).unwrap())
}
