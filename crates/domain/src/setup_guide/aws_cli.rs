//! Renders the role or user as a script for the AWS CLI. Running it again updates what exists.

use super::guide::SetupGuide;
use crate::connect_ui::AccessMode;
use crate::policy::placeholder_meaning;

impl SetupGuide<'_> {
    /// Returns the script, or `None` while the principal of a role is unknown.
    ///
    /// Its commands are in a subshell, because people paste them into the shell that they work in: an error must end the
    /// script and not their session.
    pub fn aws_cli(&self) -> Option<String> {
        let name = quote(self.name());
        let policy = quote(&self.iam_policy().to_pretty_json());
        // ShellCheck takes `$` and backticks in single quotes for a mistake, but here they belong to IAM or to a name.
        let shellcheck_directive = if policy.contains(['$', '`']) {
            "# shellcheck disable=SC2016 # The policy is not meant to be expanded by the shell.\n"
        } else {
            ""
        };
        // A placeholder that nobody replaced must not grant access to somebody else's bucket of that name.
        let guard = if let Some(placeholder) = self.target.placeholder() {
            // Either is preceded by a colon or a quotation mark, and is no part of a longer name.
            let meaning = placeholder_meaning(placeholder);
            format!(
                r#"
case $policy in *[:\"]"{placeholder}"[\"/]*)
  echo "Replace {placeholder} with {meaning} first." >&2
  exit 1
  ;;
esac
"#
            )
        } else {
            String::new()
        };
        Some(match self.mode {
            AccessMode::Role => {
                let trust = quote(&self.trust_policy()?.to_pretty_json());
                format!(
                    r#"#!/usr/bin/env bash
# Creates the role that lets s3-connect access your bucket, or updates it.
# Run it as someone who is allowed to change IAM in the bucket's account, for example in AWS CloudShell.
(
set -euo pipefail

name={name}
{shellcheck_directive}policy={policy}
trust_policy={trust}
{guard}
if aws iam get-role --role-name "$name" >/dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name "$name" --policy-document "$trust_policy"
else
  aws iam create-role --role-name "$name" --assume-role-policy-document "$trust_policy" >/dev/null
fi
aws iam put-role-policy --role-name "$name" --policy-name "$name" --policy-document "$policy"

echo "Enter this ARN in the widget:" >&2
aws iam get-role --role-name "$name" --query Role.Arn --output text
)
"#
                )
            }
            AccessMode::Keys => format!(
                r#"#!/usr/bin/env bash
# Creates the user that lets s3-connect access your bucket, or updates it.
# Run it as someone who is allowed to change IAM in the bucket's account, for example in AWS CloudShell.
(
set -euo pipefail

name={name}
{shellcheck_directive}policy={policy}
{guard}
if ! aws iam get-user --user-name "$name" >/dev/null 2>&1; then
  aws iam create-user --user-name "$name" >/dev/null
fi
aws iam put-user-policy --user-name "$name" --policy-name "$name" --policy-document "$policy"

# AWS shows the secret only once, so create the key when you are ready to enter it.
echo "Now create an access key, and enter it in the widget:" >&2
echo "aws iam create-access-key --user-name $name"
)
"#
            ),
        })
    }
}

/// Quotes a text, so that the shell reads it as one word and expands nothing in it.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
