//! Which calls a probe makes, in which order, and who signs them.

use crate::canned_responses::{allow_all, denied, empty, listed, ok, s3_error};
use crate::{FinishedProbe, KEY_ID, VENDOR_KEY_ID, allow_all_but, keys, plan, probe, role};
use domain::{AccountId, Direction, KmsKeyArn, Outcome, StepStatus};

fn requests_of_kind(finished: &FinishedProbe, kind: &str) -> Vec<crate::stub_server::StubRequest> {
    finished
        .stub
        .requests()
        .into_iter()
        .filter(|request| request.kind == kind)
        .collect()
}

#[tokio::test]
async fn passes_all_steps_with_keys_that_allow_everything() {
    let finished = probe(&plan(keys(), Direction::Both), allow_all).await;
    assert_eq!(
        finished.results(),
        [
            "credentials passed",
            "bucket passed",
            "list passed",
            "get passed",
            "put passed",
            "cleanup passed"
        ]
    );
    let report = &finished.report;
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
    assert_eq!(finished.step("get").detail, "Read “in/orders.csv”.");
    let aws = finished.step("list").aws.clone().expect("aws");
    assert_eq!(
        (aws.operation.as_str(), aws.http_status),
        ("ListObjectsV2", Some(200))
    );
    assert_eq!(
        aws.request_id.as_deref(),
        Some(crate::stub_server::REQUEST_ID)
    );
    assert_eq!(
        aws.extended_request_id.as_deref(),
        Some(crate::stub_server::EXTENDED_REQUEST_ID)
    );

    assert!(
        finished
            .stub
            .requests()
            .iter()
            .all(|request| request.access_key_id == KEY_ID)
    );
    assert_eq!(
        finished.stub.kinds(),
        ["buckets", "caller", "delete", "get", "head", "list", "put"]
    );
    assert_eq!(finished.stub.requests().len(), 7, "each call is made once");
    let list = &requests_of_kind(&finished, "list")[0];
    assert_eq!(list.path, "/my-data/");
    assert!(
        list.query.contains("prefix=in%2F") && list.query.contains("max-keys=5"),
        "{}",
        list.query
    );
    assert_eq!(
        requests_of_kind(&finished, "get")[0].header("range"),
        Some("bytes=0-0")
    );
    assert_eq!(
        requests_of_kind(&finished, "put")[0].path,
        "/my-data/in/.s3-connect-check"
    );
}

#[tokio::test]
async fn assumes_the_role_as_the_vendor_and_opens_the_bucket_with_its_session() {
    let finished = probe(&plan(role(), Direction::Both), allow_all).await;
    assert_eq!(
        finished.results(),
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
        finished.step("assume_role").detail,
        "AWS account 111122223333."
    );
    assert_eq!(
        finished.step("external_id_enforced").detail,
        "The role refuses other external IDs."
    );
    for request in finished.stub.requests() {
        let signer = if request.kind.starts_with("assume") {
            VENDOR_KEY_ID
        } else {
            "ASIASESSIONEXAMPLE00"
        };
        assert_eq!(request.access_key_id, signer, "{}", request.kind);
    }
    let assume = &requests_of_kind(&finished, "assume")[0].body;
    for part in [
        "ExternalId=s3c-1a",
        "DurationSeconds=900",
        "RoleSessionName=s3-connect-acme-eu",
    ] {
        assert!(assume.contains(part), "{part} in {assume}");
    }
}

#[tokio::test]
async fn never_lists_or_reads_for_a_write_only_connection() {
    for access in [keys(), role()] {
        // The policy grants s3:PutObject and nothing else.
        let finished = probe(&plan(access, Direction::Write), |request| {
            match request.kind {
                "head" => empty(403).with_region("us-east-1"),
                "list" => denied("s3:ListBucket"),
                "get" => denied("s3:GetObject"),
                "delete" => denied("s3:DeleteObject"),
                _ => allow_all(request),
            }
        })
        .await;
        finished.assert_passed();
        assert_eq!(finished.result("bucket"), "passed");
        assert_eq!(
            (finished.result("list"), finished.result("get")),
            ("absent".into(), "absent".into())
        );
        assert!(
            !finished
                .stub
                .kinds()
                .iter()
                .any(|kind| ["list", "get"].contains(kind)),
            "{:?}",
            finished.stub.kinds()
        );
        assert_eq!(
            finished
                .report
                .residue
                .as_ref()
                .map(|residue| residue.removed),
            Some(false)
        );
        assert_eq!(
            finished.step("cleanup").detail,
            "“in/.s3-connect-check” stays. We’re not allowed to delete files, and we don’t need to be. You can delete it."
        );
    }
}

