//! The English texts of every cause, and the document for vendors that lists them.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{
    BucketAddress, Cause, CauseContext, Denial, Direction, ExternalId, Message, Partition,
    PolicyInput, PolicyKind, PrincipalArn, Remedy, ResponsibleParty, StepStatus,
};
use i18n::english;
use std::fmt::Write as _;

const ROLE: &str = "arn:aws:iam::111122223333:role/reader";

fn to_english((detail, remedy): (Message, Remedy)) -> (String, Remedy<String>) {
    (
        english(&detail),
        remedy.map_messages(|message| english(&message)),
    )
}

/// Calls `explain` with an example of everything that a cause's texts can name.
fn with_example_context<T>(denial: Option<&Denial>, explain: impl Fn(&CauseContext<'_>) -> T) -> T {
    let bucket = BucketAddress::parse("my-company-data").expect("bucket");
    let principal =
        PrincipalArn::parse("arn:aws:iam::999988887777:user/s3-connect").expect("principal");
    let external_ids = [ExternalId::parse("s3c-1").expect("id")];
    explain(&CauseContext {
        policy: PolicyInput {
            direction: Direction::Both,
            bucket: Some(&bucket),
            static_prefix: "incoming/",
            partition: Partition::Aws,
            kms_key: None,
        },
        access_key_id: Some("AKIAIOSFODNN7EXAMPLE"),
        user_arn: None,
        role_arn: Some(ROLE),
        principal: Some(&principal),
        external_ids: &external_ids,
        aws_code: Some("Weird"),
        denial,
        region: Some("eu-west-1"),
        endpoint: None,
        bucket_owner: Some("444455556666"),
        object: Some("incoming/orders.csv"),
        encryption: Some("AES256"),
    })
}

/// Returns what AWS's message says, for causes that it proves by the name of a policy.
fn example_denial(cause: Cause) -> Option<Denial> {
    let policy_arn = match cause {
        Cause::QuarantinedKey => "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
        Cause::MfaRequired => "arn:aws:iam::111122223333:policy/require-mfa",
        _ => return None,
    };
    Some(Denial {
        action: Some("s3:PutObject".to_owned()),
        resource: None,
        policy: Some(PolicyKind::Identity),
        policy_arn: Some(policy_arn.to_owned()),
        explicit: true,
    })
}

#[test]
fn explains_every_cause_and_its_remedy() {
    let all: Vec<_> = Cause::ALL
        .iter()
        .map(|cause| {
            let denial = example_denial(*cause);
            let (detail, remedy) =
                to_english(with_example_context(denial.as_ref(), |context| cause.explain(context)));
            serde_json::json!({"cause": cause, "status": cause.status(), "detail": detail, "remedy": remedy})
        })
        .collect();
    insta::assert_json_snapshot!(all);
}

#[test]
fn serializes_a_cause_as_its_code() {
    for cause in Cause::ALL {
        assert_eq!(serde_json::json!(cause), cause.code());
    }
}

#[test]
fn explains_each_kind_of_denial() {
    let denial = |action: &str, policy, explicit| Denial {
        action: Some(action.to_owned()),
        resource: Some("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab".to_owned()),
        policy,
        policy_arn: None,
        explicit,
    };
    let kinds = [
        PolicyKind::Identity,
        PolicyKind::Resource,
        PolicyKind::Trust,
        PolicyKind::Boundary,
        PolicyKind::Session,
        PolicyKind::ServiceControl,
        PolicyKind::ResourceControl,
        PolicyKind::VpcEndpoint,
    ];
    let mut all: Vec<(String, (String, Remedy<String>))> = Vec::new();
    let mut explain = |cause: Cause, denial: &Denial| {
        let name = format!("{} {:?}", cause.code(), denial.policy);
        all.push((
            name,
            to_english(with_example_context(Some(denial), |context| {
                cause.explain(context)
            })),
        ));
    };
    for kind in kinds {
        explain(
            Cause::ExplicitDeny,
            &denial("s3:PutObject", Some(kind), true),
        );
        explain(
            Cause::ExplicitDeny,
            &Denial {
                policy_arn: Some("arn:aws:iam::111122223333:policy/guard".to_owned()),
                ..denial("s3:PutObject", Some(kind), true)
            },
        );
        explain(
            Cause::LimitedByPolicy,
            &denial("s3:PutObject", Some(kind), false),
        );
    }
    explain(
        Cause::ExplicitDeny,
        &denial("sts:AssumeRole", Some(PolicyKind::ResourceControl), true),
    );
    for kind in [PolicyKind::Identity, PolicyKind::Resource] {
        explain(Cause::PutDenied, &denial("s3:PutObject", Some(kind), false));
    }
    explain(
        Cause::KmsDenied,
        &denial("kms:GenerateDataKey", None, false),
    );
    explain(
        Cause::VendorNotAllowed,
        &denial("s3:PutObject", Some(PolicyKind::VpcEndpoint), false),
    );
    insta::assert_json_snapshot!(all);
}

#[test]
fn points_out_digits_that_no_access_key_id_contains() {
    for (key, is_pointed_out) in [
        ("AKIAIOSFODNN7EXAMPLE", false),
        ("AKIAIOSFODNN70XAMPLE", true),
        ("some_other_store_8901", false),
    ] {
        let text = with_example_context(None, |context| {
            let context = CauseContext {
                access_key_id: Some(key),
                ..*context
            };
            english(&Cause::UnknownAccessKey.explain(&context).1.text)
        });
        assert_eq!(text.contains("letter O"), is_pointed_out, "{key}");
    }
}

/// A store that is not AWS.
const STORE: &str = "https://store.example.com";

#[test]
fn says_nothing_about_aws_at_another_store() {
    // These causes need an account, a role, KMS or a policy, which only AWS has. The classifier never reports
    // them for another store.
    let only_at_aws = [
        Cause::RootKey,
        Cause::TemporaryKey,
        Cause::QuarantinedKey,
        Cause::SessionExpired,
        Cause::RoleNotAssumable,
        Cause::InvalidRoleArn,
        Cause::ExternalIdNotEnforced,
        Cause::RegionDisabled,
        Cause::SessionTagsDenied,
        Cause::VendorNotAllowed,
        Cause::VendorCredentials,
        Cause::WrongOwner,
        Cause::KmsDenied,
        Cause::KmsKeyUnusable,
        Cause::ExplicitDeny,
        Cause::MfaRequired,
        Cause::LimitedByPolicy,
        Cause::EncryptionRequired,
        Cause::RequesterPays,
        Cause::OldExternalId,
        Cause::KeysNotPreferred,
        Cause::AccessNotOffered,
        Cause::BroadAccess,
    ];
    for cause in Cause::ALL
        .iter()
        .filter(|cause| !only_at_aws.contains(cause))
    {
        let (detail, remedy) = with_example_context(None, |context| {
            to_english(cause.explain(&CauseContext {
                role_arn: None,
                endpoint: Some(STORE),
                ..*context
            }))
        });
        let text = format!("{detail} {}", remedy.text);
        for word in ["AWS", "IAM", "arn:", "S3 console"] {
            assert!(!text.contains(word), "{}: {text}", cause.code());
        }
        assert!(remedy.statement.is_none(), "{}", cause.code());
    }
}

#[test]
fn shows_what_the_name_of_a_bucket_says_about_its_account() {
    let bucket = BucketAddress::parse("data-444455556666-eu-west-1-an").expect("bucket");
    let explain = |cause: Cause, role_arn: &str| {
        with_example_context(None, |context| {
            let policy = PolicyInput {
                bucket: Some(&bucket),
                ..context.policy
            };
            let context = CauseContext {
                policy,
                role_arn: Some(role_arn),
                ..*context
            };
            english(&cause.explain(&context).1.text)
        })
    };
    let text = explain(Cause::BucketNotFound, ROLE);
    assert!(
        text.contains("444455556666") && text.contains("eu-west-1"),
        "{text}"
    );
    let text = explain(Cause::PutDenied, ROLE);
    assert!(
        text.contains("belongs to the account 444455556666"),
        "{text}"
    );
    let text = explain(Cause::PutDenied, "arn:aws:iam::444455556666:role/reader");
    assert!(
        !text.contains("belongs to the account 444455556666,"),
        "{text}"
    );
}

#[test]
fn knows_that_the_default_key_policy_does_not_cover_other_accounts() {
    let explain = |account: &str| {
        let denial = Denial {
            action: Some("kms:Decrypt".to_owned()),
            resource: Some(format!("arn:aws:kms:eu-west-1:{account}:key/1234abcd-12ab")),
            ..Denial::default()
        };
        with_example_context(Some(&denial), |context| {
            english(&Cause::KmsDenied.explain(context).1.text)
        })
    };
    let same_account = explain("111122223333");
    assert!(
        same_account.contains("default key policy does"),
        "{same_account}"
    );
    let other_account = explain("444455556666");
    assert!(
        other_account.contains("default key policy is not enough"),
        "{other_account}"
    );
    assert!(other_account.contains(ROLE) && other_account.contains("444455556666"));
}

/// `docs/causes.md` is generated from the same list. `UPDATE_DOCS=1 cargo test -p i18n` writes it.
#[test]
fn document_for_vendors_is_up_to_date() {
    let path = "../../docs/causes.md";
    let generated = causes_document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &generated).expect("docs/causes.md can be written");
    }
    let current = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        current, generated,
        "docs/causes.md is out of date. Run: UPDATE_DOCS=1 cargo test -p i18n"
    );
}

