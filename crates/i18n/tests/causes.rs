//! Every cause in English, and the table of them for vendors.

#![expect(clippy::expect_used, reason = "tests")]

use domain::{
    BucketName, Cause, Denial, Direction, ExternalId, Facts, Mender, Message, Partition,
    PolicyInput, PolicyKind, PrincipalArn, Remedy, Status,
};
use i18n::english;
use std::fmt::Write as _;

const ROLE: &str = "arn:aws:iam::111122223333:role/reader";

/// The words in English.
fn translate((detail, remedy): (Message, Remedy)) -> (String, Remedy<String>) {
    (english(&detail), remedy.translate(|words| english(&words)))
}

fn with_facts<T>(denial: Option<&Denial>, use_them: impl Fn(&Facts<'_>) -> T) -> T {
    let bucket = BucketName::parse("my-company-data").expect("bucket");
    let principal =
        PrincipalArn::parse("arn:aws:iam::999988887777:user/s3-connect").expect("principal");
    let external_ids = [ExternalId::parse("s3c-1").expect("id")];
    use_them(&Facts {
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

#[test]
fn every_cause_has_a_code_words_and_a_remedy() {
    let all: Vec<_> = Cause::ALL
        .iter()
        .map(|cause| {
            let (detail, remedy) = said(with_facts(None, |facts| cause.explain(facts)));
            serde_json::json!({"cause": cause, "status": cause.status(), "detail": detail, "remedy": remedy})
        })
        .collect();
    insta::assert_json_snapshot!(all);
}

#[test]
fn a_code_is_what_is_written() {
    for cause in Cause::ALL {
        assert_eq!(serde_json::json!(cause), cause.code());
    }
}

#[test]
fn denials_are_told_apart() {
    let denial = |action: &str, policy, explicit| Denial {
        action: Some(action.to_owned()),
        resource: Some("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab".to_owned()),
        policy,
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
            said(with_facts(Some(denial), |facts| cause.explain(facts))),
        ));
    };
    for kind in kinds {
        explain(
            Cause::ExplicitDeny,
            &denial("s3:PutObject", Some(kind), true),
        );
        explain(
            Cause::LimitedByPolicy,
            &denial("s3:PutObject", Some(kind), false),
        );
    }
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
fn digits_that_no_key_id_has_are_pointed_out() {
    for (key, told) in [
        ("AKIAIOSFODNN7EXAMPLE", false),
        ("AKIAIOSFODNN70XAMPLE", true),
        ("some_other_store_8901", false),
    ] {
        let text = with_facts(None, |facts| {
            let facts = Facts {
                access_key_id: Some(key),
                ..*facts
            };
            english(&Cause::UnknownAccessKey.explain(&facts).1.text)
        });
        assert_eq!(text.contains("letter O"), told, "{key}");
    }
}

/// The table that vendors read is made from the same list. `UPDATE_DOCS=1 cargo test -p i18n` writes it.
#[test]
fn the_table_for_vendors_is_up_to_date() {
    let path = "../../docs/causes.md";
    let made = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &made).expect("docs/causes.md can be written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        kept, made,
        "docs/causes.md is out of date: UPDATE_DOCS=1 cargo test -p i18n"
    );
}

fn table() -> String {
    let mut text = String::from(
        "# Causes\n\n\
         Every step of a report that did not pass has a `cause`, and so has every warning. The codes are \
         stable. This page is made from the list in `crates/domain/src/cause.rs`; a test compares the two.\n\n\
         - **failed**: AWS said no, and the tenant can put it right. Nothing is saved.\n\
         - **undetermined**: nothing is known about the tenant’s set-up. Nothing is saved; try again.\n\
         - **warning**: the connection works, and there is something to know.\n\n\
         The words below are those of an example: the role `reader`, the bucket `my-company-data`, the \
         prefix `incoming/`. Where a statement comes with them, adding it as it is makes the step pass.\n",
    );
    for (status, heading) in [
        (Status::Failed, "Failed"),
        (Status::Undetermined, "Undetermined"),
        (Status::Warning, "Warnings"),
    ] {
        let _ = writeln!(text, "\n## {heading}");
        for cause in Cause::ALL.iter().filter(|cause| cause.status() == status) {
            let (detail, remedy) = said(with_facts(None, |facts| cause.explain(facts)));
            let who = match cause.mender() {
                Mender::Tenant => "the tenant",
                Mender::Vendor => "you, the vendor",
                Mender::Nobody => "nobody: it passes",
            };
            let _ = writeln!(text, "\n### `{}`\n", cause.code());
            let _ = writeln!(text, "- When: {}", cause.when());
            let _ = writeln!(text, "- Mended by: {who}");
            let _ = writeln!(text, "- Says: {detail}");
            let _ = writeln!(text, "- To do: {}", remedy.text);
            if let Some(statement) = remedy.statement {
                let json = serde_json::to_string_pretty(&statement).expect("a statement is JSON");
                let _ = writeln!(text, "\n```json\n{json}\n```");
            }
        }
    }
    text
}