#[tokio::test]
async fn passes_a_write_only_connection_without_a_region_header() {
    let finished = probe(
        &plan(keys(), Direction::Write),
        allow_all_but("head", empty(403)),
    )
    .await;
    assert_eq!(
        finished.results(),
        [
            "credentials passed",
            "bucket passed",
            "put passed",
            "cleanup passed"
        ]
    );
}

#[tokio::test]
async fn never_writes_for_a_read_only_connection() {
    let finished = probe(&plan(keys(), Direction::Read), allow_all).await;
    assert_eq!(
        finished.results(),
        [
            "credentials passed",
            "bucket passed",
            "list passed",
            "get passed"
        ]
    );
    assert_eq!(
        finished.stub.kinds(),
        ["buckets", "caller", "get", "head", "list"]
    );
    assert_eq!(finished.report.residue, None);
}

#[tokio::test]
async fn reads_the_marker_if_the_prefix_is_empty() {
    let finished = probe(
        &plan(keys(), Direction::Both),
        allow_all_but("list", listed(&[])),
    )
    .await;
    assert_eq!(finished.step("get").detail, "Read “in/.s3-connect-check”.");
    let order: Vec<_> = finished
        .stub
        .requests()
        .iter()
        .map(|request| request.kind)
        .collect();
    let position = |kind| {
        order
            .iter()
            .position(|other| *other == kind)
            .expect("a request")
    };
    assert!(
        position("put") < position("get") && position("get") < position("delete"),
        "{order:?}"
    );
    assert_eq!(
        finished
            .report
            .residue
            .as_ref()
            .map(|residue| residue.removed),
        Some(true)
    );
}

#[tokio::test]
async fn skips_reading_an_empty_prefix_of_a_read_only_connection() {
    for listed_keys in [vec![], vec!["in/.s3-connect-check"]] {
        let finished = probe(
            &plan(keys(), Direction::Read),
            allow_all_but("list", listed(&listed_keys)),
        )
        .await;
        assert_eq!(finished.result("get"), "skipped");
        assert_eq!(
            finished.step("get").detail,
            "There are no files in my-data/in/ yet, so we could not test reading."
        );
        assert_eq!(finished.report.outcome, Outcome::Passed);
        assert!(!finished.stub.kinds().contains(&"get"));
    }
}

#[tokio::test]
async fn passes_for_errors_that_prove_access() {
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
    let deleted = s3_error(404, "NoSuchKey", "The specified key does not exist.", "");
    for (response, expected, detail) in [
        (
            archived,
            "warning archived_object",
            "We’re allowed to read “in/orders.csv”, but it is archived and has to be restored first.",
        ),
        (
            empty_object,
            "passed",
            "Reading is allowed. “in/orders.csv” is empty.",
        ),
        (
            deleted,
            "passed",
            "Reading is allowed. “in/orders.csv” was deleted after we listed it.",
        ),
    ] {
        let finished = probe(
            &plan(keys(), Direction::Read),
            allow_all_but("get", response),
        )
        .await;
        assert_eq!(finished.result("get"), expected);
        assert_eq!(finished.step("get").detail, detail);
        assert_eq!(finished.report.outcome, Outcome::Passed);
    }
}

#[tokio::test]
async fn leaves_an_existing_marker_alone_on_a_recheck() {
    let mut recheck = plan(keys(), Direction::Both);
    recheck.recheck = true;
    recheck.check_broad_access = false;
    let exists = s3_error(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        "<Condition>If-None-Match</Condition>",
    );
    let finished = probe(&recheck, allow_all_but("put", exists)).await;
    assert_eq!(
        (finished.result("put"), finished.result("cleanup")),
        ("passed".into(), "skipped".into())
    );
    assert_eq!(
        requests_of_kind(&finished, "put")[0].header("if-none-match"),
        Some("*")
    );
    assert!(!finished.stub.kinds().contains(&"delete"));
    assert_eq!(finished.report.residue, None);

    let finished = probe(&recheck, allow_all).await;
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(true)
    );
}

