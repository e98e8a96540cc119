//! What the forms of the console do.

use crate::SandboxError;
use crate::cloud::Cloud;
use crate::iam::Keys;
use serde_json::{Value, json};
use std::borrow::Cow;

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
    let new_policy = || complete_policy(&fields.policy, None);
    let trust = || complete_policy(&fields.trust, None);
    let result = match action {
        "create-user" => {
            return cloud
                .create_user(name, &new_policy())
                .map(ActionResult::NewKeys);
        }
        "create-bucket" => {
            // The guard of the directory must be gone before the change, which locks the directory for writing.
            let account = cloud.directory().tenant_account.clone();
            cloud.create_bucket(name, fields.region.trim(), &account)
        }
        "delete-bucket" => cloud.delete_bucket(name),
        "delete-object" => cloud.objects.delete(name, &fields.key),
        "put-user" => {
            let policy = complete_policy(&fields.policy, user_policy(cloud, name).as_deref());
            cloud.put_user_policy(name, &policy)
        }
        "delete-user" => cloud.delete_user(name),
        "create-role" => cloud.create_role(name, &trust(), &new_policy()).map(drop),
        "put-role" => {
            let policy = complete_policy(&fields.policy, role_policy(cloud, name).as_deref());
            cloud.put_role_policies(name, Some(&trust()), Some(&policy))
        }
        "delete-role" => cloud.delete_role(name),
        _ => Err(SandboxError::Refused(
            "The sandbox has no such form.".to_owned(),
        )),
    };
    result.map(|()| ActionResult::Done)
}

fn user_policy(cloud: &Cloud, name: &str) -> Option<String> {
    let directory = cloud.directory();
    let mut users = directory.users.values();
    let user = users.find(|user| user.name == name)?;
    Some(user.policy.text().to_owned())
}

fn role_policy(cloud: &Cloud, name: &str) -> Option<String> {
    let directory = cloud.directory();
    let mut roles = directory.roles.values();
    let role = roles.find(|role| role.name == name)?;
    Some(role.policy.text().to_owned())
}

/// Returns a policy document for what was pasted.
///
/// The console of AWS has a button that adds a statement to a policy. Here a statement on its own is added to `saved`, or
/// replaces the statement with its ID there. Without `saved`, it becomes the only statement of a document. Anything else is
/// returned as it is.
fn complete_policy<'a>(pasted: &'a str, saved: Option<&str>) -> Cow<'a, str> {
    let statement = match serde_json::from_str(pasted) {
        Ok(Value::Object(object))
            if object.contains_key("Effect") && !object.contains_key("Statement") =>
        {
            Value::Object(object)
        }
        _ => return Cow::Borrowed(pasted),
    };
    let saved: Option<Value> = saved.and_then(|text| serde_json::from_str(text).ok());
    let mut statements = match saved.as_ref().and_then(|saved| saved.get("Statement")) {
        Some(Value::Array(all)) => all.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let id = statement.get("Sid").cloned();
    statements.retain(|other| id.is_none() || other.get("Sid") != id.as_ref());
    statements.push(statement);
    let document = json!({ "Version": "2012-10-17", "Statement": statements });
    Cow::Owned(serde_json::to_string_pretty(&document).unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_on_its_own_joins_the_saved_policy() {
        let list = r#"{"Sid":"List","Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}"#;
        let get = r#"{"Sid":"Get","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
        let document = format!(r#"{{"Version":"2012-10-17","Statement":[{get}]}}"#);
        let single = format!(r#"{{"Version":"2012-10-17","Statement":{list}}}"#);
        let ids = |pasted, saved| -> Vec<String> {
            let policy: Value =
                serde_json::from_str(&complete_policy(pasted, saved)).expect("JSON");
            let all = policy["Statement"].as_array().expect("statements");
            all.iter().map(|s| s["Sid"].to_string()).collect()
        };
        assert_eq!(ids(list, None), [r#""List""#]);
        assert_eq!(ids(list, Some(&document)), [r#""Get""#, r#""List""#]);
        assert_eq!(ids(list, Some(&single)), [r#""List""#]);
        for unchanged in [&document, "", "{", "[]"] {
            assert_eq!(complete_policy(unchanged, Some(&single)), *unchanged);
        }
    }
}
