//! The role or user as Terraform.

use super::{Setup, hcl};
use crate::connect_ui::AccessMode;
use crate::policy::{BUCKET_PLACEHOLDER, PolicyDocument};
use serde_json::json;

/// A state keeps what it made, secrets too, so the key is made beside it.
const USER: &str = "\
# A user that lets s3-connect reach your bucket.
# Afterwards make an access key for it in IAM, and enter the key in the widget. The key is not made here, for its
# secret would stay in Terraform's state.
";

const ROLE: &str = "\
# A role that lets s3-connect reach your bucket.
# Afterwards enter the ARN, which is an output, in the widget.
";

impl Setup<'_> {
    /// `None` while the principal of a role is not known.
    pub fn terraform(&self) -> Option<String> {
        let name = self.name();
        let policy = json_encoded(&self.iam_policy());
        // A name that was never put in must not become a right to somebody else's bucket.
        let guard = if self.place.bucket.is_some() {
            String::new()
        } else {
            format!(
                "\n  lifecycle {{\n    precondition {{\n      condition     = false\n      error_message = \"Put the name of your bucket in place of {BUCKET_PLACEHOLDER}, and remove this block.\"\n    }}\n  }}\n"
            )
        };
        Some(match self.mode {
            AccessMode::Role => {
                let trust = json_encoded(&self.trust_policy()?);
                format!(
                    r#"{ROLE}
resource "aws_iam_role" "s3_connect" {{
  name = "{name}"

  assume_role_policy = {trust}
}}

resource "aws_iam_role_policy" "s3_connect" {{
  name = "{name}"
  role = aws_iam_role.s3_connect.id

  policy = {policy}
{guard}}}

output "s3_connect_role_arn" {{
  value = aws_iam_role.s3_connect.arn
}}
"#
                )
            }
            AccessMode::Keys => format!(
                r#"{USER}
resource "aws_iam_user" "s3_connect" {{
  name = "{name}"
}}

resource "aws_iam_user_policy" "s3_connect" {{
  name = "{name}"
  user = aws_iam_user.s3_connect.name

  policy = {policy}
{guard}}}

output "s3_connect_user_name" {{
  value = aws_iam_user.s3_connect.name
}}
"#
            ),
        })
    }
}

fn json_encoded(policy: &PolicyDocument) -> String {
    format!("jsonencode({})", hcl::expression(&json!(policy), 2))
}
