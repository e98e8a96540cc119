//! The role or user as a script for the AWS CLI. Run again, it brings what is there up to date.

use super::Setup;
use crate::connect_ui::AccessMode;
use crate::policy::BUCKET_PLACEHOLDER;

impl Setup<'_> {
    /// `None` while the principal of a role is not known.
    pub fn aws_cli(&self) -> Option<String> {
        let name = quote(self.name());
        let policy = quote(&self.iam_policy().to_pretty_json());
        let hush = if policy.contains(['$', '`']) {
            "# shellcheck disable=SC2016 # What looks like the shell's is IAM's, or part of a name.\n"
        } else {
            ""
        };
        let guard = if self.place.bucket.is_some() {
            String::new()
        } else {
            format!(
                r#"
case $policy in *":{BUCKET_PLACEHOLDER}"[\"/]*)
  echo "Put the name of your bucket in place of {BUCKET_PLACEHOLDER} first." >&2
  exit 1
  ;;
esac
"#
            )
        };
        Some(match self.mode {
            AccessMode::Role => {
                let trust = quote(&self.trust_policy()?.to_pretty_json());
                format!(
                    r#"#!/usr/bin/env bash
# Makes the role that lets s3-connect reach your bucket, or brings it up to date.
# Run it as someone who may change IAM in the account of the bucket, in AWS CloudShell for example.
set -euo pipefail

name={name}
{hush}policy={policy}
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
"#
                )
            }
            AccessMode::Keys => format!(
                r#"#!/usr/bin/env bash
# Makes the user that lets s3-connect reach your bucket, or brings it up to date.
# Run it as someone who may change IAM in the account of the bucket, in AWS CloudShell for example.
set -euo pipefail

name={name}
{hush}policy={policy}
{guard}
if ! aws iam get-user --user-name "$name" >/dev/null 2>&1; then
  aws iam create-user --user-name "$name" >/dev/null
fi
aws iam put-user-policy --user-name "$name" --policy-name "$name" --policy-document "$policy"

# The key is a secret, and is shown this once: make it when you are ready to enter it.
echo "Now make an access key, and enter it in the widget:" >&2
echo "aws iam create-access-key --user-name $name"
"#
            ),
        })
    }
}

/// One word for the shell, whatever is in it.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