#[tokio::test]
async fn sends_the_bucket_owner_and_the_kms_key() {
    let mut owned = plan(keys(), Direction::Both);
    owned.draft.bucket_owner = AccountId::parse("111122223333").ok();
    owned.draft.kms_key = KmsKeyArn::parse("arn:aws:kms:us-east-1:111122223333:key/1234abcd").ok();
    let finished = probe(&owned, allow_all).await;
    for request in finished
        .stub
        .requests()
        .iter()
        .filter(|request| !matches!(request.kind, "caller" | "buckets"))
    {
        assert_eq!(
            request.header("x-amz-expected-bucket-owner"),
            Some("111122223333"),
            "{}",
            request.kind
        );
    }
    let put = &requests_of_kind(&finished, "put")[0];
    assert_eq!(put.header("x-amz-server-side-encryption"), Some("aws:kms"));
    assert_eq!(
        put.header("x-amz-server-side-encryption-aws-kms-key-id"),
        Some("arn:aws:kms:us-east-1:111122223333:key/1234abcd")
    );
    assert!(
        put.header("x-amz-checksum-crc32").is_some(),
        "S3 Object Lock requires a checksum"
    );
    assert_eq!(put.header("if-none-match"), None);
}

#[tokio::test]
async fn warns_if_the_delete_fails() {
    let finished = probe(
        &plan(keys(), Direction::Write),
        allow_all_but("delete", crate::canned_responses::slow_down()),
    )
    .await;
    assert_eq!(finished.step("cleanup").status, StepStatus::Warning);
    assert_eq!(finished.report.outcome, Outcome::Passed);
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(false)
    );
}

#[tokio::test]
async fn reports_each_step_as_soon_as_it_ends() {
    let slow = std::time::Duration::from_millis(300);
    let finished = probe(
        &plan(keys(), Direction::Both),
        move |request| match request.kind {
            "list" => listed(&["in/orders.csv"]).delayed(slow),
            _ => allow_all(request),
        },
    )
    .await;
    let position = |id| {
        finished
            .ended_steps
            .iter()
            .position(|step| *step == id)
            .expect("step")
    };
    assert!(
        position("put") < position("list") && position("list") < position("get"),
        "{:?}",
        finished.ended_steps
    );
    assert!(finished.step("list").elapsed_ms >= 300);
    assert!(finished.step("put").elapsed_ms < 300);
}

#[tokio::test]
async fn rejects_root_keys() {
    let root = crate::canned_responses::caller("arn:aws:iam::111122223333:root");
    let finished = probe(
        &plan(keys(), Direction::Read),
        allow_all_but("caller", root),
    )
    .await;
    assert_eq!(finished.result("credentials"), "failed root_key");
    assert_eq!(finished.result("list"), "passed");
    assert_eq!(finished.report.outcome, Outcome::Failed);
}

#[tokio::test]
async fn never_calls_sts_for_an_s3_compatible_store() {
    let mut compatible_store = plan(keys(), Direction::Both);
    compatible_store.draft.endpoint = domain::Endpoint::parse("https://store.example.invalid").ok();
    let finished = probe(&compatible_store, allow_all).await;
    assert_eq!(
        finished.results(),
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
        finished.stub.requests().is_empty(),
        "all requests go to the tenant's store"
    );
}

#[tokio::test]
async fn returns_our_own_identity() {
    let stub = crate::stub_server::StubServer::start(|_| {
        crate::canned_responses::caller("arn:aws:sts::999988887777:assumed-role/vendor/i-0ab")
    })
    .await;
    let aws = crate::vendor(&stub.url, crate::settings());
    assert_eq!(
        aws.caller_identity().await.expect("caller").as_str(),
        "arn:aws:iam::999988887777:role/vendor"
    );
    let stub = crate::stub_server::StubServer::start(|_| ok("<html>hello</html>")).await;
    assert!(
        crate::vendor(&stub.url, crate::settings())
            .caller_identity()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn warns_of_broad_access_if_the_list_of_buckets_comes_last() {
    let slow =
        crate::canned_responses::all_buckets().delayed(std::time::Duration::from_millis(700));
    for direction in [Direction::Read, Direction::Both] {
        let finished = probe(
            &plan(keys(), direction),
            allow_all_but("buckets", slow.clone()),
        )
        .await;
        finished.assert_passed();
        let warnings = &finished.report.warnings;
        let is_broad = |warning: &domain::Warning| warning.cause == domain::Cause::BroadAccess;
        assert!(warnings.iter().any(is_broad), "{direction:?}");
    }
}

#[tokio::test]
async fn begins_in_the_region_that_the_name_of_the_bucket_contains() {
    let mut plan = plan(keys(), Direction::Both);
    plan.draft.bucket =
        domain::BucketAddress::parse("data-111122223333-eu-west-1-an").expect("bucket");
    let finished = probe(&plan, allow_all).await;
    finished.assert_passed();
    for kind in ["head", "list", "put"] {
        let requests = requests_of_kind(&finished, kind);
        let regions: Vec<&str> = requests
            .iter()
            .map(|request| request.region.as_str())
            .collect();
        assert_eq!(regions, ["eu-west-1"], "{kind}");
    }
}
