//! Creates what a first start needs: the master key, the admin key, an API key, and the environment `dev` with the flow
//! `demo`.
//!
//! The admin key and the API key are printed once. The database stores only their hashes.

use crate::settings::{Secrets, Settings};
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use secrecy::{ExposeSecret as _, SecretString};
use service::{AuditAction, AuditEventQuery, Error, Service, secret_token};
use std::io::Write as _;
use store::KeyRing;

pub const DEFAULT_ENVIRONMENT: &str = "dev";
const DEMO_FLOW: &str = "demo";
/// The name of the setting. The list of API keys shows it as the name of the key.
const API_KEY_SETTING: &str = "S3_CONNECT_API_KEY";

/// The fields of the demo flow: both access modes, with the bucket first, which is the order that reads best.
const DEMO_PARAMS: &str = r#"{
    "bucket": {"label": "Bucket", "required": true},
    "path_prefix": {"label": "Path prefix", "required": false},
    "aws_access_key_id": {"label": "Access Key ID", "type": "text", "required": true},
    "aws_secret_access_key": {"label": "Secret Access Key", "type": "password", "required": true},
    "aws_external_id": {"label": "External ID"},
    "aws_role_arn": {"label": "Role ARN", "required": true}
}"#;

/// Why a first start fails.
#[derive(Debug, thiserror::Error)]
pub enum FirstStartError {
    #[error("S3_CONNECT_MASTER_KEY: {0}")]
    MasterKey(#[from] store::KeyRingError),
    #[error("the master key in {path}: {source}")]
    MasterKeyFile {
        path: String,
        source: std::io::Error,
    },
    #[error("{name} is too short to be safe: use at least 24 characters")]
    ShortKey { name: &'static str },
    #[error(transparent)]
    Service(#[from] Error),
    #[error("the demo flow of the first start is not valid")]
    Demo,
}

/// The keys that this start generated, which are shown once. A key is `None` if it existed already, or if the settings
/// hold one.
#[derive(Debug, Default)]
pub struct NewKeys {
    pub admin: Option<SecretString>,
    pub api: Option<SecretString>,
}

/// Returns the key ring from the environment variable, or from `master.key` in the data folder. Creates the file if it
/// does not exist.
///
/// # Errors
/// - [`FirstStartError::MasterKey`] if the key is invalid.
/// - [`FirstStartError::MasterKeyFile`] if the file cannot be read or created.
pub fn key_ring(settings: &Settings) -> Result<KeyRing, FirstStartError> {
    if let Some(given) = &settings.secrets.master_key {
        return Ok(KeyRing::parse(given.expose_secret())?);
    }
    let path = settings.data_dir.join("master.key");
    let failed = |source| FirstStartError::MasterKeyFile {
        path: path.display().to_string(),
        source,
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => return Ok(KeyRing::parse(text.trim())?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    std::fs::create_dir_all(&settings.data_dir).map_err(failed)?;
    let (ring, text) = KeyRing::generate()?;
    // The file gets its name only once it is complete, because a server that is killed here must not leave half a key
    // behind. `tempfile` creates it with mode 0600.
    let mut file = tempfile::NamedTempFile::with_prefix_in(".master.key.", &settings.data_dir)
        .map_err(failed)?;
    file.write_all(text.expose_secret().as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    // Of two servers that start at the same time, only one may create the file. The other fails here.
    file.persist_noclobber(&path)
        .map_err(|refused| failed(refused.error))?;
    tracing::warn!(path = %path.display(), "created a master key; keep a copy of it, because nothing can decrypt the stored secrets without it");
    Ok(ring)
}

/// Returns the environment that a first start creates.
///
/// # Errors
/// None in practice, because the constant is a valid ID.
pub fn default_environment() -> Result<EnvironmentId, FirstStartError> {
    EnvironmentId::parse(DEFAULT_ENVIRONMENT).map_err(|_| FirstStartError::Demo)
}

/// Returns the flow that a first start creates.
///
/// # Errors
/// None in practice, because the constant is a valid ID.
pub fn demo_flow() -> Result<FlowId, FirstStartError> {
    FlowId::parse(DEMO_FLOW).map_err(|_| FirstStartError::Demo)
}

/// Creates what is missing in the database. Later starts change nothing, unless the settings hold other keys.
///
/// # Errors
/// - [`FirstStartError::ShortKey`] if a key in the settings is too short.
/// - [`FirstStartError::Service`] if the database or the random source fails.
pub async fn prepare(service: &Service, secrets: &Secrets) -> Result<NewKeys, FirstStartError> {
    let store = service.store();
    let now = service.now();
    let environment = default_environment()?;
    let flow = demo_flow()?;
    store
        .ensure_environment(&environment, now)
        .await
        .map_err(Error::from)?;
    // An admin may have deleted the demo flow. The log keeps the events of flows forever.
    let flow_events = AuditEventQuery {
        kind: Some(AuditAction::ConnectorSaved.kind()),
        limit: 1,
        ..AuditEventQuery::default()
    };
    let flow_events = service.events(&environment, flow_events).await?.items;
    if !service.has_flows(&environment).await? && flow_events.is_empty() {
        let params = ConnectUiParams::from_json(DEMO_PARAMS).map_err(|_| FirstStartError::Demo)?;
        service
            .put_connector(&environment, &flow, Direction::Both, &params, None)
            .await?;
    }
    let mut new_keys = NewKeys::default();
    if let Some(key) = &secrets.admin_key {
        check_key_length(key, "S3_CONNECT_ADMIN_KEY")?;
        // Only a changed key is stored, so that a restart with the same settings writes nothing.
        if !store.is_admin_key(key).await.map_err(Error::from)? {
            store.set_admin_key(key, now).await.map_err(Error::from)?;
        }
    } else if !store.has_admin_key().await.map_err(Error::from)? {
        let key = secret_token().map_err(Error::from)?;
        store.set_admin_key(&key, now).await.map_err(Error::from)?;
        new_keys.admin = Some(key);
    }
    if let Some(key) = &secrets.api_key {
        check_key_length(key, API_KEY_SETTING)?;
        let imported = service
            .import_api_key(&environment, API_KEY_SETTING, key)
            .await?;
        // A restart must not bring back a key that somebody revoked. The server starts all the same.
        if imported.revoked_at.is_some() {
            tracing::warn!(
                "{API_KEY_SETTING} holds a key that was revoked on the admin pages, and it stays revoked; set another key, or none"
            );
        }
    } else if !store
        .has_ever_had_api_key(&environment)
        .await
        .map_err(Error::from)?
    {
        let key = secret_token().map_err(Error::from)?;
        service
            .import_api_key(&environment, "first start", &key)
            .await?;
        new_keys.api = Some(key);
    }
    Ok(new_keys)
}

/// Refuses short keys. The database stores keys as plain SHA-256, which is safe for long random keys, but not for words
/// that can be guessed.
fn check_key_length(key: &SecretString, name: &'static str) -> Result<(), FirstStartError> {
    if key.expose_secret().len() < 24 {
        Err(FirstStartError::ShortKey { name })
    } else {
        Ok(())
    }
}
