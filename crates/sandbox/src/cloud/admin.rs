//! What an account's administrator does: buckets, users, roles and their policies.

use time::OffsetDateTime;

use crate::SandboxError;
use crate::iam::{Bucket, Directory, KeyPair, Keys, Role, User, is_name, random_id};
use crate::policy::{IdentityPolicy, TrustPolicy};

use super::Cloud;

type Done<T = ()> = Result<T, SandboxError>;

fn refuse<T>(words: impl Into<String>) -> Done<T> {
    Err(SandboxError::Refused(words.into()))
}

impl Cloud {
    /// # Errors
    /// When the name or region is none, the name is taken, or the folder cannot be written.
    pub fn create_bucket(&self, name: &str, region: &str, account: &str) -> Done {
        if !s3s::path::check_bucket_name(name) || name.contains("..") {
            return refuse(format!(
                "\"{name}\" is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, \
                 beginning and ending with a letter or digit."
            ));
        }
        if !is_region(region) {
            return refuse(format!(
                "\"{region}\" is not the name of a region, such as us-east-1."
            ));
        }
        self.change(|directory| {
            self.objects.create_bucket(name)?;
            let bucket = Bucket {
                account: account.to_owned(),
                region: region.to_owned(),
                created: OffsetDateTime::now_utc(),
            };
            directory.buckets.insert(name.to_owned(), bucket);
            Ok(())
        })
    }

    /// # Errors
    /// When there is none, it holds objects, or the folder cannot be written.
    pub fn delete_bucket(&self, name: &str) -> Done {
        self.change(|directory| {
            self.objects.delete_bucket(name)?;
            directory.buckets.remove(name);
            Ok(())
        })
    }

    /// A user of the tenant account with one access key and one policy.
    ///
    /// # Errors
    /// When the name or policy is none, the name is taken, or the folder cannot be written.
    pub fn create_user(&self, name: &str, policy: &str) -> Done<Keys> {
        check_name(name)?;
        let policy = IdentityPolicy::parse(policy)?;
        self.change(|directory| {
            let arn = user_arn(directory, name);
            if directory.users.contains_key(&arn) {
                return refuse(format!("There is a user named \"{name}\" already."));
            }
            let user = User {
                account: directory.tenant_account.clone(),
                name: name.to_owned(),
                id: random_id("AIDA")?,
                keys: KeyPair::random("AKIA")?,
                policy,
                sample: None,
            };
            let keys = user.keys.of(arn.as_str());
            directory.users.insert(arn, user);
            Ok(keys)
        })
    }

    /// # Errors
    /// When there is no such user, the policy is none, or the folder cannot be written.
    pub fn put_user_policy(&self, name: &str, policy: &str) -> Done {
        let policy = IdentityPolicy::parse(policy)?;
        self.change(|directory| {
            let arn = user_arn(directory, name);
            let Some(user) = directory.users.get_mut(&arn) else {
                return refuse(no_user(name));
            };
            user.policy = policy;
            Ok(())
        })
    }

    /// # Errors
    /// When there is no such user, or the folder cannot be written.
    pub fn delete_user(&self, name: &str) -> Done {
        self.change(|directory| {
            let arn = user_arn(directory, name);
            directory
                .users
                .remove(&arn)
                .map_or_else(|| refuse(no_user(name)), |_| Ok(()))
        })
    }

    /// A role of the tenant account; answers its ARN.
    ///
    /// # Errors
    /// When the name or a policy is none, the name is taken, or the folder cannot be written.
    pub fn create_role(&self, name: &str, trust: &str, policy: &str) -> Done<String> {
        check_name(name)?;
        let (trust, policy) = (parse_trust(trust)?, parse_permissions(policy)?);
        self.change(|directory| {
            names_somebody(directory, &trust)?;
            let arn = role_arn(directory, name);
            if directory.roles.contains_key(&arn) {
                return refuse(format!("There is a role named \"{name}\" already."));
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

    /// Replaces either policy of a role, or both at once.
    ///
    /// # Errors
    /// When there is no such role, a policy is none, or the folder cannot be written.
    pub fn put_role(&self, name: &str, trust: Option<&str>, policy: Option<&str>) -> Done {
        let trust = trust.map(parse_trust).transpose()?;
        let policy = policy.map(parse_permissions).transpose()?;
        self.change(|directory| {
            if let Some(trust) = &trust {
                names_somebody(directory, trust)?;
            }
            let arn = role_arn(directory, name);
            let Some(role) = directory.roles.get_mut(&arn) else {
                return refuse(no_role(name));
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

    /// # Errors
    /// When there is no such role, or the folder cannot be written.
    pub fn delete_role(&self, name: &str) -> Done {
        self.change(|directory| {
            let arn = role_arn(directory, name);
            directory
                .roles
                .remove(&arn)
                .map_or_else(|| refuse(no_role(name)), |_| Ok(()))
        })
    }
}

fn user_arn(directory: &Directory, name: &str) -> String {
    format!("arn:aws:iam::{}:user/{name}", directory.tenant_account)
}

fn role_arn(directory: &Directory, name: &str) -> String {
    format!("arn:aws:iam::{}:role/{name}", directory.tenant_account)
}

fn no_user(name: &str) -> String {
    format!("There is no user named \"{name}\".")
}

fn no_role(name: &str) -> String {
    format!("There is no role named \"{name}\".")
}

fn check_name(name: &str) -> Done {
    if is_name(name, 1..=64) {
        return Ok(());
    }
    refuse(format!(
        "\"{name}\" is not a name: 1 to 64 letters, digits and any of _ + = , . @ -"
    ))
}

/// Two documents stand side by side in a role's form, so the words say which one is meant.
fn parse_trust(text: &str) -> Done<TrustPolicy> {
    TrustPolicy::parse(text).map_err(|e| SandboxError::Refused(format!("Trust policy: {e}")))
}

fn parse_permissions(text: &str) -> Done<IdentityPolicy> {
    IdentityPolicy::parse(text)
        .map_err(|e| SandboxError::Refused(format!("Permission policy: {e}")))
}

fn names_somebody(directory: &Directory, trust: &TrustPolicy) -> Done {
    match trust.named_arns().find(|arn| !directory.knows(arn)) {
        Some(arn) => refuse(format!(
            "Trust policy: invalid principal \"{arn}\": nobody has this ARN."
        )),
        None => Ok(()),
    }
}

/// Regions come and go; the shape is what can be told.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let Some((last, words)) = parts.split_last() else {
        return false;
    };
    words.len() >= 2
        && last.parse::<u8>().is_ok()
        && words
            .iter()
            .all(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase()))
}
