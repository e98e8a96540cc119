//! Temporary credentials of roles and federated users. They are in memory only, so they end with the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use crate::SandboxError;
use crate::policy::IdentityPolicy;
use crate::principal::Principal;
use crate::random_ids::random_base64;

use super::access_keys::AccessKey;

/// How long an expired session is remembered, so that a request gets "expired" and not "unknown key".
const KEEP_EXPIRED_FOR: Duration = Duration::days(1);

/// One session of an assumed role, or of a federated user.
#[derive(Debug, Clone)]
pub struct Session {
    pub keys: AccessKey,
    pub token: SecretString,
    pub expires: OffsetDateTime,
    pub principal: Principal,
    /// The role or the user whose policies apply to the session.
    pub owner_arn: String,
    pub policy: Option<IdentityPolicy>,
}

/// All sessions, by access key ID.
#[derive(Debug, Default)]
pub struct Sessions {
    by_key: Mutex<HashMap<String, Session>>,
    /// The longest life of a new session, whatever the request says.
    max_life: Mutex<Option<Duration>>,
}

impl Sessions {
    /// Creates a session with new credentials.
    ///
    /// # Errors
    /// Returns [`SandboxError::Random`] if the operating system provides no random bytes.
    pub fn create(
        &self,
        principal: Principal,
        owner_arn: String,
        policy: Option<IdentityPolicy>,
        duration: Duration,
    ) -> Result<Session, SandboxError> {
        let now = OffsetDateTime::now_utc();
        let max_life = *lock(&self.max_life);
        let session = Session {
            keys: AccessKey::random("ASIA")?,
            token: random_base64(192)?.into(),
            expires: now + max_life.map_or(duration, |max| duration.min(max)),
            principal,
            owner_arn,
            policy,
        };
        let mut sessions = lock(&self.by_key);
        // Forgets old sessions here, so that a long-running sandbox needs no background task for it.
        sessions.retain(|_, old| old.expires + KEEP_EXPIRED_FOR > now);
        sessions.insert(session.keys.access_key_id.clone(), session.clone());
        Ok(session)
    }

    /// Returns the number of sessions that are remembered.
    pub fn count(&self) -> usize {
        lock(&self.by_key).len()
    }

    /// Finds a session, also one that has expired.
    pub fn find(&self, access_key_id: &str) -> Option<Session> {
        lock(&self.by_key).get(access_key_id).cloned()
    }

    /// Makes a session expire now.
    pub fn expire(&self, access_key_id: &str) {
        if let Some(session) = lock(&self.by_key).get_mut(access_key_id) {
            session.expires = OffsetDateTime::now_utc();
        }
    }

    /// Makes new sessions end after `life` at the latest.
    pub fn limit_life(&self, life: Duration) {
        *lock(&self.max_life) = Some(life);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
