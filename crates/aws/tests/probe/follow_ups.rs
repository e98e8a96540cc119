//! Follow-ups: the calls that find out why a denial without a reason happened, and the markers that they may leave.

use crate::canned_responses::allow_all;
use crate::cause_catalogue::{
    probe_allowing_follow_ups, probe_with_response, probe_with_wrong_owner, recorded,
};
use crate::{StubRequest, keys, plan, probe};
use domain::{AccountId, Direction};

#[tokio::test]
async fn writes_nothing_to_a_bucket_of_another_account() {
    for direction in Direction::ALL {
        let finished = probe_with_wrong_owner(direction).await;
        assert_eq!(
            finished.result("bucket"),
            "failed wrong_owner",
            "{direction:?}"
        );
        assert!(finished.report.residue.is_none());
        for request in finished.stub.requests() {
            let has_owner = request.header("x-amz-expected-bucket-owner").is_some();
            let is_read = matches!(request.kind, "caller" | "buckets" | "head" | "list");
            assert!(has_owner || is_read, "{} without the owner", request.kind);
        }
    }
}

#[tokio::test]
async fn names_the_policy_that_denies() {
    let finished =
        probe_allowing_follow_ups("put", recorded("s3-put-kms-explicit-key"), Direction::Both)
            .await;
    assert_eq!(finished.stub.count("put AES256"), 0);
    assert!(
        finished
            .step("put")
            .detail
            .contains("the policy of the KMS key")
    );
    let finished = probe_with_response("assume *", recorded("sts-explicit-resource")).await;
    assert!(finished.step("assume_role").detail.contains("trust policy"));
}

#[tokio::test]
async fn passes_if_the_permission_arrives_before_the_follow_up() {
    let was_denied = std::sync::atomic::AtomicBool::new(false);
    let finished = probe(
        &plan(keys(), Direction::Both),
        move |request: &StubRequest| {
            let is_first = || !was_denied.swap(true, std::sync::atomic::Ordering::SeqCst);
            if request.kind == "list" && is_first() {
                recorded("s3-access-denied")
            } else {
                allow_all(request)
            }
        },
    )
    .await;
    finished.assert_passed();
    assert_eq!(finished.stub.count("list as requester"), 1);
}

#[tokio::test]
async fn checks_the_owner_only_if_head_is_forbidden() {
    let mut plan = plan(keys(), Direction::Write);
    plan.draft.bucket_owner = AccountId::parse("111122223333").ok();
    for head in [
        crate::canned_responses::empty(503),
        crate::canned_responses::empty(200),
    ] {
        let finished = probe(&plan, move |request: &StubRequest| match request.kind {
            "head" if request.header("x-amz-expected-bucket-owner").is_some() => head.clone(),
            "put" | "put as requester" | "put AES256" | "put aws:kms" => {
                recorded("s3-access-denied")
            }
            _ => allow_all(request),
        })
        .await;
        assert_eq!(finished.result("put"), "failed put_denied");
    }
}

#[tokio::test]
async fn reports_markers_that_follow_ups_wrote() {
    let finished = probe(
        &plan(keys(), Direction::Write),
        |request: &StubRequest| match request.kind {
            "put" => recorded("s3-put-explicit-bucket"),
            "delete" => recorded("s3-access-denied"),
            _ => allow_all(request),
        },
    )
    .await;
    assert!(finished.step("cleanup").detail.contains("stays"));
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(false)
    );
    // In a requester-pays bucket, the delete has to agree to pay as well.
    let finished = probe(
        &plan(keys(), Direction::Write),
        |request: &StubRequest| match request.kind {
            "put" | "put AES256" | "put aws:kms" => recorded("s3-access-denied"),
            _ => allow_all(request),
        },
    )
    .await;
    assert_eq!(finished.result("put"), "failed requester_pays");
    let requests = finished.stub.requests();
    let delete = requests
        .iter()
        .find(|request| request.kind == "delete")
        .expect("a delete");
    assert!(delete.header("x-amz-request-payer").is_some());
}

#[tokio::test]
async fn makes_follow_ups_only_if_the_denial_gives_no_reason() {
    for name in ["s3-put-no-resource-policy", "s3-put-explicit-identity"] {
        let finished = probe_allowing_follow_ups("put", recorded(name), Direction::Both).await;
        assert_eq!(finished.stub.count("put AES256"), 0, "{name}");
    }
    let response = recorded("s3-put-no-identity-policy");
    let finished = probe_allowing_follow_ups("put", response, Direction::Both).await;
    assert_eq!(
        finished.stub.count("put AES256") + finished.stub.count("put aws:kms"),
        0
    );
    let finished =
        probe_allowing_follow_ups("put", recorded("s3-access-denied"), Direction::Both).await;
    assert_eq!(finished.result("put"), "failed encryption_required");
    // The marker that a follow-up wrote is deleted like any other.
    assert_eq!(finished.stub.count("delete"), 1);
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(true)
    );
}
