//! The ARN of an IAM role, and the values that people enter instead of it.

use crate::access_key_shape::may_be_part_of_secret;
use crate::arn::{AccountId, ArnKind, ArnParts, PrincipalArn};
use crate::message::{Message, fields};
use crate::misplaced_value::MisplacedValue;
use crate::partition::Partition;
use crate::refusal::Refusal;
use crate::{lookalike_characters, pasted_text};
use serde::{Deserialize, Serialize};

/// The ARN of a role, such as `arn:aws:iam::111122223333:role/path/name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleArn {
    text: String,
    partition: Partition,
    account: AccountId,
    /// The byte at which the role's name starts, after the path.
    name_start: usize,
}

/// The account in examples of an ARN, as in AWS's documentation.
const EXAMPLE_ACCOUNT: &str = "111122223333";
/// The name of the role in examples of an ARN.
const EXAMPLE_NAME: &str = "name";

impl RoleArn {
    pub(crate) const EXAMPLE: &str = "arn:aws:iam::111122223333:role/name";

    /// Parses the ARN of a role.
    ///
    /// # Errors
    /// Returns a refusal if the text is not the ARN of a role. If it is recognisably something else, the refusal says
    /// what it is.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text);
        if text.is_empty() {
            return Err(Refusal::new("required", fields::role_required()));
        }
        lookalike_characters::refuse(text, |ascii| Self::parse(ascii).is_ok())?;
        if !text.starts_with("arn:") {
            return Err(refuse_non_arn(text));
        }
        let parts = ArnParts::parse(text, Self::EXAMPLE)?;
        let Some(path_and_name) = parts
            .resource
            .strip_prefix("role/")
            .filter(|_| parts.service == "iam")
        else {
            return Err(refuse_other_arn(text, &parts));
        };
        // `AccountId::parse` accepts hyphens, but IAM does not.
        let account = AccountId::parse(parts.account)
            .ok()
            .filter(|a| a.as_str() == parts.account)
            .ok_or_else(|| Refusal::new("bad_account", fields::role_bad_account(Self::EXAMPLE)))?;
        let (path, name) = path_and_name
            .rsplit_once('/')
            .unwrap_or(("", path_and_name));
        if !is_role_name(name) {
            return Err(Refusal::new("bad_role_name", fields::role_bad_name()));
        }
        // IAM limits a path to 512 characters, including the slash on either side.
        if path.len() > 510 || !path.chars().all(|c| c.is_ascii_graphic()) || path.contains('*') {
            return Err(Refusal::new("bad_role_path", fields::role_bad_path()));
        }
        refuse_uneditable_role(path)?;
        Ok(Self {
            name_start: text.len() - name.len(),
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
        &self.text[self.name_start..]
    }

    /// Returns whether the role has the account and the name of the vendor's principal. Ignores paths, because the
    /// principal's may be unknown.
    pub(crate) fn has_name_of(&self, principal: &PrincipalArn) -> bool {
        let principal = principal.as_str();
        let name = principal.rsplit_once('/').map(|(_, name)| name);
        principal.split(':').nth(4) == Some(self.account().as_str()) && name == Some(self.name())
    }
}

/// Refuses a role whose trust policy nobody can change, because AWS manages the role.
fn refuse_uneditable_role(path: &str) -> Result<(), Refusal> {
    let path = format!("{path}/");
    // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    if path.starts_with("aws-reserved/sso.amazonaws.com/") {
        return Err(Refusal::new(
            "identity_center_role",
            fields::role_identity_center(),
        ));
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    if path.starts_with("aws-service-role/") {
        return Err(Refusal::new(
            "service_linked_role",
            fields::role_service_linked(),
        ));
    }
    Ok(())
}

fn is_role_name(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    (1..=64).contains(&text.len()) && text.chars().all(is_allowed)
}

/// Explains what a text is that is not an ARN, and what to enter instead.
fn refuse_non_arn(text: &str) -> Refusal {
    let expected = |account: &str, name: &str| -> Message {
        fields::role_wanted(format!("arn:aws:iam::{account}:role/{name}"))
    };
    let (account, name) = (EXAMPLE_ACCOUNT, EXAMPLE_NAME);
    if let Some(arn) = find_role_arn_within(text) {
        return Refusal::new("whole_line", fields::role_whole_line(arn));
    }
    if let Some(role) = role_in_console_url(text) {
        let name = Some(role).filter(|role| is_role_name(role)).unwrap_or(name);
        return Refusal::new(
            "console_url",
            fields::role_console_address(expected(account, name)),
        );
    }
    match MisplacedValue::detect(text) {
        Some(value @ MisplacedValue::AccountId) => {
            let digits = text.replace('-', "");
            value.refuse(expected(&digits, name))
        }
        Some(value @ MisplacedValue::ExternalId) => {
            value.refuse(fields::role_place_of_external_id(expected(account, name)))
        }
        Some(value @ (MisplacedValue::Secret | MisplacedValue::KeyId | MisplacedValue::Email)) => {
            value.refuse(expected(account, name))
        }
        // A message must not repeat what may be part of a secret.
        _ if is_role_name(text) && !may_be_part_of_secret(text) => Refusal::new(
            "not_an_arn",
            fields::role_name_only(expected(account, text)),
        ),
        _ => Refusal::new("not_an_arn", expected(account, name)),
    }
}

/// Finds the ARN of a role inside a longer text, such as a line of JSON.
fn find_role_arn_within(text: &str) -> Option<&str> {
    let arn = text[text.find("arn:")?..]
        .split([' ', '\t', '"', '\''])
        .next()?;
    let arn = arn.trim_end_matches([',', ';', '.']);
    RoleArn::parse(arn).is_ok().then_some(arn)
}

/// Returns the role in a URL of the IAM console, such as
/// `https://….console.aws.amazon.com/iam/home#/roles/details/NAME`. Returns an empty string for another page of the
/// console, and `None` for any other text.
fn role_in_console_url(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    let (host, page) = rest.split_once('/').unwrap_or((rest, ""));
    if !host.contains("console.aws.amazon") && !host.contains("console.amazonaws") {
        return None;
    }
    let role = page.split_once("/roles/").map_or("", |(_, role)| role);
    // Older URLs of the console lack `details/`.
    let role = role.strip_prefix("details/").unwrap_or(role);
    role.split(['?', '/', '#', '&']).next()
}

/// Explains what an ARN is that does not name a role, and which role's ARN to enter instead.
fn refuse_other_arn(text: &str, parts: &ArnParts<'_>) -> Refusal {
    let account = AccountId::parse(parts.account);
    let account = account
        .as_ref()
        .map_or(EXAMPLE_ACCOUNT, |account| account.as_str());
    let role_arn = |name: &str| {
        format!(
            "arn:{}:iam::{account}:role/{name}",
            parts.partition.as_str()
        )
    };
    let last_segment = parts.resource.rsplit('/').next().unwrap_or_default();
    let detail = match ArnKind::detect(text).unwrap_or(ArnKind::Other) {
        ArnKind::Session => {
            // `assumed-role/ROLE/SESSION`
            let name = parts.resource.split('/').nth(1).unwrap_or(EXAMPLE_NAME);
            return Refusal::new("session_arn", fields::role_session(role_arn(name)));
        }
        // The console gives an instance profile the name of its role.
        ArnKind::InstanceProfile => fields::role_instance_profile(role_arn(last_segment)),
        ArnKind::Bucket => fields::role_bucket(role_arn(EXAMPLE_NAME)),
        kind => fields::role_of_other(kind.display_name(), role_arn(EXAMPLE_NAME)),
    };
    Refusal::new("not_a_role", detail)
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
