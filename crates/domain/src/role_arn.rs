//! The ARN of an IAM role, and what people enter in its place.

use crate::access_key::may_be_secret;
use crate::arn::{self, AccountId, Parts};
use crate::message::{Message, fields};
use crate::mistaken::Shape;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::{lookalike, paste};
use serde::{Deserialize, Serialize};

/// Such as `arn:aws:iam::111122223333:role/path/name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleArn {
    text: String,
    partition: Partition,
    account: AccountId,
    name_at: usize,
}

impl RoleArn {
    pub(crate) const EXAMPLE: &str = "arn:aws:iam::111122223333:role/name";

    /// # Errors
    /// When the text is no role ARN; what it is instead is called by its name.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::role_required()));
        }
        lookalike::refuse(text, |plain| Self::parse(plain).is_ok())?;
        if !text.starts_with("arn:") {
            return Err(no_arn(text));
        }
        let parts = Parts::parse(text, Self::EXAMPLE)?;
        let Some(path_and_name) = parts
            .resource
            .strip_prefix("role/")
            .filter(|_| parts.service == "iam")
        else {
            return Err(other_arn(text, &parts));
        };
        let account = AccountId::parse(parts.account)
            .ok()
            .filter(|a| a.as_str() == parts.account)
            .ok_or_else(|| Refusal::new("bad_account", fields::role_bad_account(Self::EXAMPLE)))?;
        let (path, name) = path_and_name
            .rsplit_once('/')
            .unwrap_or(("", path_and_name));
        if !is_name(name) {
            return Err(Refusal::new("bad_role_name", fields::role_bad_name()));
        }
        if path.len() > 510 || !path.chars().all(|c| c.is_ascii_graphic()) || path.contains('*') {
            return Err(Refusal::new("bad_role_path", fields::role_bad_path()));
        }
        Ok(Self {
            name_at: text.len() - name.len(),
            partition: parts.partition,
            account,
            text: text.to_owned(),
        })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn partition(&self) -> Partition {
        self.partition
    }

    pub fn account(&self) -> &AccountId {
        &self.account
    }

    pub fn name(&self) -> &str {
        &self.text[self.name_at..]
    }
}

fn is_name(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    (1..=64).contains(&text.len()) && text.chars().all(good)
}

/// For a text that is no ARN at all.
fn no_arn(text: &str) -> Refusal {
    let enter = |account: &str, name: &str| -> Message {
        fields::role_wanted(format!("arn:aws:iam::{account}:role/{name}"))
    };
    let (account, name) = ("111122223333", "name");
    if let Some(arn) = within(text) {
        return Refusal::new("whole_line", fields::role_whole_line(arn));
    }
    if let Some(role) = console_role(text) {
        let name = Some(role).filter(|role| is_name(role)).unwrap_or(name);
        return Refusal::new(
            "console_url",
            fields::role_console_address(enter(account, name)),
        );
    }
    match Shape::of(text) {
        Some(shape @ Shape::AccountId) => {
            let digits = text.replace('-', "");
            shape.instead_of(enter(&digits, name))
        }
        Some(shape @ Shape::ExternalId) => {
            shape.instead_of(fields::role_place_of_external_id(enter(account, name)))
        }
        Some(shape @ (Shape::Secret | Shape::KeyId | Shape::Email)) => {
            shape.instead_of(enter(account, name))
        }
        _ if is_name(text) && !may_be_secret(text) => {
            Refusal::new("not_an_arn", fields::role_name_only(enter(account, text)))
        }
        _ => Refusal::new("not_an_arn", enter(account, name)),
    }
}

/// The role's ARN in a line that holds more.
fn within(text: &str) -> Option<&str> {
    let arn = text[text.find("arn:")?..]
        .split([' ', '\t', '"', '\''])
        .next()?;
    let arn = arn.trim_end_matches([',', ';', '.']);
    RoleArn::parse(arn).is_ok().then_some(arn)
}

/// The role in `https://….console.aws.amazon.com/iam/home#/roles/details/NAME`; empty on another page.
fn console_role(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    let (host, page) = rest.split_once('/').unwrap_or((rest, ""));
    if !host.contains("console.aws.amazon") && !host.contains("console.amazonaws") {
        return None;
    }
    let role = page.split_once("/roles/").map_or("", |(_, role)| role);
    let role = role.strip_prefix("details/").unwrap_or(role);
    role.split(['?', '/', '#', '&']).next()
}

/// For the ARN of anything but a role.
fn other_arn(text: &str, parts: &Parts<'_>) -> Refusal {
    let account = AccountId::parse(parts.account);
    let account = account
        .as_ref()
        .map_or("111122223333", |account| account.as_str());
    let role = |name: &str| {
        format!(
            "arn:{}:iam::{account}:role/{name}",
            parts.partition.as_str()
        )
    };
    let last = parts.resource.rsplit('/').next().unwrap_or_default();
    let words = match arn::kind(text).unwrap_or(arn::Kind::Other) {
        arn::Kind::Session => {
            let name = parts.resource.split('/').nth(1).unwrap_or("name");
            return Refusal::new("session_arn", fields::role_session(role(name)));
        }
        arn::Kind::InstanceProfile => fields::role_instance_profile(role(last)),
        arn::Kind::Bucket => fields::role_bucket(role("name")),
        kind => fields::role_of_other(kind.words(), role("name")),
    };
    Refusal::new("not_a_role", words)
}

impl TryFrom<String> for RoleArn {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<RoleArn> for String {
    fn from(arn: RoleArn) -> Self {
        arn.text
    }
}

impl std::fmt::Display for RoleArn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
#[path = "role_arn_tests.rs"]
mod tests;
