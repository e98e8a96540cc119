//! The API keys of an environment: made, shown once, used, revoked.

use crate::random::secret_token;
use crate::{Error, Service};
use domain::{EnvironmentId, misplaced_secret};
use secrecy::SecretString;
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Actor, ApiKey};

const LONGEST_NAME: usize = 80;
/// When a key was last used is written no more often than this.
const WRITTEN_EVERY_MS: i64 = 60_000;

/// When each key was last said to be used, by its id.
#[derive(Clone, Default)]
pub struct KeysInUse(Arc<Mutex<HashMap<String, i64>>>);

impl KeysInUse {
    /// Whether it is time to write it down again.
    fn worth_writing(&self, key: &ApiKey, now: i64) -> bool {
        let recent = |at: i64| now - at < WRITTEN_EVERY_MS;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.entry(key.id.clone()).or_default();
        if recent(*last) || key.last_used_at.is_some_and(recent) {
            return false;
        }
        *last = now;
        true
    }
}

impl Service {
    /// Whose key this is; from here on it counts as used.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] for a key nobody was given, [`Error::RevokedKey`] for one that is good no longer;
    /// else when the store fails.
    pub async fn authenticate(&self, key: &SecretString) -> Result<ApiKey, Error> {
        let found = self.store.find_api_key(key).await?;
        let known = found.ok_or(Error::UnknownKey)?;
        if known.revoked_at.is_some() {
            return Err(Error::RevokedKey);
        }
        let now = self.now();
        if self.keys_in_use.worth_writing(&known, now) {
            let (store, used) = (self.store.clone(), known.clone());
            // The caller need not wait for it.
            tokio::spawn(async move {
                if let Err(error) = store.touch_api_key(&used, now).await {
                    tracing::warn!(%error, "when an API key was last used could not be written");
                }
            });
        }
        Ok(known)
    }

    /// All that the environment ever had, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn api_keys(&self, environment: &EnvironmentId) -> Result<Vec<ApiKey>, Error> {
        Ok(self.store.api_keys(environment).await?)
    }

    /// Makes a key. It is given back this once, and nobody can read it again.
    ///
    /// # Errors
    /// [`Error::Fields`] when the name cannot be, or another good key has it; else when the store fails.
    pub async fn make_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
    ) -> Result<(SecretString, ApiKey), Error> {
        let name = name.trim();
        let refuse = |code, words: String| Err(Error::field("name", code, words));
        if name.is_empty() {
            return refuse(
                "required",
                "Give the key a name, such as the server that will use it.".to_owned(),
            );
        }
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return refuse(
                "bad_name",
                format!("A name is one line of at most {LONGEST_NAME} characters."),
            );
        }
        if misplaced_secret::refuse(name).is_err() {
            return refuse(
                "looks_like_secret",
                "This looks like a secret access key. Names are shown and logged, so choose another.".to_owned(),
            );
        }
        let keys = self.store.api_keys(environment).await?;
        if keys
            .iter()
            .any(|key| key.name == name && key.revoked_at.is_none())
        {
            return refuse("taken", format!("There is a key “{name}” already."));
        }
        let secret = secret_token()?;
        let event = self
            .event(environment, "key.made")
            .with(json!({ "name": name }));
        let key = self
            .store
            .create_api_key(name, &secret, &event, self.now())
            .await?;
        Ok((secret, key))
    }

    /// A key of the environment that is still good.
    ///
    /// # Errors
    /// [`Error::NoKey`]; else when the store fails.
    pub async fn good_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
    ) -> Result<ApiKey, Error> {
        let keys = self.store.api_keys(environment).await?;
        keys.into_iter()
            .find(|key| key.id == id && key.revoked_at.is_none())
            .ok_or(Error::NoKey)
    }

    /// Makes a key good for nothing, at once and for ever.
    ///
    /// # Errors
    /// [`Error::NoKey`]; else when the store fails.
    pub async fn revoke_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
    ) -> Result<ApiKey, Error> {
        let event = self.event(environment, "key.revoked");
        let event = |key: &ApiKey| event.with(json!({ "name": key.name }));
        let revoked = self
            .store
            .revoke_api_key(environment, id, event, self.now())
            .await?;
        revoked.ok_or(Error::NoKey)
    }

    /// Takes a key that was given from outside, by the name of where it came from. One that was revoked stays
    /// revoked: what is taken away here does not come back by a restart.
    ///
    /// # Errors
    /// When the key is another environment's already, or the store fails.
    pub async fn take_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
        key: &SecretString,
    ) -> Result<ApiKey, Error> {
        let now = self.now();
        match self.store.find_api_key(key).await? {
            // Whichever environment it is good in.
            Some(known) => Ok(known),
            None => Ok(self
                .store
                .add_api_key(environment, name, key, &Actor::Server, now)
                .await?),
        }
    }
}
