//! The whole of the pretended AWS, shared by S3, STS and the console: the directory, the sessions, the objects.

mod admin;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;

use crate::iam::{Caller, Directory, Holder, Principal, Sessions};
use crate::objects::Objects;
use crate::{SandboxError, seed, state};

/// Where buckets are when nobody says otherwise.
pub const HOME_REGION: &str = "us-east-1";

#[derive(Debug)]
pub struct Cloud {
    dir: PathBuf,
    directory: RwLock<Directory>,
    pub sessions: Sessions,
    pub objects: Objects,
}

/// Why a signed request is still not authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenProblem {
    Invalid,
    Expired,
}

impl Cloud {
    /// Loads the folder, or seeds it when it is new. The state is written last: a start that was cut short is
    /// begun again.
    ///
    /// # Errors
    /// When the folder cannot be used, or holds something else.
    pub async fn open(dir: &Path) -> Result<Self, SandboxError> {
        std::fs::create_dir_all(dir).map_err(SandboxError::io(dir))?;
        let (directory, fresh) = match state::load(dir)? {
            Some(directory) => (directory, false),
            None => (seed::directory()?, true),
        };
        let objects = Objects::open(dir, directory.buckets.keys())?;
        let cloud = Self {
            dir: dir.to_owned(),
            directory: RwLock::new(directory),
            sessions: Sessions::default(),
            objects,
        };
        if fresh {
            seed::objects(&cloud).await?;
            state::save(dir, &cloud.directory())?;
        }
        Ok(cloud)
    }

    pub fn directory(&self) -> RwLockReadGuard<'_, Directory> {
        self.directory
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the directory and its file together, or neither.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Directory) -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        let mut current = self
            .directory
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut next = current.clone();
        let answer = change(&mut next)?;
        state::save(&self.dir, &next)?;
        *current = next;
        Ok(answer)
    }

    /// The secret that signatures of this key are checked with. Expired sessions still have one: their
    /// holder is told that they expired, not that they never were.
    pub fn secret(&self, access_key_id: &str) -> Option<SecretString> {
        if let Some((keys, _)) = self.directory().holder(access_key_id) {
            return Some(keys.secret_access_key.clone());
        }
        self.sessions
            .find(access_key_id)
            .map(|session| session.keys.secret_access_key)
    }

    /// The caller behind a key whose signature has been checked.
    ///
    /// # Errors
    /// When the session token is missing, wrong, or of an expired session; long-term keys take none.
    pub fn caller(&self, access_key_id: &str, token: Option<&str>) -> Result<Caller, TokenProblem> {
        let directory = self.directory();
        if let Some((_, holder)) = directory.holder(access_key_id) {
            if token.is_some() {
                return Err(TokenProblem::Invalid);
            }
            return Ok(match holder {
                Holder::User(user) => Caller {
                    principal: user.principal(),
                    policies: vec![user.policy.clone()],
                    session_policy: None,
                },
                Holder::TenantRoot => Caller {
                    principal: Principal::Root {
                        account: directory.tenant_account.clone(),
                    },
                    policies: Vec::new(),
                    session_policy: None,
                },
            });
        }
        let session = self
            .sessions
            .find(access_key_id)
            .ok_or(TokenProblem::Invalid)?;
        if token != Some(session.token.expose_secret()) {
            return Err(TokenProblem::Invalid);
        }
        if session.expires <= OffsetDateTime::now_utc() {
            return Err(TokenProblem::Expired);
        }
        // Read now, not at AssumeRole: a changed role changes its running sessions, a deleted one ends them.
        let policies = directory
            .roles
            .get(&session.role_arn)
            .map(|role| role.policy.clone());
        Ok(Caller {
            principal: session.principal,
            policies: policies.into_iter().collect(),
            session_policy: session.policy,
        })
    }
}
