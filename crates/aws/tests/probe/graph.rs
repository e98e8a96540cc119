//! Which calls are made, in which order, with whose keys.

use crate::canned::{all_well, denied, empty, listed, ok, s3_error};
use crate::{KEY_ID, Probed, VENDOR_KEY_ID, all_well_but, keys, plan, probe, role};
use domain::{AccountId, Direction, KmsKeyArn, Outcome, Status};

fn asked_for(probed: &Probed, what: &str) -> Vec<crate::stub::Asked> {
    probed
        .stub
        .asked()
        .into_iter()
        .filter(|asked| asked.what == what)
        .collect()
}

#[tokio::test]
async fn keys_that_may_do_everything() {
    let probed = probe(&plan(keys(), Direction::Both), all_well).await;
    assert_eq!(
        probed.verdicts(),
        [
            "credentials passed",
            "bucket passed",
            "list passed",
            "get passed",
            "put passed",
            "cleanup passed"
        ]
    );
    let report = &probed.report;
    assert_eq!(report.outcome, Outcome::Passed);
    assert_eq!(report.account.as_deref(), Some("111122223333"));
    assert_eq!(
        report.region.as_ref().map(domain::Region::as_str),
        Some("us-east-1")
    );
    let residue = report.residue.as_ref().expect("residue");
    assert_eq!(
        (residue.key.as_str(), residue.removed),
        ("in/.s3-connect-check", true)
    );
    assert_eq!(probed.step("get").detail, "Read “in/orders.csv”.");
    let aws = probed.step("list").aws.clone().expect("aws");
    assert_eq!(
        (aws.operation.as_str(), aws.http_status),
        ("ListObjectsV2", Some(200))
    );
    assert_eq!(aws.request_id.as_deref(), Some(crate::stub::REQUEST_ID));
    assert_eq!(
        aws.extended_request_id.as_deref(),
        Some(crate::stub::EXTENDED_REQUEST_ID)
    );

    assert!(
        probed
            .stub
            .asked()
            .iter()
            .all(|asked| asked.access_key_id == KEY_ID)
    );
    assert_eq!(
        probed.stub.whats(),
        ["buckets", "caller", "delete", "get", "head", "list", "put"]
    );
    assert_eq!(probed.stub.asked().len(), 7, "each once");
    let list = &asked_for(&probed, "list")[0];
    assert_eq!(list.path, "/my-data/");
    assert!(
        list.query.contains("prefix=in%2F") && list.query.contains("max-keys=5"),
        "{}",
        list.query
    );
    assert_eq!(
        asked_for(&probed, "get")[0].header("range"),
        Some("bytes=0-0")
    );
    assert_eq!(
        asked_for(&probed, "put")[0].path,
        "/my-data/in/.s3-connect-check"
    );
}

#[tokio::test]
async fn a_role_is_entered_by_us_and_its_bucket_by_its_session() {
    let probed = probe(&plan(role(), Direction::Both), all_well).await;
    assert_eq!(
        probed.verdicts(),
        [
            "assume_role passed",
            "external_id_enforced passed",
            "bucket passed",
            "list passed",
            "get passed",
            "put passed",
            "cleanup passed"
        ]
    );
    assert_eq!(
        probed.step("assume_role").detail,
        "AWS account 111122223333."
    );
    assert_eq!(
        probed.step("external_id_enforced").detail,
        "The role refuses other external IDs."
    );
    for asked in probed.stub.asked() {
        let signer = if asked.what.starts_with("assume") {
            VENDOR_KEY_ID
        } else {
            "ASIASESSIONEXAMPLE00"
        };
        assert_eq!(asked.access_key_id, signer, "{}", asked.what);
    }
    let assume = &asked_for(&probed, "assume")[0].body;
    for part in [
        "ExternalId=s3c-1a",
        "DurationSeconds=900",
        "RoleSessionName=s3-connect-acme-eu",
    ] {
        assert!(assume.contains(part), "{part} in {assume}");
    }
}

