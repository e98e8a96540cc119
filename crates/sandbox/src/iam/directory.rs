//! Accounts, users, roles and buckets as the state file keeps them, and how a key is looked up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::policy::{IdentityPolicy, TrustPolicy};

use super::{KeyPair, Principal};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Directory {
    /// Layout of the state file, so that a later one is refused instead of misread.
    pub version: u32,
    pub vendor_account: String,
    pub tenant_account: String,
    /// ARN of the vendor's own user.
    pub vendor: String,
    /// Keys of the tenant account's root: they exist so that refusing them can be tried.
    pub tenant_root: KeyPair,
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
    pub keys: KeyPair,
    pub policy: IdentityPolicy,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sample: Option<SampleUse>,
}

/// What a ready-made user is good for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SampleUse {
    pub may: String,
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
pub enum Holder<'a> {
    User(&'a User),
    TenantRoot,
}

impl Directory {
    pub fn holder(&self, access_key_id: &str) -> Option<(&KeyPair, Holder<'_>)> {
        if self.tenant_root.access_key_id == access_key_id {
            return Some((&self.tenant_root, Holder::TenantRoot));
        }
        self.users
            .values()
            .find(|user| user.keys.access_key_id == access_key_id)
            .map(|user| (&user.keys, Holder::User(user)))
    }

    /// Whether an ARN in a trust policy names someone: IAM refuses to save a policy that names nobody.
    /// Accounts other than the two here cannot be asked, and pass.
    pub fn knows(&self, arn: &str) -> bool {
        let account = arn.split(':').nth(4).unwrap_or_default();
        let ours = account == self.vendor_account || account == self.tenant_account;
        !ours
            || arn.starts_with("arn:aws:sts:")
            || self.users.contains_key(arn)
            || self.roles.contains_key(arn)
    }
}
