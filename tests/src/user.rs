//! A user of the sandbox whose rights a test chooses.

use crate::app::{App, Fields};
use serde_json::{Value, json};

const BUCKET: &str = "my-company-data";

/// What full access to the bucket is, less listing it.
pub fn all_but_list() -> Value {
    json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        "Resource": format!("arn:aws:s3:::{BUCKET}/*") })
}

pub fn list() -> Value {
    json!({ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": format!("arn:aws:s3:::{BUCKET}") })
}

pub fn put() -> Value {
    json!({ "Effect": "Allow", "Action": "s3:PutObject", "Resource": format!("arn:aws:s3:::{BUCKET}/*") })
}

pub fn policy(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

impl App {
    /// A new user of the sandbox with these rights, and what to type to connect with its key.
    ///
    /// # Panics
    /// When the sandbox refuses.
    pub fn user(&self, name: &str, statements: &[Value]) -> Fields {
        let keys = self.sandbox().create_user(name, &policy(statements));
        Fields::with(&keys.expect("a user"), BUCKET, "incoming/")
    }

    /// # Panics
    /// When the sandbox refuses.
    pub fn allow(&self, name: &str, statements: &[Value]) {
        let put = self.sandbox().put_user_policy(name, &policy(statements));
        put.expect("the policy is taken");
    }
}