#[tokio::test]
async fn writing_alone_never_lists_or_reads() {
    for access in [keys(), role()] {
        // The policy grants s3:PutObject and nothing else.
        let probed = probe(&plan(access, Direction::Write), |asked| match asked.what {
            "head" => empty(403).region("us-east-1"),
            "list" => denied("s3:ListBucket"),
            "get" => denied("s3:GetObject"),
            "delete" => denied("s3:DeleteObject"),
            _ => all_well(asked),
        })
        .await;
        probed.assert_passed();
        assert_eq!(probed.verdict("bucket"), "passed");
        assert_eq!(
            (probed.verdict("list"), probed.verdict("get")),
            ("absent".into(), "absent".into())
        );
        assert!(
            !probed
                .stub
                .whats()
                .iter()
                .any(|what| ["list", "get"].contains(what)),
            "{:?}",
            probed.stub.whats()
        );
        assert_eq!(
            probed
                .report
                .residue
                .as_ref()
                .map(|residue| residue.removed),
            Some(false)
        );
        assert_eq!(
            probed.step("cleanup").detail,
            "“in/.s3-connect-check” stays: we may not delete files, and need not. You can delete it."
        );
    }
}

#[tokio::test]
async fn writing_alone_passes_without_a_region_header() {
    let probed = probe(
        &plan(keys(), Direction::Write),
        all_well_but("head", empty(403)),
    )
    .await;
    assert_eq!(
        probed.verdicts(),
        [
            "credentials passed",
            "bucket passed",
            "put passed",
            "cleanup passed"
        ]
    );
}

#[tokio::test]
async fn reading_alone_never_writes() {
    let probed = probe(&plan(keys(), Direction::Read), all_well).await;
    assert_eq!(
        probed.verdicts(),
        [
            "credentials passed",
            "bucket passed",
            "list passed",
            "get passed"
        ]
    );
    assert_eq!(
        probed.stub.whats(),
        ["buckets", "caller", "get", "head", "list"]
    );
    assert_eq!(probed.report.residue, None);
}

#[tokio::test]
async fn an_empty_prefix_is_read_through_the_marker() {
    let probed = probe(
        &plan(keys(), Direction::Both),
        all_well_but("list", listed(&[])),
    )
    .await;
    assert_eq!(probed.step("get").detail, "Read “in/.s3-connect-check”.");
    let order: Vec<_> = probed.stub.asked().iter().map(|asked| asked.what).collect();
    let at = |what| {
        order
            .iter()
            .position(|asked| *asked == what)
            .expect("asked")
    };
    assert!(
        at("put") < at("get") && at("get") < at("delete"),
        "{order:?}"
    );
    assert_eq!(
        probed
            .report
            .residue
            .as_ref()
            .map(|residue| residue.removed),
        Some(true)
    );
}

#[tokio::test]
async fn an_empty_prefix_that_is_only_read_is_said() {
    for keys_found in [vec![], vec!["in/.s3-connect-check"]] {
        let probed = probe(
            &plan(keys(), Direction::Read),
            all_well_but("list", listed(&keys_found)),
        )
        .await;
        assert_eq!(probed.verdict("get"), "skipped");
        assert_eq!(
            probed.step("get").detail,
            "There are no files in my-data/in/ yet, so reading could not be tried."
        );
        assert_eq!(probed.report.outcome, Outcome::Passed);
        assert!(!probed.stub.whats().contains(&"get"));
    }
}

#[tokio::test]
async fn refusals_that_prove_access() {
    let archived = s3_error(
        403,
        "InvalidObjectState",
        "The operation is not valid for the object's storage class",
        "",
    );
    let empty_object = s3_error(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
        "",
    );
    let gone = s3_error(404, "NoSuchKey", "The specified key does not exist.", "");
    for (canned, verdict, detail) in [
        (
            archived,
            "warning archived_object",
            "“in/orders.csv” may be read, but is archived and must be restored first.",
        ),
        (empty_object, "passed", "Read “in/orders.csv”."),
        (gone, "passed", "Read “in/orders.csv”."),
    ] {
        let probed = probe(&plan(keys(), Direction::Read), all_well_but("get", canned)).await;
        assert_eq!(probed.verdict("get"), verdict);
        assert_eq!(probed.step("get").detail, detail);
        assert_eq!(probed.report.outcome, Outcome::Passed);
    }
}

#[tokio::test]
async fn a_recheck_leaves_the_marker_it_finds() {
    let mut again = plan(keys(), Direction::Both);
    again.recheck = true;
    again.look_around = false;
    let exists = s3_error(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        "<Condition>If-None-Match</Condition>",
    );
    let probed = probe(&again, all_well_but("put", exists)).await;
    assert_eq!(
        (probed.verdict("put"), probed.verdict("cleanup")),
        ("passed".into(), "skipped".into())
    );
    assert_eq!(
        asked_for(&probed, "put")[0].header("if-none-match"),
        Some("*")
    );
    assert!(!probed.stub.whats().contains(&"delete"));
    assert_eq!(probed.report.residue, None);

    let probed = probe(&again, all_well).await;
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(true)
    );
}

