use super::*;

fn input(direction: Direction, static_prefix: &str) -> PolicyInput<'_> {
    PolicyInput {
        direction,
        bucket: None,
        static_prefix,
        partition: Partition::Aws,
        kms_key: None,
    }
}

#[test]
fn renders_iam_policies_of_every_direction() {
    let bucket = BucketAddress::parse("my-company-data").expect("bucket");
    let key = KmsKeyArn::parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd").expect("key");
    let mut all = String::new();
    for direction in Direction::ALL {
        for (prefix, partition, kms_key) in [
            ("", Partition::Aws, None),
            ("incoming/orders/", Partition::Aws, None),
            ("in/", Partition::China, None),
            ("in/", Partition::UsGov, None),
            ("in/", Partition::Aws, Some(&key)),
        ] {
            let policy = PolicyInput {
                bucket: Some(&bucket),
                partition,
                kms_key,
                ..input(direction, prefix)
            }
            .iam_policy();
            write!(
                all,
                "## {} “{prefix}” {}{}\n{}\n\n",
                direction.as_str(),
                partition.as_str(),
                if kms_key.is_some() { " kms" } else { "" },
                policy.to_pretty_json()
            )
            .expect("text");
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn renders_trust_policies_with_one_and_two_external_ids() {
    let principal =
        PrincipalArn::parse("arn:aws:iam::999988887777:role/s3-connect").expect("principal");
    let one = ExternalId::parse("s3c-1").expect("id");
    let two = ExternalId::parse("s3c-2").expect("id");
    let all = [
        trust_policy(&principal, std::slice::from_ref(&one)),
        trust_policy(&principal, &[two, one]),
    ]
    .map(|policy| policy.to_pretty_json())
    .join("\n\n");
    insta::assert_snapshot!(all);
}

#[test]
fn a_policy_without_a_bucket_names_the_placeholder() {
    let text = input(Direction::Write, "").iam_policy().to_pretty_json();
    assert!(text.contains("arn:aws:s3:::your-bucket/*"), "{text}");
}

#[test]
fn a_write_policy_allows_put_and_nothing_else() {
    let text = input(Direction::Write, "out/")
        .iam_policy()
        .to_pretty_json();
    assert!(text.contains("s3:PutObject"));
    for action in ["s3:ListBucket", "s3:GetObject", "s3:DeleteObject"] {
        assert!(!text.contains(action), "{action}");
    }
}

#[test]
fn escapes_wildcards_in_a_prefix() {
    let text = input(Direction::Both, "a*b?c$d/")
        .iam_policy()
        .to_pretty_json();
    assert!(text.contains("a${*}b${?}c${$}d/*"), "{text}");
}

/// Without the condition, the session could use a key for data outside of the bucket.
#[test]
fn a_session_policy_allows_unknown_keys_through_s3_only() {
    let key = KmsKeyArn::parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd").expect("key");
    for direction in Direction::ALL {
        let unknown = input(direction, "in/");
        let known = PolicyInput {
            kms_key: Some(&key),
            ..unknown
        };
        assert_eq!(known.session_policy(), known.iam_policy());
        let mut policy = unknown.session_policy();
        let added = policy.statement.pop().expect("a statement");
        assert_eq!(policy, unknown.iam_policy());
        let added = serde_json::to_value(added).expect("JSON");
        assert_eq!(
            added["Condition"],
            serde_json::json!({ "StringLike": { "kms:ViaService": "s3.*" } })
        );
    }
}

/// AWS accepts 2,048 characters.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
#[test]
fn a_session_policy_of_an_ordinary_prefix_is_short_enough() {
    let prefix = "data/".repeat(60);
    let bucket = BucketAddress::parse(&"b".repeat(63)).expect("bucket");
    let policy = PolicyInput {
        bucket: Some(&bucket),
        partition: Partition::UsGov,
        ..input(Direction::Both, &prefix)
    }
    .session_policy()
    .to_compact_json();
    assert!(policy.len() <= 2_048, "{}: {policy}", policy.len());
}

const ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";

#[test]
fn a_policy_for_an_access_point_names_its_arn() {
    let bucket = BucketAddress::parse(ACCESS_POINT).expect("access point");
    let input = PolicyInput {
        bucket: Some(&bucket),
        ..input(Direction::Both, "in/")
    };
    let policy = serde_json::to_value(input.iam_policy()).expect("JSON");
    let resources: Vec<_> = (0..3)
        .map(|n| {
            policy["Statement"][n]["Resource"]
                .as_str()
                .unwrap_or_default()
        })
        .collect();
    assert_eq!(
        resources,
        [
            ACCESS_POINT.to_owned(),
            format!("{ACCESS_POINT}/object/in/*"),
            format!("{ACCESS_POINT}/object/in/*"),
        ]
    );
    assert_eq!(
        policy["Statement"][0]["Condition"]["StringLike"]["s3:prefix"],
        "in/*"
    );
}

#[test]
fn an_alias_leaves_a_placeholder_for_the_arn() {
    let bucket = BucketAddress::parse("my-point-0123456789abcdefghijklmnopqrstuv-s3alias");
    let bucket = bucket.expect("alias");
    let input = PolicyInput {
        bucket: Some(&bucket),
        ..input(Direction::Read, "in/")
    };
    let text = input.iam_policy().to_compact_json();
    assert!(
        text.contains(r#""Resource":"your-access-point-arn""#),
        "{text}"
    );
    assert!(
        text.contains(r#""Resource":"your-access-point-arn/object/in/*""#),
        "{text}"
    );
    assert!(!text.contains("s3alias"), "{text}");
}

#[test]
fn the_bucket_behind_an_access_point_delegates_what_the_connection_does() {
    let bucket = BucketAddress::parse(ACCESS_POINT).expect("access point");
    for (direction, actions) in [
        (
            Direction::Read,
            serde_json::json!(["s3:ListBucket", "s3:GetObject"]),
        ),
        (Direction::Write, serde_json::json!("s3:PutObject")),
        (
            Direction::Both,
            serde_json::json!(["s3:ListBucket", "s3:GetObject", "s3:PutObject"]),
        ),
    ] {
        let input = PolicyInput {
            bucket: Some(&bucket),
            ..input(direction, "in/")
        };
        assert_eq!(
            serde_json::to_value(input.bucket_policy()).expect("JSON"),
            serde_json::json!({
                "Version": "2012-10-17",
                "Statement": [{
                    "Sid": "S3ConnectDelegate",
                    "Effect": "Allow",
                    "Principal": { "AWS": "*" },
                    "Action": actions,
                    "Resource": ["arn:aws:s3:::your-bucket", "arn:aws:s3:::your-bucket/*"],
                    "Condition": { "StringEquals": { "s3:DataAccessPointArn": ACCESS_POINT } },
                }],
            })
        );
    }
    let name = BucketAddress::parse("my-data").expect("name");
    let input = PolicyInput {
        bucket: Some(&name),
        ..input(Direction::Both, "in/")
    };
    assert_eq!(input.bucket_policy(), None);
}

#[test]
fn the_compact_form_has_only_characters_that_sts_accepts() {
    let policy = input(Direction::Read, "é/データ/🗄/").session_policy();
    let compact = policy.to_compact_json();
    assert!(
        compact.contains(r"é/\u30c7\u30fc\u30bf/\ud83d\uddc4/*"),
        "{compact}"
    );
    assert!(compact.chars().all(|c| c <= '\u{ff}'), "{compact}");
    let parsed: PolicyDocument = serde_json::from_str(&compact).expect("the same policy");
    assert_eq!(parsed, policy);
}
