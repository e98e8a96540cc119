//! Which secret a signature is checked with, and where a request carries its session token.

use std::sync::Arc;

use axum::http::{HeaderMap, Uri};
use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};
use secrecy::ExposeSecret as _;

use crate::cloud::Cloud;

pub struct Auth(pub Arc<Cloud>);

#[async_trait::async_trait]
impl S3Auth for Auth {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match self.0.secret(access_key) {
            Some(secret) => Ok(SecretKey::from(secret.expose_secret())),
            None => Err(s3_error!(
                InvalidAccessKeyId,
                "The AWS Access Key Id you provided does not exist in our records."
            )),
        }
    }
}

/// The token of a header-signed or a presigned request.
pub fn session_token(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    const NAME: &str = "x-amz-security-token";
    if let Some(value) = headers.get(NAME) {
        return value.to_str().ok().map(str::to_owned);
    }
    query_value(uri, NAME)
}

/// The region a request whose signature holds was signed for.
pub fn signed_region(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    if let Some(header) = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
    {
        let authorization = s3s_sigv4::AuthorizationV4::parse(header).ok()?;
        return Some(authorization.credential.aws_region.to_owned());
    }
    let scope = query_value(uri, "x-amz-credential")?;
    s3s_sigv4::CredentialV4::parse(&scope)
        .ok()
        .map(|credential| credential.aws_region.to_owned())
}

fn query_value(uri: &Uri, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    pairs
        .into_iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