#[tokio::test]
async fn owner_and_encryption_go_along() {
    let mut owned = plan(keys(), Direction::Both);
    owned.draft.bucket_owner = AccountId::parse("111122223333").ok();
    owned.draft.kms_key = KmsKeyArn::parse("arn:aws:kms:us-east-1:111122223333:key/1234abcd").ok();
    let probed = probe(&owned, all_well).await;
    for asked in probed
        .stub
        .asked()
        .iter()
        .filter(|asked| !matches!(asked.what, "caller" | "buckets"))
    {
        assert_eq!(
            asked.header("x-amz-expected-bucket-owner"),
            Some("111122223333"),
            "{}",
            asked.what
        );
    }
    let put = &asked_for(&probed, "put")[0];
    assert_eq!(put.header("x-amz-server-side-encryption"), Some("aws:kms"));
    assert_eq!(
        put.header("x-amz-server-side-encryption-aws-kms-key-id"),
        Some("arn:aws:kms:us-east-1:111122223333:key/1234abcd")
    );
    assert!(
        put.header("x-amz-checksum-crc32").is_some(),
        "object lock asks for a checksum"
    );
    assert_eq!(put.header("if-none-match"), None);
}

#[tokio::test]
async fn a_delete_that_fails_is_only_a_warning() {
    let probed = probe(
        &plan(keys(), Direction::Write),
        all_well_but("delete", crate::canned::slow_down()),
    )
    .await;
    assert_eq!(probed.step("cleanup").status, Status::Warning);
    assert_eq!(probed.report.outcome, Outcome::Passed);
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(false)
    );
}

#[tokio::test]
async fn steps_come_as_they_end() {
    let slow = std::time::Duration::from_millis(300);
    let probed = probe(&plan(keys(), Direction::Both), move |asked| {
        match asked.what {
            "list" => listed(&["in/orders.csv"]).after(slow),
            _ => all_well(asked),
        }
    })
    .await;
    let at = |what| {
        probed
            .handed_out
            .iter()
            .position(|step| *step == what)
            .expect("step")
    };
    assert!(
        at("put") < at("list") && at("list") < at("get"),
        "{:?}",
        probed.handed_out
    );
    assert!(probed.step("list").elapsed_ms >= 300);
    assert!(probed.step("put").elapsed_ms < 300);
}

#[tokio::test]
async fn root_keys_are_refused() {
    let root = crate::canned::caller("arn:aws:iam::111122223333:root");
    let probed = probe(&plan(keys(), Direction::Read), all_well_but("caller", root)).await;
    assert_eq!(probed.verdict("credentials"), "failed root_key");
    assert_eq!(probed.verdict("list"), "passed");
    assert_eq!(probed.report.outcome, Outcome::Failed);
}

#[tokio::test]
async fn another_store_is_asked_without_sts() {
    let mut elsewhere = plan(keys(), Direction::Both);
    elsewhere.draft.endpoint = domain::Endpoint::parse("https://store.example.invalid").ok();
    let probed = probe(&elsewhere, all_well).await;
    assert_eq!(
        probed.verdicts(),
        [
            "credentials skipped",
            "bucket undetermined dns_failure",
            "list undetermined dns_failure",
            "get skipped",
            "put undetermined dns_failure",
            "cleanup skipped"
        ]
    );
    assert!(
        probed.stub.asked().is_empty(),
        "the tenant's store only, and never STS"
    );
}

#[tokio::test]
async fn who_we_are() {
    let stub = crate::stub::Stub::start(|_| {
        crate::canned::caller("arn:aws:sts::999988887777:assumed-role/vendor/i-0ab")
    })
    .await;
    let aws = crate::vendor(&stub.url, crate::settings());
    assert_eq!(
        aws.caller().await.expect("caller").as_str(),
        "arn:aws:iam::999988887777:role/vendor"
    );
    let stub = crate::stub::Stub::start(|_| ok("<html>hello</html>")).await;
    assert!(
        crate::vendor(&stub.url, crate::settings())
            .caller()
            .await
            .is_err()
    );
}
