//! Temporary credentials of assumed roles. They live in memory only, and end with the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use crate::SandboxError;
use crate::policy::IdentityPolicy;

use super::{KeyPair, Principal, random_text};

/// Expired sessions are remembered this long, to answer "expired" rather than "unknown".
const REMEMBERED: Duration = Duration::days(1);

#[derive(Debug, Clone)]
pub struct Session {
    pub keys: KeyPair,
    pub token: SecretString,
    pub expires: OffsetDateTime,
    pub principal: Principal,
    pub role_arn: String,
    pub policy: Option<IdentityPolicy>,
}

#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn open(
        &self,
        principal: Principal,
        role_arn: String,
        policy: Option<IdentityPolicy>,
        lasts: Duration,
    ) -> Result<Session, SandboxError> {
        let now = OffsetDateTime::now_utc();
        let session = Session {
            keys: KeyPair::random("ASIA")?,
            token: random_text(192)?.into(),
            expires: now + lasts,
            principal,
            role_arn,
            policy,
        };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, old| old.expires + REMEMBERED > now);
        sessions.insert(session.keys.access_key_id.clone(), session.clone());
        Ok(session)
    }

    pub fn find(&self, access_key_id: &str) -> Option<Session> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(access_key_id)
            .cloned()
    }

    /// Ends a session at once, as if its time had run out.
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
