//! The API keys of an environment: their creation, use and revocation.

use crate::error::Error;
use crate::random::secret_token;
use crate::service::Service;
use domain::{EnvironmentId, misplaced_secret};
use secrecy::SecretString;
use serde_json::json;
use store::{Actor, ApiKey, AuditAction};

const MAX_NAME_LENGTH: usize = 80;

impl Service {
    /// Returns the stored properties of a key, and counts it as used.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownKey`] if the key was never issued.
    /// - Returns [`Error::RevokedKey`] if it was revoked.
    /// - Returns another error if the database fails.
    pub async fn authenticate(&self, key: &SecretString) -> Result<ApiKey, Error> {
        let found = self.store.find_api_key(key).await?;
        let api_key = found.ok_or(Error::UnknownKey)?;
        if api_key.revoked_at.is_some() {
            return Err(Error::RevokedKey);
        }
        let now = self.now();
        if self.api_key_usage.should_record(&api_key, now) {
            let (store, used_key) = (self.store.clone(), api_key.clone());
            // A task of its own, so that the request does not wait for this write.
            tokio::spawn(async move {
                if let Err(error) = store.record_api_key_use(&used_key, now).await {
                    tracing::warn!(%error, "Could not record the use of an API key.");
                }
            });
        }
        Ok(api_key)
    }

    /// Returns all keys that the environment has or ever had, newest first.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn api_keys(&self, environment: &EnvironmentId) -> Result<Vec<ApiKey>, Error> {
        Ok(self.store.api_keys(environment).await?)
    }

    /// Creates a key. This is the only time that the key itself is returned: only its hash is stored.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if the name is not valid, or if another valid key has it.
    /// - Returns another error if the database fails.
    pub async fn create_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
    ) -> Result<(SecretString, ApiKey), Error> {
        let name = name.trim();
        let refuse = |code, detail: String| Err(Error::field("name", code, detail));
        if name.is_empty() {
            return refuse(
                "required",
                "Give the key a name, such as the name of the server that will use it.".to_owned(),
            );
        }
        if name.chars().count() > MAX_NAME_LENGTH || name.chars().any(char::is_control) {
            return refuse(
                "bad_name",
                format!("A name is one line of at most {MAX_NAME_LENGTH} characters."),
            );
        }
        if misplaced_secret::refuse(name).is_err() {
            return refuse(
                "looks_like_secret",
                "This looks like a secret access key. Names are shown and logged, so choose another name.".to_owned(),
            );
        }
        let keys = self.store.api_keys(environment).await?;
        if keys
            .iter()
            .any(|key| key.name == name && key.revoked_at.is_none())
        {
            return refuse("taken", format!("A key named “{name}” already exists."));
        }
        let secret = secret_token()?;
        let event = self
            .event(environment, AuditAction::ApiKeyCreated)
            .with_detail(json!({ "name": name }));
        let key = self
            .store
            .create_api_key(name, &secret, &event, self.now())
            .await?;
        Ok((secret, key))
    }

    /// Returns a key of the environment that was not revoked.
    ///
    /// # Errors
    /// - Returns [`Error::NoKey`] if there is no such key.
    /// - Returns another error if the database fails.
    pub async fn active_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
    ) -> Result<ApiKey, Error> {
        let keys = self.store.api_keys(environment).await?;
        keys.into_iter()
            .find(|key| key.id == id && key.revoked_at.is_none())
            .ok_or(Error::NoKey)
    }

    /// Revokes a key, immediately and forever.
    ///
    /// # Errors
    /// - Returns [`Error::NoKey`] if there is no such key, or if it was already revoked.
    /// - Returns another error if the database fails.
    pub async fn revoke_api_key(
        &self,
        environment: &EnvironmentId,
        id: &str,
    ) -> Result<ApiKey, Error> {
        let event = self.event(environment, AuditAction::ApiKeyRevoked);
        let event = |key: &ApiKey| event.with_detail(json!({ "name": key.name }));
        let revoked = self
            .store
            .revoke_api_key(environment, id, event, self.now())
            .await?;
        revoked.ok_or(Error::NoKey)
    }

    /// Adds a key from the server's configuration. `name` tells where it came from. A revoked key stays revoked, so a
    /// restart cannot bring it back.
    ///
    /// # Errors
    /// Returns an error if another environment gets the same key at this moment, or if the database fails.
    pub async fn import_api_key(
        &self,
        environment: &EnvironmentId,
        name: &str,
        key: &SecretString,
    ) -> Result<ApiKey, Error> {
        let now = self.now();
        match self.store.find_api_key(key).await? {
            // A key that belongs to another environment stays valid there.
            Some(api_key) => Ok(api_key),
            None => Ok(self
                .store
                .add_api_key(environment, name, key, &Actor::Server, now)
                .await?),
        }
    }
}
