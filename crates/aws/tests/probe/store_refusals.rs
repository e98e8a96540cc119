//! Tests what a report says about a store that is not AWS.

use crate::canned_responses::{allow_all, put_ok};
use crate::cause_catalogue::recorded;
use crate::compatible_store::probe_compatible_store;
use crate::{FinishedProbe, StubRequest, keys, plan};
use aws::ProbePlan;
use domain::{Direction, Endpoint};

const STORE: &str = "https://store.example.com";

fn store_plan(direction: Direction) -> ProbePlan {
    let mut plan = plan(keys(), direction);
    plan.draft.endpoint = Endpoint::parse(STORE).ok();
    plan
}

/// Answers requests of one kind with a recorded response, and allows everything else.
async fn probe_store(kind: &'static str, name: &'static str) -> FinishedProbe {
    probe_compatible_store(
        &store_plan(Direction::Both),
        move |request: &StubRequest| {
            if request.kind == kind {
                recorded(name)
            } else {
                allow_all(request)
            }
        },
    )
    .await
}

/// Returns what a tenant reads about the steps, apart from their titles.
fn texts(finished: &FinishedProbe) -> String {
    let steps = finished.report.steps.iter().cloned();
    let texts = steps.flat_map(|step| {
        let step = step.map_messages(|message| i18n::english(&message));
        [
            step.detail,
            step.remedy.map(|remedy| remedy.text).unwrap_or_default(),
        ]
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn never_speaks_of_aws() {
    for (kind, name) in [
        ("list", "s3-unknown-key"),
        ("list", "s3-wrong-secret"),
        ("list", "s3-invalid-token"),
        ("list", "s3-expired-token"),
        ("list", "s3-no-such-bucket"),
        ("list", "s3-permanent-redirect-nowhere"),
        ("list", "s3-header-malformed"),
        ("list", "s3-access-denied"),
        ("list", "s3-list-no-identity-policy"),
        ("get", "s3-access-denied"),
        ("get", "s3-get-kms-decrypt"),
        ("get", "s3-get-ciphertext"),
        ("get", "s3-get-customer-key"),
        ("get", "s3-invalid-object-state"),
        ("put", "s3-access-denied"),
        ("put", "s3-put-explicit-identity"),
        ("put", "s3-put-explicit-scp-named"),
        ("put", "s3-put-no-boundary"),
        ("put", "s3-put-no-endpoint"),
        ("put", "s3-kms-disabled"),
        ("put", "s3-account-problem"),
        ("put", "s3-clock"),
        ("put", "s3-object-lock-checksum"),
        ("put", "s3-something-new"),
        ("put", "s3-slow-down"),
        ("put", "s3-internal-error"),
        ("put", "s3-request-timeout"),
        ("put", "portal-ok"),
        ("put", "store-disk-full"),
        ("delete", "s3-access-denied"),
    ] {
        let finished = probe_store(kind, name).await;
        let texts = texts(&finished);
        for word in ["AWS", "IAM", "S3 console", "arn:"] {
            assert!(!texts.contains(word), "{kind} {name}: {texts}");
        }
        let has_statement = |step: &domain::Step| {
            let remedy = step.remedy.as_ref();
            remedy.is_some_and(|remedy| remedy.statement.is_some())
        };
        assert!(!finished.report.steps.iter().any(has_statement), "{name}");
    }
}

#[tokio::test]
async fn leaves_a_full_store_to_the_tenant() {
    for name in [
        "store-bucket-quota",
        "store-disk-full",
        "store-quota-exceeded",
        "store-quota-in-message",
    ] {
        let finished = probe_store("put", name).await;
        assert_eq!(finished.result("put"), "failed storage_full", "{name}");
        assert!(finished.step("put").detail.starts_with(STORE), "{name}");
        assert_eq!(
            finished.step("cleanup").detail,
            "Nothing was written, so there is nothing to clean up.",
            "{name}"
        );
    }
}

#[tokio::test]
async fn passes_a_recheck_of_a_store_without_conditional_writes() {
    let mut plan = store_plan(Direction::Write);
    plan.recheck = true;
    let finished = probe_compatible_store(&plan, |request: &StubRequest| match request.kind {
        "put" if request.header("if-none-match").is_some() => {
            recorded("store-no-conditional-writes")
        }
        "put" => put_ok(),
        _ => allow_all(request),
    })
    .await;
    finished.assert_passed();
    assert_eq!(finished.stub.count("put"), 2);
    assert_eq!(finished.stub.count("delete"), 1);
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(true)
    );
    // Only that header is left out. A store that cannot write at all still fails.
    let finished = probe_compatible_store(&plan, |request: &StubRequest| match request.kind {
        "put" => recorded("store-no-conditional-writes"),
        _ => allow_all(request),
    })
    .await;
    assert_ne!(finished.report.outcome, domain::Outcome::Passed);
}
