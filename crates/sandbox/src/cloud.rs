//! The simulated AWS that S3, STS and the console share: its directory, its sessions and its objects.

mod admin;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;

use crate::iam::{Caller, Directory, KeyOwner, Sessions};
use crate::objects::ObjectStore;
use crate::principal::Principal;
use crate::{SandboxError, seed, state_file};

/// The whole state of a sandbox.
#[derive(Debug)]
pub struct Cloud {
    dir: PathBuf,
    directory: RwLock<Directory>,
    pub sessions: Sessions,
    pub objects: ObjectStore,
}

/// Why a request with a valid signature is still not authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    Invalid,
    Expired,
}

impl Cloud {
    /// Loads the folder, or fills it with the sample users and objects if it is new.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Io`] if the folder cannot be read or written.
    /// - Returns [`SandboxError::State`] if a file in it is not one of a sandbox.
    pub async fn open(dir: &Path) -> Result<Self, SandboxError> {
        std::fs::create_dir_all(dir).map_err(SandboxError::io(dir))?;
        let (directory, is_new) = match state_file::load(dir)? {
            Some(directory) => (directory, false),
            None => (seed::new_directory()?, true),
        };
        let objects = ObjectStore::open(dir, directory.buckets.keys())?;
        if is_new {
            // The state file comes last. If the process ends before that, the next start begins anew.
            seed::store_objects(&objects).await?;
            state_file::save(dir, &directory)?;
        }
        Ok(Self {
            dir: dir.to_owned(),
            directory: RwLock::new(directory),
            sessions: Sessions::default(),
            objects,
        })
    }

    /// Returns the directory for reading. Drop the guard soon: it blocks every change.
    pub fn directory(&self) -> RwLockReadGuard<'_, Directory> {
        self.directory
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the directory and the state file together. If either fails, neither is changed.
    fn update_directory<T>(
        &self,
        change: impl FnOnce(&mut Directory) -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        self.update_directory_and_objects(change, |save| save())
    }

    /// Changes the directory, the state file and the object store together. `change_objects` gets the function that saves
    /// the state file, and calls it when nothing else can fail. If it returns an error, it must have changed nothing.
    fn update_directory_and_objects<T>(
        &self,
        change: impl FnOnce(&mut Directory) -> Result<T, SandboxError>,
        change_objects: impl FnOnce(&dyn Fn() -> Result<(), SandboxError>) -> Result<(), SandboxError>,
    ) -> Result<T, SandboxError> {
        let mut current = self
            .directory
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // The change is made to a copy, so that a failed change or a full disk leaves the directory as it was.
        let mut next = current.clone();
        let result = change(&mut next)?;
        change_objects(&|| state_file::save(&self.dir, &next))?;
        *current = next;
        Ok(result)
    }

    /// Returns the secret that a signature with this access key is checked against.
    pub fn find_secret(&self, access_key_id: &str) -> Option<SecretString> {
        if let Some((keys, _)) = self.directory().find_access_key(access_key_id) {
            return Some(keys.secret_access_key.clone());
        }
        // An expired session still has a secret. Its owner must learn that it expired, not that the key is unknown.
        self.sessions
            .find(access_key_id)
            .map(|session| session.keys.secret_access_key)
    }

    /// Returns the caller that an access key belongs to. The signature must have been checked.
    ///
    /// # Errors
    /// - Returns [`TokenError::Invalid`] if the session token is missing or wrong, if a long-term key comes with a
    ///   token, or if the key is unknown.
    /// - Returns [`TokenError::Expired`] if the session has expired.
    pub fn authenticate(
        &self,
        access_key_id: &str,
        token: Option<&str>,
    ) -> Result<Caller, TokenError> {
        let directory = self.directory();
        if let Some((_, owner)) = directory.find_access_key(access_key_id) {
            if token.is_some() {
                return Err(TokenError::Invalid);
            }
            return Ok(match owner {
                KeyOwner::User(user) => Caller {
                    principal: user.principal(),
                    policies: vec![user.policy.clone()],
                    session_policy: None,
                },
                KeyOwner::TenantRoot => Caller {
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
            .ok_or(TokenError::Invalid)?;
        if token != Some(session.token.expose_secret()) {
            return Err(TokenError::Invalid);
        }
        if session.expires <= OffsetDateTime::now_utc() {
            return Err(TokenError::Expired);
        }
        // The policies are those of now, not of the call that created the session, as in AWS: a change to a role or user
        // applies to its open sessions, and the sessions of a deleted one can do nothing.
        let owner = session.owner_arn.as_str();
        let role_policy = directory.roles.get(owner).map(|role| &role.policy);
        let user_policy = directory.users.get(owner).map(|user| &user.policy);
        let policies = role_policy.or(user_policy).cloned();
        Ok(Caller {
            principal: session.principal,
            policies: policies.into_iter().collect(),
            session_policy: session.policy,
        })
    }
}
