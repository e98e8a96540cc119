//! Accounts, users, roles and buckets, as the state file stores them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::policy::{IdentityPolicy, TrustPolicy};
use crate::principal::Principal;

use super::access_keys::{AccessKey, Keys};

/// The content of the state file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Directory {
    /// The layout of the state file. A program refuses a file of another version instead of misreading it.
    pub version: u32,
    pub vendor_account: String,
    pub tenant_account: String,
    /// The ARN of the vendor's user.
    pub vendor: String,
    /// The access key of the tenant account's root user. It exists so that one can try that the product refuses it.
    pub tenant_root: AccessKey,
    pub buckets: BTreeMap<String, Bucket>,
    /// By ARN.
    pub users: BTreeMap<String, User>,
    /// By ARN.
    pub roles: BTreeMap<String, Role>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bucket {
    pub account: String,
    pub region: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created: time::OffsetDateTime,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    pub account: String,
    pub name: String,
    pub id: String,
    pub keys: AccessKey,
    pub policy: IdentityPolicy,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sample: Option<SampleInfo>,
}

/// What the sample keys of a user are good for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SampleInfo {
    // The state files that exist have this name.
    #[serde(rename = "may")]
    pub description: String,
    pub bucket: String,
    pub path_prefix: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    pub account: String,
    pub name: String,
    pub id: String,
    pub trust: TrustPolicy,
    pub policy: IdentityPolicy,
}

impl User {
    pub fn principal(&self) -> Principal {
        Principal::User {
            account: self.account.clone(),
            name: self.name.clone(),
            id: self.id.clone(),
        }
    }
}

/// Whom a long-term access key belongs to.
pub enum KeyOwner<'a> {
    User(&'a User),
    TenantRoot,
}

impl Directory {
    /// Returns the access key of the tenant account's root user.
    pub fn tenant_root_keys(&self) -> Keys {
        self.tenant_root
            .with_arn(format!("arn:aws:iam::{}:root", self.tenant_account))
    }

    /// Finds a long-term access key and its owner.
    pub fn find_access_key(&self, access_key_id: &str) -> Option<(&AccessKey, KeyOwner<'_>)> {
        if self.tenant_root.access_key_id == access_key_id {
            return Some((&self.tenant_root, KeyOwner::TenantRoot));
        }
        self.users
            .values()
            .find(|user| user.keys.access_key_id == access_key_id)
            .map(|user| (&user.keys, KeyOwner::User(user)))
    }

    /// Returns whether IAM would accept `arn` as a principal. IAM does not save a trust policy whose principal does
    /// not exist.
    pub fn is_valid_principal(&self, arn: &str) -> bool {
        let account = arn.split(':').nth(4).unwrap_or_default();
        let is_known_account = account == self.vendor_account || account == self.tenant_account;
        // Nobody can look into other accounts from here, so their ARNs pass. A role session need not exist yet.
        !is_known_account
            || arn.starts_with("arn:aws:sts:")
            || self.users.contains_key(arn)
            || self.roles.contains_key(arn)
    }
}
