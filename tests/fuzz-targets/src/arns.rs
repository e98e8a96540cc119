//! ARNs and account IDs.

use crate::text;
use crate::texts::Asked;
use domain::{AccountId, KmsKeyArn, PrincipalArn, Refusal, RoleArn};
use std::fmt::Debug;

/// Takes one ARN.
pub fn arns(data: &[u8]) {
    let text = text(data);
    let asked = Asked::text(&text);
    if let Some(role) = again(&asked, &text, RoleArn::parse, RoleArn::as_str) {
        let arn = role.as_str();
        assert!(
            arn.is_ascii() && arn.starts_with(&format!("arn:{}:iam::", role.partition().as_str()))
        );
        assert!(arn.ends_with(&format!("/{}", role.name())) && !role.name().contains('/'));
        assert_eq!(arn.split(':').nth(4), Some(role.account().as_str()));
    }
    if let Some(key) = again(&asked, &text, KmsKeyArn::parse, KmsKeyArn::as_str) {
        let arn = key.as_str();
        assert!(arn.starts_with(&format!("arn:{}:kms:", key.partition().as_str())));
        assert!(
            !arn.contains(['*', '?', '$', '"', '\\']),
            "{arn} is no plain text in a policy"
        );
    }
    if let Some(principal) = again(&asked, &text, PrincipalArn::parse, PrincipalArn::as_str) {
        let arn = principal.as_str();
        assert!(arn.starts_with(&format!("arn:{}:iam::", principal.partition().as_str())));
    }
    if let Some(account) = again(&asked, &text, AccountId::parse, AccountId::as_str) {
        let account = account.as_str();
        assert!(account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

/// Parses, and parses again what was understood. A refusal's words are looked at.
pub fn again<T: Debug + PartialEq>(
    asked: &Asked,
    text: &str,
    parse: fn(&str) -> Result<T, Refusal>,
    print: fn(&T) -> &str,
) -> Option<T> {
    match parse(text) {
        Ok(value) => {
            assert_eq!(parse(print(&value)).as_ref(), Ok(&value));
            Some(value)
        }
        Err(refusal) => {
            asked.refusal(&refusal);
            None
        }
    }
}
