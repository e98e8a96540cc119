//! Renders the role or user as Terraform.

use super::guide::SetupGuide;
use super::hcl::render_expression;
use crate::connect_ui::AccessMode;
use crate::policy::{PolicyDocument, placeholder_meaning};
use serde_json::json;

// Terraform keeps the attributes of every resource in its state, secrets included, so it does not create the key.
const USER_COMMENT: &str = "\
# A user that lets s3-connect access your bucket.
# Afterwards, create an access key for it in IAM, and enter the key in the widget. The key is not created here,
# because its secret would stay in Terraform's state.
";

const ROLE_COMMENT: &str = "\
# A role that lets s3-connect access your bucket.
# Afterwards, enter its ARN in the widget. The ARN is an output.
";

impl SetupGuide<'_> {
    /// Returns the Terraform file, or `None` while the principal of a role is unknown.
    pub fn terraform(&self) -> Option<String> {
        let name = self.name();
        let policy = jsonencode(&self.iam_policy());
        // A placeholder that nobody replaced must not grant access to somebody else's bucket of that name.
        let guard = self.target.placeholder().map_or_else(String::new, |placeholder| {
            let meaning = placeholder_meaning(placeholder);
            format!(
                "\n  lifecycle {{\n    precondition {{\n      condition     = false\n      error_message = \"Replace {placeholder} with {meaning}, and remove this block.\"\n    }}\n  }}\n"
            )
        });
        Some(match self.mode {
            AccessMode::Role => {
                let trust = jsonencode(&self.trust_policy()?);
                format!(
                    r#"{ROLE_COMMENT}
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
                r#"{USER_COMMENT}
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

/// Renders a call of Terraform's function `jsonencode`, which reads better than JSON in a string.
fn jsonencode(policy: &PolicyDocument) -> String {
    format!("jsonencode({})", render_expression(&json!(policy), 2))
}
