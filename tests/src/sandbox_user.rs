//! IAM users and roles of the sandbox with permissions that a test chooses.

use crate::app::{App, Fields};
use crate::client::{Client, FLOW};
use sandbox::Sandbox;
use serde_json::{Value, json};

const BUCKET: &str = "my-company-data";

/// Returns a statement that allows reading, writing and deleting objects, but not listing them.
pub fn allow_objects() -> Value {
    json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        "Resource": format!("arn:aws:s3:::{BUCKET}/*") })
}

pub fn allow_list() -> Value {
    json!({ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": format!("arn:aws:s3:::{BUCKET}") })
}

pub fn allow_put() -> Value {
    json!({ "Effect": "Allow", "Action": "s3:PutObject", "Resource": format!("arn:aws:s3:::{BUCKET}/*") })
}

/// Returns a policy document with these statements.
pub fn policy_document(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Connects a tenant with a new role of the sandbox that can do far more than the connection needs.
///
/// # Panics
/// Panics if a call fails.
pub async fn connect_role_in(
    sandbox: &Sandbox,
    client: &Client,
    tenant: &str,
    role: &str,
    prefix: &str,
) {
    const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}]}"#;
    let setup = format!(
        "/flows/{FLOW}/tenants/{tenant}/setup?access=role&bucket={BUCKET}&path_prefix={prefix}"
    );
    let setup = client.api_get(&setup).await.expect(200).json();
    let arn = sandbox.create_role(role, &setup["trust_policy"].to_string(), POLICY);
    let fields =
        json!({ "bucket": BUCKET, "path_prefix": prefix, "aws_role_arn": arn.expect("a role") });
    client.put_connection(tenant, &fields).await.expect(201);
}

impl App {
    /// Creates an IAM user with these statements, and returns the form fields that connect with the user's access key.
    ///
    /// # Panics
    /// Panics if the sandbox refuses to create the user.
    pub fn create_user(&self, name: &str, statements: &[Value]) -> Fields {
        let policy = policy_document(statements);
        let keys = self.sandbox().create_user(name, &policy);
        Fields::new(&keys.expect("a user"), BUCKET, "incoming/")
    }

    /// Replaces the policy of an IAM user.
    ///
    /// # Panics
    /// Panics if the sandbox refuses the policy.
    pub fn set_user_policy(&self, name: &str, statements: &[Value]) {
        let policy = policy_document(statements);
        let put = self.sandbox().put_user_policy(name, &policy);
        put.expect("the policy is accepted");
    }
}
