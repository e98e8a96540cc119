//! Checks policies that are rendered from any input.

use domain::policy::ACCESS_POINT_PLACEHOLDER;
use domain::{BucketAddress, Draft, PolicyDocument, PolicyInput};
use serde_json::Value;

/// Asserts that the policies of a draft are valid JSON and allow access to the prefix and nothing else.
pub fn check_draft_policies(draft: &Draft) {
    for direction in domain::Direction::ALL {
        let input = draft.policy_input(direction, domain::Partition::Aws);
        check_policy(&input, &draft.bucket);
    }
}

fn check_policy(input: &PolicyInput<'_>, bucket: &BucketAddress) {
    let document = input.iam_policy();
    let text = document.to_pretty_json();
    let reparsed: PolicyDocument = serde_json::from_str(&text).expect("a policy is JSON");
    assert_eq!(reparsed, document);
    let policy: Value = serde_json::from_str(&text).expect("JSON");
    let statements = policy["Statement"].as_array().expect("statements");
    assert!(!statements.is_empty());
    let name_arn = format!("arn:{}:s3:::{bucket}", input.partition.as_str());
    let (arn, objects) = match bucket {
        BucketAddress::Name(_) => (name_arn.as_str(), format!("{name_arn}/")),
        BucketAddress::AccessPoint(arn) => (arn.as_str(), format!("{}/object/", arn.as_str())),
        BucketAddress::Alias(_) => (
            ACCESS_POINT_PLACEHOLDER,
            format!("{ACCESS_POINT_PLACEHOLDER}/object/"),
        ),
    };
    for statement in statements {
        let resource = statement["Resource"].as_str().expect("one resource");
        match statement["Sid"].as_str() {
            Some("S3ConnectList") => {
                assert_eq!(resource, arn);
                let pattern = &statement["Condition"]["StringLike"]["s3:prefix"];
                assert_eq!(pattern.is_null(), input.static_prefix.is_empty());
                if let Some(pattern) = pattern.as_str() {
                    assert_matches_prefix(pattern, input.static_prefix);
                }
            }
            Some("S3ConnectGet" | "S3ConnectPut") => {
                let object = resource.strip_prefix(&objects);
                assert_matches_prefix(object.expect("in the bucket"), input.static_prefix);
            }
            Some("S3ConnectKms") => {
                assert_eq!(Some(resource), input.kms_key.map(domain::KmsKeyArn::as_str));
            }
            other => panic!("an unknown statement: {other:?}"),
        }
    }
}

/// Asserts that IAM reads a pattern as the literal prefix followed by one `*`.
fn assert_matches_prefix(pattern: &str, prefix: &str) {
    let fixed = pattern.strip_suffix('*').expect("a star at the end");
    let mut read = String::new();
    let mut rest = fixed;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("{?resolve:") {
            // The `?` matches any character. CloudFormation would resolve `{{resolve:`, and it has no escape for that.
            read.push_str("{{resolve:");
            rest = after;
        } else if c == '$' {
            let special = rest
                .strip_prefix("${")
                .and_then(|rest| rest.split_once('}'));
            let (special, after) = special.expect("a variable");
            assert!(["*", "?", "$"].contains(&special), "{pattern}");
            read.push_str(special);
            rest = after;
        } else {
            assert!(c != '*' && c != '?', "{pattern} is wider than {prefix}");
            read.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    assert_eq!(read, prefix, "{pattern}");
}