fn causes_document() -> String {
    let mut text = String::from(
        "# Causes\n\n\
         Every step of a report that did not pass has a `cause`, and so has every warning. The codes are \
         stable. This page is generated from the list in `crates/domain/src/cause.rs`, and a test compares the two.\n\n\
         - **failed**: AWS or the store denied something, and the tenant can fix it. A new connection is not saved.\n\
         - **undetermined**: the check could not find out whether the tenant’s setup works. A new connection is not saved. Try \
         again.\n\
         - **warning**: the connection works, and there is something that the tenant should know.\n\n\
         The texts below are for an example: the role `reader`, the bucket `my-company-data`, and the prefix \
         `incoming/`. If a text comes with a policy statement, the step passes once the tenant adds that statement.\n",
    );
    for (status, heading) in [
        (StepStatus::Failed, "Failed"),
        (StepStatus::Undetermined, "Undetermined"),
        (StepStatus::Warning, "Warnings"),
    ] {
        let _ = writeln!(text, "\n## {heading}");
        for cause in Cause::ALL.iter().filter(|cause| cause.status() == status) {
            let denial = example_denial(*cause);
            let (detail, remedy) = to_english(with_example_context(denial.as_ref(), |context| {
                cause.explain(context)
            }));
            let who = match cause.responsible_party() {
                ResponsibleParty::Tenant => "the tenant",
                ResponsibleParty::Vendor => "you, the vendor",
                ResponsibleParty::Nobody => "nobody: it is temporary",
            };
            let _ = writeln!(text, "\n### `{}`\n", cause.code());
            let _ = writeln!(text, "- When: {}", cause.trigger());
            let _ = writeln!(text, "- Fixed by: {who}");
            let _ = writeln!(text, "- Message: {detail}");
            let _ = writeln!(text, "- Remedy: {}", remedy.text);
            if let Some(statement) = remedy.statement {
                let json = serde_json::to_string_pretty(&statement).expect("a statement is JSON");
                let _ = writeln!(text, "\n```json\n{json}\n```");
            }
        }
    }
    text
}
