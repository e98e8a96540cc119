//! Looks up the secret that a signature is checked against.

use std::sync::Arc;

use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};
use secrecy::ExposeSecret as _;

use crate::cloud::Cloud;

/// Gives `s3s` the secret of an access key.
pub struct Auth(pub Arc<Cloud>);

#[async_trait::async_trait]
impl S3Auth for Auth {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match self.0.find_secret(access_key) {
            Some(secret) => Ok(SecretKey::from(secret.expose_secret())),
            None => Err(s3_error!(
                InvalidAccessKeyId,
                "The AWS Access Key Id you provided does not exist in our records."
            )),
        }
    }
}
