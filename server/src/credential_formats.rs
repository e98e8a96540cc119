//! The formats of temporary credentials. They are the only answers that hold a secret of AWS.

use crate::timestamp::rfc3339;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use service::IssuedCredentials;

/// Our own format.
pub fn credentials(issued: &IssuedCredentials) -> Value {
    let session = &issued.session;
    let mut body = json!({
        "access_key_id": session.access_key_id,
        "secret_access_key": session.secret_access_key.expose_secret(),
        "session_token": session.session_token.expose_secret(),
        "expiration": rfc3339(session.expires_at),
        "bucket": issued.bucket.as_str(),
        "prefix": issued.prefix,
    });
    if let Some(region) = &issued.region {
        body["region"] = region.as_str().into();
    }
    body
}

/// The format of container credentials.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
pub fn container_credentials(issued: &IssuedCredentials) -> Value {
    let session = &issued.session;
    json!({
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret_access_key.expose_secret(),
        "Token": session.session_token.expose_secret(),
        "Expiration": rfc3339(session.expires_at),
    })
}

/// The format of the setting `credential_process`.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
pub fn process_credentials(issued: &IssuedCredentials) -> Value {
    let session = &issued.session;
    json!({
        "Version": 1,
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret_access_key.expose_secret(),
        "SessionToken": session.session_token.expose_secret(),
        "Expiration": rfc3339(session.expires_at),
    })
}

/// The format of `LoadCredentialsResponse` in the REST API of Iceberg catalogs.
/// <https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml>
pub fn iceberg_credentials(issued: &IssuedCredentials) -> Value {
    let session = &issued.session;
    let mut config = json!({
        "s3.access-key-id": session.access_key_id,
        "s3.secret-access-key": session.secret_access_key.expose_secret(),
        "s3.session-token": session.session_token.expose_secret(),
        // All values are texts.
        "s3.session-token-expires-at-ms": session.expires_at.to_string(),
    });
    if let Some(region) = &issued.region {
        config["client.region"] = region.as_str().into();
    }
    let prefix = format!("s3://{}/{}", issued.bucket, issued.prefix);
    json!({ "storage-credentials": [{ "prefix": prefix, "config": config }] })
}
