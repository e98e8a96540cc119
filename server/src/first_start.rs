//! What a first start makes: the master key, the admin key, the API key, the environment `dev` with the flow
//! `demo`. Keys that are made here are printed once and stored hashed.

use crate::settings::{Secrets, Settings};
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use secrecy::{ExposeSecret as _, SecretString};
use service::{Error, Service, secret_token};
use std::io::Write as _;
use store::KeyRing;

pub const ENVIRONMENT: &str = "dev";
pub const FLOW: &str = "demo";
/// The setting, and what the list of keys calls its key.
const GIVEN_KEY: &str = "S3_CONNECT_API_KEY";

/// Both ways of access, the bucket first, as the widget reads best.
const DEMO_PARAMS: &str = r#"{
    "bucket": {"label": "Bucket", "required": true},
    "path_prefix": {"label": "Path prefix", "required": false},
    "aws_access_key_id": {"label": "Access Key ID", "type": "text", "required": true},
    "aws_secret_access_key": {"label": "Secret Access Key", "type": "password", "required": true},
    "aws_external_id": {"label": "External ID"},
    "aws_role_arn": {"label": "Role ARN", "required": true}
}"#;

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
    #[error("the flow that comes with a first start is not valid")]
    Demo,
}

/// Keys that were made now and are shown once; `None` where one was there already or given.
#[derive(Debug, Default)]
pub struct MadeKeys {
    pub admin: Option<SecretString>,
    pub api: Option<SecretString>,
}

/// The ring from the environment, or from `data/master.key`, which is made when there is none.
///
/// # Errors
/// When the key is not one, or its file cannot be read or made.
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
    // The file gets its name when it is complete: a server that is killed here must not leave half a key behind. It is
    // only ever made with mode 0600.
    let mut file = tempfile::NamedTempFile::with_prefix_in(".master.key.", &settings.data_dir)
        .map_err(failed)?;
    file.write_all(text.expose_secret().as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist_noclobber(&path)
        .map_err(|refused| failed(refused.error))?;
    tracing::warn!(path = %path.display(), "a master key was made; keep a copy, for without it no stored secret can be read again");
    Ok(ring)
}

/// # Errors
/// Never: it can be one.
pub fn environment() -> Result<EnvironmentId, FirstStartError> {
    EnvironmentId::parse(ENVIRONMENT).map_err(|_| FirstStartError::Demo)
}

/// # Errors
/// Never: it can be one.
pub fn flow() -> Result<FlowId, FirstStartError> {
    FlowId::parse(FLOW).map_err(|_| FirstStartError::Demo)
}

/// Makes what is missing. A second start finds everything there.
///
/// # Errors
/// When a key from the environment is too short, or the store fails.
pub async fn prepare(service: &Service, secrets: &Secrets) -> Result<MadeKeys, FirstStartError> {
    let store = service.store();
    let now = service.now();
    let environment = environment()?;
    let flow = flow()?;
    store
        .ensure_environment(&environment, now)
        .await
        .map_err(Error::from)?;
    if store
        .connectors(&environment)
        .await
        .map_err(Error::from)?
        .is_empty()
    {
        let params = ConnectUiParams::from_json(DEMO_PARAMS).map_err(|_| FirstStartError::Demo)?;
        service
            .put_connector(&environment, &flow, Direction::Both, &params, None)
            .await?;
    }
    let mut made = MadeKeys::default();
    if let Some(key) = &secrets.admin_key {
        long_enough(key, "S3_CONNECT_ADMIN_KEY")?;
        if !store.is_admin_key(key).await.map_err(Error::from)? {
            store.set_admin_key(key, now).await.map_err(Error::from)?;
        }
    } else if !store.has_admin_key().await.map_err(Error::from)? {
        let key = secret_token().map_err(Error::from)?;
        store.set_admin_key(&key, now).await.map_err(Error::from)?;
        made.admin = Some(key);
    }
    if let Some(key) = &secrets.api_key {
        long_enough(key, GIVEN_KEY)?;
        let taken = service.take_api_key(&environment, GIVEN_KEY, key).await?;
        if taken.revoked_at.is_some() {
            tracing::warn!(
                "{GIVEN_KEY} was revoked in the admin pages and stays so; give another, or none"
            );
        }
    } else if !store.had_api_key(&environment).await.map_err(Error::from)? {
        let key = secret_token().map_err(Error::from)?;
        service
            .take_api_key(&environment, "first start", &key)
            .await?;
        made.api = Some(key);
    }
    Ok(made)
}

/// They are stored as plain SHA-256, which is safe for random keys and not for words.
fn long_enough(key: &SecretString, name: &'static str) -> Result<(), FirstStartError> {
    if key.expose_secret().len() < 24 {
        Err(FirstStartError::ShortKey { name })
    } else {
        Ok(())
    }
}
