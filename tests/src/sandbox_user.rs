//! IAM users of the sandbox with permissions that a test chooses.

use crate::app::{App, Fields};
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
