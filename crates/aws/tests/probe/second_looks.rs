//! What is asked once more in another way when a refusal gives no reason, and what that may leave behind.

use crate::canned::all_well;
use crate::catalogue::{but_not, named, probe_when, wrong_owner};
use crate::{Asked, keys, plan, probe};
use domain::{AccountId, Direction};

#[tokio::test]
async fn a_bucket_of_somebody_else_is_not_written_to() {
    for direction in Direction::ALL {
        let probed = wrong_owner(direction).await;
        assert_eq!(
            probed.verdict("bucket"),
            "failed wrong_owner",
            "{direction:?}"
        );
        assert!(probed.report.residue.is_none());
        for asked in probed.stub.asked() {
            let pinned = asked.header("x-amz-expected-bucket-owner").is_some();
            let reads = matches!(asked.what, "caller" | "buckets" | "head" | "list");
            assert!(pinned || reads, "{} without the owner", asked.what);
        }
    }
}

#[tokio::test]
async fn a_key_of_kms_that_forbids_is_not_the_buckets_policy() {
    let probed = but_not("put", named("s3-put-kms-explicit-key"), Direction::Both).await;
    assert_eq!(probed.stub.times("put AES256"), 0);
    assert!(
        probed
            .step("put")
            .detail
            .contains("the policy of the KMS key")
    );
    let probed = probe_when("assume *", named("sts-explicit-resource")).await;
    assert!(probed.step("assume_role").detail.contains("trust policy"));
}

#[tokio::test]
async fn a_right_that_arrives_between_two_looks_is_no_riddle() {
    let asked_before = std::sync::atomic::AtomicBool::new(false);
    let probed = probe(&plan(keys(), Direction::Both), move |asked: &Asked| {
        let again = || asked_before.swap(true, std::sync::atomic::Ordering::SeqCst);
        if asked.what == "list" && !again() {
            named("s3-access-denied")
        } else {
            all_well(asked)
        }
    })
    .await;
    probed.assert_passed();
    assert_eq!(probed.stub.times("list paying"), 1);
}

#[tokio::test]
async fn the_owner_is_doubted_only_when_the_bucket_shuts_us_out() {
    let mut plan = plan(keys(), Direction::Write);
    plan.draft.bucket_owner = AccountId::parse("111122223333").ok();
    for head in [crate::canned::empty(503), crate::canned::empty(200)] {
        let probed = probe(&plan, move |asked: &Asked| match asked.what {
            "head" if asked.header("x-amz-expected-bucket-owner").is_some() => head.clone(),
            "put" | "put paying" | "put AES256" | "put aws:kms" => named("s3-access-denied"),
            _ => all_well(asked),
        })
        .await;
        assert_eq!(probed.verdict("put"), "failed put_denied");
    }
}

#[tokio::test]
async fn what_a_second_look_has_written_is_owned_up_to() {
    let probed = probe(
        &plan(keys(), Direction::Write),
        |asked: &Asked| match asked.what {
            "put" => named("s3-put-explicit-bucket"),
            "delete" => named("s3-access-denied"),
            _ => all_well(asked),
        },
    )
    .await;
    assert!(probed.step("cleanup").detail.contains("stays"));
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(false)
    );
    let paying = probe(
        &plan(keys(), Direction::Write),
        |asked: &Asked| match asked.what {
            "put" | "put AES256" | "put aws:kms" => named("s3-access-denied"),
            _ => all_well(asked),
        },
    )
    .await;
    assert_eq!(paying.verdict("put"), "failed requester_pays");
    let asked = paying.stub.asked();
    let delete = asked
        .iter()
        .find(|asked| asked.what == "delete")
        .expect("a delete");
    assert!(delete.header("x-amz-request-payer").is_some());
}

#[tokio::test]
async fn a_second_look_is_taken_only_in_doubt() {
    for reasoned in ["s3-put-no-resource-policy", "s3-put-explicit-identity"] {
        let probed = but_not("put", named(reasoned), Direction::Both).await;
        assert_eq!(probed.stub.times("put AES256"), 0, "{reasoned}");
    }
    let reasoned = named("s3-put-no-identity-policy");
    let probed = but_not("put", reasoned, Direction::Both).await;
    assert_eq!(
        probed.stub.times("put AES256") + probed.stub.times("put aws:kms"),
        0
    );
    let probed = but_not("put", named("s3-access-denied"), Direction::Both).await;
    assert_eq!(probed.verdict("put"), "failed encryption_required");
    // What a second look has written is cleared away like everything else.
    assert_eq!(probed.stub.times("delete"), 1);
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(true)
    );
}
