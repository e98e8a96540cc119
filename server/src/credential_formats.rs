//! The formats of temporary credentials. They are the only answers that hold a secret of AWS.

use crate::timestamp::rfc3339;
use secrecy::ExposeSecret as _;
use serde::Serialize;
use service::IssuedCredentials;
use utoipa::ToSchema;

/// Temporary credentials in our own format.
#[derive(Serialize, ToSchema)]
pub struct Credentials {
    /// The access key ID of the temporary credentials.
    access_key_id: String,
    /// The secret access key. Keep it secret.
    secret_access_key: String,
    /// The session token, which every request needs in addition to the key. Keep it secret.
    session_token: String,
    /// When the credentials expire.
    #[schema(format = DateTime)]
    expiration: String,
    /// The bucket that the credentials are for.
    bucket: String,
    /// The credentials reach the keys that begin with this, and no others.
    prefix: String,
    /// The region of the bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

pub fn credentials(issued: &IssuedCredentials) -> Credentials {
    let session = &issued.session;
    Credentials {
        access_key_id: session.access_key_id.clone(),
        secret_access_key: session.secret_access_key.expose_secret().to_owned(),
        session_token: session.session_token.expose_secret().to_owned(),
        expiration: rfc3339(session.expires_at),
        bucket: issued.bucket.as_str().to_owned(),
        prefix: issued.prefix.clone(),
        region: issued
            .region
            .as_ref()
            .map(|region| region.as_str().to_owned()),
    }
}

/// Temporary credentials as containers give them to AWS SDKs.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct ContainerCredentials {
    /// The access key ID of the temporary credentials.
    access_key_id: String,
    /// The secret access key. Keep it secret.
    secret_access_key: String,
    /// The session token, which every request needs in addition to the key. Keep it secret.
    token: String,
    /// When the credentials expire.
    #[schema(format = DateTime)]
    expiration: String,
}

pub fn container_credentials(issued: &IssuedCredentials) -> ContainerCredentials {
    let session = &issued.session;
    ContainerCredentials {
        access_key_id: session.access_key_id.clone(),
        secret_access_key: session.secret_access_key.expose_secret().to_owned(),
        token: session.session_token.expose_secret().to_owned(),
        expiration: rfc3339(session.expires_at),
    }
}

/// Temporary credentials in the format of the setting `credential_process`.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProcessCredentials {
    version: u8,
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: String,
}

pub fn process_credentials(issued: &IssuedCredentials) -> ProcessCredentials {
    let session = &issued.session;
    ProcessCredentials {
        version: 1,
        access_key_id: session.access_key_id.clone(),
        secret_access_key: session.secret_access_key.expose_secret().to_owned(),
        session_token: session.session_token.expose_secret().to_owned(),
        expiration: rfc3339(session.expires_at),
    }
}

/// Temporary credentials in the format of `LoadCredentialsResponse` in the REST API of Iceberg catalogs.
/// <https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml>
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub struct IcebergCredentials {
    storage_credentials: Vec<IcebergStorage>,
}

/// Credentials for one location.
#[derive(Serialize, ToSchema)]
struct IcebergStorage {
    /// The location that the credentials are for, such as `s3://my-company-data/incoming/`.
    prefix: String,
    config: IcebergConfig,
}

/// The properties of a file system of Iceberg. All values are texts.
#[derive(Serialize, ToSchema)]
struct IcebergConfig {
    /// The access key ID of the temporary credentials.
    #[serde(rename = "s3.access-key-id")]
    access_key_id: String,
    /// The secret access key. Keep it secret.
    #[serde(rename = "s3.secret-access-key")]
    secret_access_key: String,
    /// The session token, which every request needs in addition to the key. Keep it secret.
    #[serde(rename = "s3.session-token")]
    session_token: String,
    /// When the credentials expire, in milliseconds since 1970.
    #[serde(rename = "s3.session-token-expires-at-ms")]
    expires_at: String,
    /// The region of the bucket.
    #[serde(rename = "client.region", skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

pub fn iceberg_credentials(issued: &IssuedCredentials) -> IcebergCredentials {
    let session = &issued.session;
    let config = IcebergConfig {
        access_key_id: session.access_key_id.clone(),
        secret_access_key: session.secret_access_key.expose_secret().to_owned(),
        session_token: session.session_token.expose_secret().to_owned(),
        expires_at: session.expires_at.to_string(),
        region: issued
            .region
            .as_ref()
            .map(|region| region.as_str().to_owned()),
    };
    let prefix = format!("s3://{}/{}", issued.bucket, issued.prefix);
    IcebergCredentials {
        storage_credentials: vec![IcebergStorage { prefix, config }],
    }
}
