//! Tests that refusals which a recent change in IAM may explain are retried for a while, and no others.

use crate::canned_responses::{
    allow_all, assume_denied, denied, no_bucket, s3_error, session, sts_error,
};
use crate::{AwsSettings, FinishedProbe, keys, plan, probe_with, role, settings};
use crate::{CannedResponse, StubRequest};
use domain::{Access, Direction, Outcome};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// Settings with enough time for all five retries.
fn with_iam_wait() -> AwsSettings {
    AwsSettings {
        iam_wait: Duration::from_secs(3),
        ..settings()
    }
}

/// Answers each kind of request with the given responses, one after the other, and then always with the last. Allows
/// all other kinds.
fn respond_in_turn(
    responses: Vec<(&'static str, Vec<CannedResponse>)>,
) -> impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static {
    let counts = Mutex::new(BTreeMap::<&'static str, usize>::new());
    move |request| {
        let mut counts = counts.lock().expect("lock");
        let entry = responses.iter().find(|(kind, _)| *kind == request.kind);
        let Some((kind, responses)) = entry else {
            return allow_all(request);
        };
        let count = counts.entry(kind).or_default();
        let response = responses
            .get(*count)
            .or(responses.last())
            .expect("a response");
        *count += 1;
        response.clone()
    }
}

async fn probe_with_keys(responses: Vec<(&'static str, Vec<CannedResponse>)>) -> FinishedProbe {
    probe_with(
        with_iam_wait(),
        &plan(keys(), Direction::Both),
        respond_in_turn(responses),
    )
    .await
}

async fn probe_with_role(responses: Vec<(&'static str, Vec<CannedResponse>)>) -> FinishedProbe {
    probe_with(
        with_iam_wait(),
        &plan(role(), Direction::Both),
        respond_in_turn(responses),
    )
    .await
}

/// Probes with the default wait of 15 seconds, for cases that must not wait at all.
async fn probe_with_default_wait(
    access: Access,
    responses: Vec<(&'static str, Vec<CannedResponse>)>,
) -> FinishedProbe {
    let settings = AwsSettings {
        iam_wait: Duration::from_secs(15),
        ..settings()
    };
    probe_with(
        settings,
        &plan(access, Direction::Both),
        respond_in_turn(responses),
    )
    .await
}

fn list_denied() -> CannedResponse {
    denied("s3:ListBucket")
}

fn unknown_key() -> CannedResponse {
    sts_error(403, "InvalidClientTokenId", "…")
}

#[tokio::test]
async fn passes_if_a_permission_arrives_late() {
    for (kind, step, refusal) in [
        ("list", "list", list_denied()),
        ("put", "put", denied("s3:PutObject")),
        ("get", "get", denied("s3:GetObject")),
    ] {
        let finished =
            probe_with_keys(vec![(kind, vec![refusal.clone(), refusal, allowed(kind)])]).await;
        assert_eq!(finished.report.outcome, Outcome::Passed, "{kind}");
        assert_eq!(finished.stub.count(kind), 3, "{kind}");
        let waiting: Vec<_> = finished
            .waiting_steps
            .iter()
            .map(|step| step.id.as_str())
            .collect();
        assert_eq!(waiting, [step, step], "{kind}");
        // A waiting step already shows its remedy.
        let remedy = finished.waiting_steps[0].remedy.clone().expect("a remedy");
        assert!(remedy.statement.is_some(), "{kind}");
    }
}

/// Returns the response that allows a request of this kind.
fn allowed(kind: &str) -> CannedResponse {
    match kind {
        "list" => crate::canned_responses::listed(&["in/orders.csv"]),
        "get" | "put" => crate::canned_responses::put_ok(),
        "assume" => session(),
        _ => crate::canned_responses::caller("arn:aws:iam::111122223333:user/tenant"),
    }
}

#[tokio::test]
async fn passes_if_a_key_becomes_known_late() {
    let s3 = s3_error(403, "InvalidAccessKeyId", "…", "");
    let finished = probe_with_keys(vec![
        ("caller", vec![unknown_key(), allowed("caller")]),
        ("list", vec![s3.clone(), allowed("list")]),
        ("put", vec![s3, allowed("put")]),
    ])
    .await;
    finished.assert_passed();
    let waiting: Vec<_> = finished
        .waiting_steps
        .iter()
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(
        waiting,
        ["credentials"],
        "only one step shows an unknown key"
    );
}

#[tokio::test]
async fn waits_for_a_key_that_only_s3_does_not_know_yet() {
    let unknown = || s3_error(403, "InvalidAccessKeyId", "…", "");
    let finished = probe_with_keys(vec![
        ("head", vec![crate::canned_responses::empty(403)]),
        ("list", vec![unknown(), allowed("list")]),
        ("put", vec![unknown(), allowed("put")]),
    ])
    .await;
    finished.assert_passed();
}

#[tokio::test]
async fn keeps_the_marker_until_the_last_retry_of_get() {
    // S3 does not call KMS for a missing object, so the retries need the marker.
    let kms = s3_error(
        403,
        "AccessDenied",
        "User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1234 because no identity-based policy allows the kms:Decrypt action",
        "",
    );
    let finished = probe_with_keys(vec![
        ("list", vec![crate::canned_responses::listed(&[])]),
        ("get", vec![kms]),
    ])
    .await;
    assert_eq!(finished.result("get"), "failed kms_denied");
    let requests = finished.stub.requests();
    let last = |kind: &str| requests.iter().rposition(|request| request.kind == kind);
    assert!(last("get") < last("delete"));
}

#[tokio::test]
async fn stops_retrying_when_the_wait_is_over() {
    let finished = probe_with_keys(vec![("list", vec![list_denied()])]).await;
    assert_eq!(finished.result("list"), "failed list_denied");
    assert_eq!(finished.report.outcome, Outcome::Failed);
    let count = finished.stub.count("list");
    assert!(
        (3..=6).contains(&count),
        "one call and up to five retries: {count}"
    );
    assert_eq!(finished.stub.count("put"), 1);
}

#[tokio::test]
async fn never_retries_refusals_that_iam_propagation_cannot_explain() {
    let explicit_deny = s3_error(
        403,
        "AccessDenied",
        "User: x is not authorized to perform: s3:ListBucket on resource: y with an explicit deny in a service control policy",
        "",
    );
    for refusal in [
        explicit_deny,
        s3_error(403, "SignatureDoesNotMatch", "…", ""),
        s3_error(403, "AccountProblem", "…", ""),
        s3_error(403, "SomethingNew", "…", ""),
        no_bucket(),
    ] {
        let finished = probe_with_keys(vec![("list", vec![refusal])]).await;
        assert_eq!(finished.stub.count("list"), 1, "{:?}", finished.results());
        assert!(finished.waiting_steps.is_empty());
    }
    let without_wait = AwsSettings {
        iam_wait: Duration::ZERO,
        ..settings()
    };
    let respond = respond_in_turn(vec![("list", vec![list_denied()])]);
    let finished = probe_with(without_wait, &plan(keys(), Direction::Both), respond).await;
    assert_eq!(
        (finished.stub.count("list"), finished.waiting_steps.len()),
        (1, 0)
    );
}

#[tokio::test]
async fn stops_waiting_once_another_step_has_failed() {
    let suspended = s3_error(403, "AccountProblem", "…", "");
    let responses = vec![("list", vec![list_denied()]), ("put", vec![suspended])];
    let finished = probe_with_default_wait(keys(), responses).await;
    assert_eq!(finished.result("list"), "failed list_denied");
    assert_eq!(finished.result("put"), "failed account_suspended");
    assert_eq!(finished.stub.count("list"), 1);
}

#[tokio::test]
async fn stops_waiting_once_a_follow_up_explains_the_denial() {
    let unexplained = || s3_error(403, "AccessDenied", "Access Denied", "");
    let finished = probe_with_default_wait(keys(), vec![("list", vec![unexplained()])]).await;
    assert_eq!(finished.result("list"), "failed requester_pays");
    assert_eq!(
        finished.stub.count("list"),
        2,
        "the call and its confirmation"
    );
}

#[tokio::test]
async fn repeats_the_expected_denials_if_a_role_becomes_known_late() {
    let late_role = || ("assume", vec![assume_denied(), assume_denied(), session()]);
    let finished = probe_with_role(vec![late_role()]).await;
    finished.assert_passed();
    // The first denials came before AWS knew the role everywhere, so they proved nothing.
    assert_eq!(finished.stub.count("assume no id"), 2);
    assert_eq!(finished.stub.count("assume similar"), 2);
    for kind in ["assume no id", "assume similar"] {
        let finished =
            probe_with_role(vec![late_role(), (kind, vec![assume_denied(), session()])]).await;
        assert_eq!(
            finished.result("external_id_enforced"),
            "failed external_id_not_enforced",
            "{kind}"
        );
        assert_eq!(finished.report.outcome, Outcome::Failed);
    }
}

#[tokio::test]
async fn never_waits_for_a_role_that_accepts_others_but_not_us() {
    let responses = vec![
        ("assume", vec![assume_denied()]),
        ("assume no id", vec![session()]),
    ];
    let finished = probe_with_default_wait(role(), responses).await;
    assert_eq!(
        finished.result("assume_role"),
        "failed external_id_not_enforced"
    );
    assert_eq!(finished.stub.count("assume"), 1);
}

#[tokio::test]
async fn fails_if_the_role_never_becomes_known() {
    let finished = probe_with_role(vec![("assume", vec![assume_denied()])]).await;
    assert_eq!(finished.result("assume_role"), "failed role_not_assumable");
    assert!((3..=6).contains(&finished.stub.count("assume")));
    assert_eq!(finished.stub.count("assume no id"), 1);
}

#[tokio::test]
async fn reports_the_last_refusal_at_the_deadline_of_the_probe() {
    let short_deadline = AwsSettings {
        iam_wait: Duration::from_mins(1),
        probe_timeout: Duration::from_millis(700),
        ..settings()
    };
    let respond = respond_in_turn(vec![("list", vec![list_denied()])]);
    let finished = probe_with(short_deadline, &plan(keys(), Direction::Both), respond).await;
    assert_eq!(finished.result("list"), "failed list_denied");
    assert_eq!(finished.result("put"), "passed");
}

#[tokio::test]
async fn knows_that_nothing_was_written_if_a_retried_put_is_refused_last() {
    let suspended = s3_error(403, "AccountProblem", "…", "");
    let put_denied = denied("s3:PutObject");
    let finished = probe_with_keys(vec![
        // The list fails for good while the retried put has no answer yet.
        ("list", vec![suspended.delayed(Duration::from_millis(500))]),
        (
            "put",
            vec![
                put_denied.clone(),
                put_denied.delayed(Duration::from_millis(800)),
            ],
        ),
    ])
    .await;
    assert_eq!(finished.stub.count("put"), 2);
    assert_eq!(finished.result("list"), "failed account_suspended");
    assert_eq!(finished.result("put"), "failed put_denied");
    assert_eq!(finished.result("cleanup"), "skipped");
    assert_eq!(
        finished.step("cleanup").detail,
        "Nothing was written, so there is nothing to clean up."
    );
    assert!(!finished.stub.kinds().contains(&"delete"));
}
