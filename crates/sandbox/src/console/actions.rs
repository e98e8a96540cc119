//! What the forms of the console do.

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::iam::Keys;

/// The fields of all forms. Each form fills in its own.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ActionFields {
    pub name: String,
    pub region: String,
    pub key: String,
    pub policy: String,
    pub trust: String,
}

pub enum ActionResult {
    Done,
    NewKeys(Keys),
}

/// Performs the action of a form.
///
/// # Errors
/// - Returns [`SandboxError::Refused`] if there is no such form.
/// - Returns the error of the action if it fails.
pub fn perform(
    cloud: &Cloud,
    action: &str,
    fields: &ActionFields,
) -> Result<ActionResult, SandboxError> {
    // People paste names with spaces around them.
    let name = fields.name.trim();
    let result = match action {
        "create-user" => {
            return cloud
                .create_user(name, &fields.policy)
                .map(ActionResult::NewKeys);
        }
        "create-bucket" => {
            // The guard of the directory must be gone before the change, which locks the directory for writing.
            let account = cloud.directory().tenant_account.clone();
            cloud.create_bucket(name, fields.region.trim(), &account)
        }
        "delete-bucket" => cloud.delete_bucket(name),
        "delete-object" => cloud.objects.delete(name, &fields.key),
        "put-user" => cloud.put_user_policy(name, &fields.policy),
        "delete-user" => cloud.delete_user(name),
        "create-role" => cloud
            .create_role(name, &fields.trust, &fields.policy)
            .map(drop),
        "put-role" => cloud.put_role_policies(name, Some(&fields.trust), Some(&fields.policy)),
        "delete-role" => cloud.delete_role(name),
        _ => Err(SandboxError::Refused(
            "The sandbox has no such form.".to_owned(),
        )),
    };
    result.map(|()| ActionResult::Done)
}

/// Returns what the page reports after an action. Both values come from the address, so anybody can choose them. The
/// sentences are ours, and the page escapes the name.
pub fn success_notice(action: &str, name: &str) -> Option<String> {
    let notice = match action {
        "create-bucket" => format!("The bucket {name} was created."),
        "delete-bucket" => format!("The bucket {name} was deleted."),
        "delete-object" => format!("The object in {name} was deleted."),
        "put-user" => format!("The policy of the user {name} was saved. It applies from now on."),
        "delete-user" => format!("The user {name} and its access key were deleted."),
        "create-role" => format!("The role {name} was created. Copy its ARN below."),
        "put-role" => {
            format!("The policies of the role {name} were saved. They apply from now on.")
        }
        "delete-role" => {
            format!("The role {name} was deleted. Its sessions can do nothing any more.")
        }
        _ => return None,
    };
    Some(notice)
}
