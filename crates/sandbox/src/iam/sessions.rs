//! Temporary credentials of assumed roles. They are in memory only, so they end with the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use crate::SandboxError;
use crate::policy::IdentityPolicy;
use crate::principal::Principal;
use crate::random_ids::random_base64;

use super::access_keys::AccessKey;

/// How long an expired session is remembered, so that a request gets "expired" and not "unknown key".
const KEEP_EXPIRED_FOR: Duration = Duration::days(1);

/// One session of an assumed role.
#[derive(Debug, Clone)]
pub struct Session {
    pub keys: AccessKey,
    pub token: SecretString,
    pub expires: OffsetDateTime,
    pub principal: Principal,
    pub role_arn: String,
    pub policy: Option<IdentityPolicy>,
}

/// The sessions of all roles, by access key ID.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    /// Creates a session with new credentials.
    ///
    /// # Errors
    /// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
    pub fn create(
        &self,
        principal: Principal,
        role_arn: String,
        policy: Option<IdentityPolicy>,
        duration: Duration,
    ) -> Result<Session, SandboxError> {
        let now = OffsetDateTime::now_utc();
        let session = Session {
            keys: AccessKey::random("ASIA")?,
            token: random_base64(192)?.into(),
            expires: now + duration,
            principal,
            role_arn,
            policy,
        };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Forgets old sessions here, so that a long-running sandbox needs no background task for it.
        sessions.retain(|_, old| old.expires + KEEP_EXPIRED_FOR > now);
        sessions.insert(session.keys.access_key_id.clone(), session.clone());
        Ok(session)
    }

    /// Returns the number of sessions that are remembered.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Finds a session, also one that has expired.
    pub fn find(&self, access_key_id: &str) -> Option<Session> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(access_key_id)
            .cloned()
    }

    /// Makes a session expire now.
    pub fn expire(&self, access_key_id: &str) {
        if let Some(session) = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_mut(access_key_id)
        {
            session.expires = OffsetDateTime::now_utc();
        }
    }
}
