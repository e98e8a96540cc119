//! What the forms of the console do.

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::iam::Keys;

/// Fields of every form together; each form fills in its own.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Fields {
    pub name: String,
    pub region: String,
    pub key: String,
    pub policy: String,
    pub trust: String,
}

pub enum Outcome {
    Done,
    NewKeys(Keys),
}

pub fn perform(cloud: &Cloud, action: &str, fields: &Fields) -> Result<Outcome, SandboxError> {
    // A name pasted with a blank around it is still that name.
    let name = fields.name.trim();
    let done = match action {
        "create-user" => {
            return cloud
                .create_user(name, &fields.policy)
                .map(Outcome::NewKeys);
        }
        "create-bucket" => {
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
        "put-role" => cloud.put_role(name, Some(&fields.trust), Some(&fields.policy)),
        "delete-role" => cloud.delete_role(name),
        _ => Err(SandboxError::Refused(
            "The sandbox has no such form.".to_owned(),
        )),
    };
    done.map(|()| Outcome::Done)
}

/// What to say after an action; the words are ours, whatever the address says.
pub fn notice(action: &str, name: &str) -> Option<String> {
    let words = match action {
        "create-bucket" => format!("The bucket {name} is there."),
        "delete-bucket" => format!("The bucket {name} is gone."),
        "delete-object" => format!("The object in {name} is gone."),
        "put-user" => format!("The policy of the user {name} is saved. It decides from now on."),
        "delete-user" => format!("The user {name} is gone, and the access key with it."),
        "create-role" => format!("The role {name} is there. Copy its ARN below."),
        "put-role" => {
            format!("The policies of the role {name} are saved. They decide from now on.")
        }
        "delete-role" => format!("The role {name} is gone, and its sessions may do nothing more."),
        _ => return None,
    };
    Some(words)
}
