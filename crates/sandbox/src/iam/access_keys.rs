//! Access keys.

use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::SandboxError;
use crate::random_ids::{random_base64, random_id};

/// An access key, with the ARN of the principal that it belongs to.
#[derive(Clone)]
pub struct Keys {
    pub arn: String,
    pub access_key_id: String,
    pub secret_access_key: SecretString,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("arn", &self.arn)
            .field("access_key_id", &self.access_key_id)
            // Logs and panics print `Debug` output.
            .field("secret_access_key", &"[redacted]")
            .finish()
    }
}

/// An access key, as the state file stores it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessKey {
    pub access_key_id: String,
    #[serde(with = "secret_text")]
    pub secret_access_key: SecretString,
}

impl AccessKey {
    /// Creates a random access key. AWS begins the ID of a long-term key with `AKIA`, that of a session with `ASIA`.
    ///
    /// # Errors
    /// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
    pub fn random(prefix: &str) -> Result<Self, SandboxError> {
        Ok(Self {
            access_key_id: random_id(prefix)?,
            secret_access_key: random_base64(30)?.into(),
        })
    }

    /// Returns this key together with the ARN of its owner.
    pub fn with_arn(&self, arn: impl Into<String>) -> Keys {
        Keys {
            arn: arn.into(),
            access_key_id: self.access_key_id.clone(),
            secret_access_key: self.secret_access_key.clone(),
        }
    }
}

// `secrecy` does not serialize secrets, to prevent leaks. The state file has to hold them.
mod secret_text {
    use secrecy::{ExposeSecret as _, SecretString};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(secret: &SecretString, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(secret.expose_secret())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
        String::deserialize(from).map(SecretString::from)
    }
}
