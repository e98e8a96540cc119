//! ARNs and account IDs.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use crate::round_trip::parse_and_check;
use domain::{AccountId, KmsKeyArn, PrincipalArn, RoleArn};

/// Checks the parsers of ARNs and account IDs. The input is one text.
pub fn arns(data: &[u8]) {
    let text = text(data);
    let input = Input::new(&text);
    if let Some(role) = parse_and_check(&input, &text, RoleArn::parse, RoleArn::as_str) {
        let arn = role.as_str();
        assert!(
            arn.is_ascii() && arn.starts_with(&format!("arn:{}:iam::", role.partition().as_str()))
        );
        assert!(arn.ends_with(&format!("/{}", role.name())) && !role.name().contains('/'));
        assert_eq!(arn.split(':').nth(4), Some(role.account().as_str()));
    }
    if let Some(key) = parse_and_check(&input, &text, KmsKeyArn::parse, KmsKeyArn::as_str) {
        let arn = key.as_str();
        assert!(arn.starts_with(&format!("arn:{}:kms:", key.partition().as_str())));
        assert!(
            !arn.contains(['*', '?', '$', '"', '\\']),
            "{arn} has characters with a meaning in policies"
        );
    }
    if let Some(principal) =
        parse_and_check(&input, &text, PrincipalArn::parse, PrincipalArn::as_str)
    {
        let arn = principal.as_str();
        assert!(arn.starts_with(&format!("arn:{}:iam::", principal.partition().as_str())));
    }
    if let Some(account) = parse_and_check(&input, &text, AccountId::parse, AccountId::as_str) {
        let account = account.as_str();
        assert!(account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
