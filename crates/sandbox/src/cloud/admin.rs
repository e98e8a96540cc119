//! What the administrator of the tenant account can do: manage buckets, users, roles and their policies.

use time::OffsetDateTime;

use crate::SandboxError;
use crate::iam::{AccessKey, Bucket, Directory, Keys, Role, User, is_iam_name};
use crate::policy::{IdentityPolicy, TrustPolicy};
use crate::random_ids::random_id;
use crate::regions::is_region_name;

use super::Cloud;

type AdminResult<T = ()> = Result<T, SandboxError>;

fn refuse<T>(message: impl Into<String>) -> AdminResult<T> {
    Err(SandboxError::Refused(message.into()))
}

impl Cloud {
    /// Creates a bucket that belongs to `account`.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if the name or the region is invalid.
    /// - Returns [`SandboxError::BucketExists`] if the name is taken.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn create_bucket(&self, name: &str, region: &str, account: &str) -> AdminResult {
        // The name becomes the name of a folder, so `..` must not pass, whatever the library allows.
        if !s3s::path::check_bucket_name(name) || name.contains("..") {
            return refuse(format!(
                "\"{name}\" is not a bucket name. Use 3 to 63 lower-case letters, digits, dots and hyphens, and begin \
                 and end with a letter or digit."
            ));
        }
        if !is_region_name(region) {
            return refuse(format!(
                "\"{region}\" is not the name of a region. Use one such as us-east-1."
            ));
        }
        let bucket = Bucket {
            account: account.to_owned(),
            region: region.to_owned(),
            created: OffsetDateTime::now_utc(),
        };
        self.update_directory_and_objects(
            |directory| {
                directory.buckets.insert(name.to_owned(), bucket);
                Ok(())
            },
            |save| self.objects.create_bucket(name, save),
        )
    }

    /// Deletes an empty bucket.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::BucketNotEmpty`] if it holds objects.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn delete_bucket(&self, name: &str) -> AdminResult {
        self.update_directory_and_objects(
            |directory| {
                directory.buckets.remove(name);
                Ok(())
            },
            |save| self.objects.delete_bucket(name, save),
        )
    }

    /// Creates a user of the tenant account with one access key and one policy.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if the name is invalid or taken.
    /// - Returns [`SandboxError::Policy`] if the policy is invalid or not supported.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn create_user(&self, name: &str, policy: &str) -> AdminResult<Keys> {
        check_name(name)?;
        let policy = IdentityPolicy::parse(policy)?;
        self.update_directory(|directory| {
            let arn = user_arn(directory, name);
            if directory.users.contains_key(&arn) {
                return refuse(format!("A user named \"{name}\" already exists."));
            }
            let user = User {
                account: directory.tenant_account.clone(),
                name: name.to_owned(),
                id: random_id("AIDA")?,
                keys: AccessKey::random("AKIA")?,
                policy,
                sample: None,
            };
            let keys = user.keys.with_arn(arn.as_str());
            directory.users.insert(arn, user);
            Ok(keys)
        })
    }

    /// Replaces the policy of a user.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if there is no such user.
    /// - Returns [`SandboxError::Policy`] if the policy is invalid or not supported.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn put_user_policy(&self, name: &str, policy: &str) -> AdminResult {
        let policy = IdentityPolicy::parse(policy)?;
        self.update_directory(|directory| {
            let arn = user_arn(directory, name);
            let Some(user) = directory.users.get_mut(&arn) else {
                return refuse(no_such_user(name));
            };
            user.policy = policy;
            Ok(())
        })
    }

    /// Deletes a user and its access key.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if there is no such user.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn delete_user(&self, name: &str) -> AdminResult {
        self.update_directory(|directory| {
            let arn = user_arn(directory, name);
            directory
                .users
                .remove(&arn)
                .map_or_else(|| refuse(no_such_user(name)), |_| Ok(()))
        })
    }

    /// Creates a role of the tenant account and returns its ARN.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if the name is invalid or taken, if a policy is invalid or not supported, or
    ///   if the trust policy names a principal that does not exist.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn create_role(&self, name: &str, trust: &str, policy: &str) -> AdminResult<String> {
        check_name(name)?;
        let (trust, policy) = (parse_trust(trust)?, parse_permissions(policy)?);
        self.update_directory(|directory| {
            check_principals_exist(directory, &trust)?;
            let arn = role_arn(directory, name);
            if directory.roles.contains_key(&arn) {
                return refuse(format!("A role named \"{name}\" already exists."));
            }
            let account = directory.tenant_account.clone();
            let role = Role {
                account,
                name: name.to_owned(),
                id: random_id("AROA")?,
                trust,
                policy,
            };
            directory.roles.insert(arn.clone(), role);
            Ok(arn)
        })
    }

    /// Replaces the trust policy of a role, its permission policy, or both in one step.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if there is no such role, if a policy is invalid or not supported, or if the
    ///   trust policy names a principal that does not exist.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn put_role_policies(
        &self,
        name: &str,
        trust: Option<&str>,
        policy: Option<&str>,
    ) -> AdminResult {
        let trust = trust.map(parse_trust).transpose()?;
        let policy = policy.map(parse_permissions).transpose()?;
        self.update_directory(|directory| {
            if let Some(trust) = &trust {
                check_principals_exist(directory, trust)?;
            }
            let arn = role_arn(directory, name);
            let Some(role) = directory.roles.get_mut(&arn) else {
                return refuse(no_such_role(name));
            };
            if let Some(trust) = trust {
                role.trust = trust;
            }
            if let Some(policy) = policy {
                role.policy = policy;
            }
            Ok(())
        })
    }

    /// Deletes a role. Its sessions can do nothing from then on.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Refused`] if there is no such role.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn delete_role(&self, name: &str) -> AdminResult {
        self.update_directory(|directory| {
            let arn = role_arn(directory, name);
            directory
                .roles
                .remove(&arn)
                .map_or_else(|| refuse(no_such_role(name)), |_| Ok(()))
        })
    }
}

fn user_arn(directory: &Directory, name: &str) -> String {
    format!("arn:aws:iam::{}:user/{name}", directory.tenant_account)
}

fn role_arn(directory: &Directory, name: &str) -> String {
    format!("arn:aws:iam::{}:role/{name}", directory.tenant_account)
}

fn no_such_user(name: &str) -> String {
    format!("There is no user named \"{name}\".")
}

fn no_such_role(name: &str) -> String {
    format!("There is no role named \"{name}\".")
}

fn check_name(name: &str) -> AdminResult {
    if is_iam_name(name, 1..=64) {
        return Ok(());
    }
    refuse(format!(
        "\"{name}\" is not a valid name. Use 1 to 64 letters, digits and any of _ + = , . @ -"
    ))
}

// The form of a role has two policies, so an error has to say which one it is about.
fn parse_trust(text: &str) -> AdminResult<TrustPolicy> {
    TrustPolicy::parse(text).map_err(|e| SandboxError::Refused(format!("Trust policy: {e}")))
}

fn parse_permissions(text: &str) -> AdminResult<IdentityPolicy> {
    IdentityPolicy::parse(text)
        .map_err(|e| SandboxError::Refused(format!("Permission policy: {e}")))
}

/// Refuses a trust policy whose principals do not exist, as IAM does.
fn check_principals_exist(directory: &Directory, trust: &TrustPolicy) -> AdminResult {
    let missing = trust
        .principal_arns()
        .find(|arn| !directory.is_valid_principal(arn));
    match missing {
        Some(arn) => refuse(format!(
            "Trust policy: invalid principal \"{arn}\": no user or role has this ARN."
        )),
        None => Ok(()),
    }
}
