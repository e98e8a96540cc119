//! Tests that a second probe of the same draft repeats only what did not pass in the first.

use crate::canned_responses::{allow_all, assume_denied, denied, put_ok, s3_error, session};
use crate::{CannedResponse, FinishedProbe, StubRequest, allow_all_but, keys, plan, probe, role};
use domain::{Access, Direction, Outcome, Report};

async fn probe_again(
    access: Access,
    direction: Direction,
    previous: Report,
    respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
) -> FinishedProbe {
    let mut plan = plan(access, direction);
    plan.previous_report = Some(previous);
    plan.check_broad_access = false;
    probe(&plan, respond).await
}

/// Probes twice, and refuses requests of one kind the first time. Returns the kinds of requests of the second probe.
async fn kinds_after_refusal(
    access: Access,
    kind: &'static str,
    refusal: CannedResponse,
) -> Vec<&'static str> {
    let direction = Direction::Both;
    let first = probe(
        &plan(access.clone(), direction),
        allow_all_but(kind, refusal),
    )
    .await;
    assert_eq!(first.report.outcome, Outcome::Failed, "{kind}");
    let second = probe_again(access, direction, first.report, allow_all).await;
    let report = &second.report;
    assert_eq!(
        report.outcome,
        Outcome::Passed,
        "{kind}: {:?}",
        second.results()
    );
    assert_eq!(report.account.as_deref(), Some("111122223333"), "{kind}");
    let region = report.region.as_ref().map(domain::Region::as_str);
    assert_eq!(region, Some("us-east-1"), "{kind}");
    assert!(
        report
            .residue
            .as_ref()
            .is_some_and(|residue| residue.removed),
        "{kind}"
    );
    second.stub.kinds()
}

#[tokio::test]
async fn repeats_only_the_steps_that_did_not_pass() {
    for (kind, refusal, expected) in [
        (
            "put",
            denied("s3:PutObject"),
            vec!["caller", "delete", "put"],
        ),
        ("get", denied("s3:GetObject"), vec!["caller", "get", "list"]),
        ("list", denied("s3:ListBucket"), vec!["caller", "list"]),
    ] {
        assert_eq!(
            kinds_after_refusal(keys(), kind, refusal).await,
            expected,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn always_checks_again_whether_a_role_enforces_the_external_id() {
    let kinds = kinds_after_refusal(role(), "put", denied("s3:PutObject")).await;
    assert_eq!(
        kinds,
        ["assume", "assume no id", "assume similar", "delete", "put"]
    );

    let first = probe(
        &plan(role(), Direction::Both),
        allow_all_but("put", denied("s3:PutObject")),
    )
    .await;
    let accepts_no_id = |request: &StubRequest| match request.kind {
        "assume no id" => session(),
        _ => allow_all(request),
    };
    let second = probe_again(role(), Direction::Both, first.report, accepts_no_id).await;
    assert_eq!(
        second.report.outcome,
        Outcome::Failed,
        "the role accepts no ID in the meantime"
    );
}

#[tokio::test]
async fn reuses_nothing_if_the_role_was_not_assumable() {
    let first = probe(&plan(role(), Direction::Both), |_| assume_denied()).await;
    let second = probe_again(role(), Direction::Both, first.report, allow_all).await;
    assert_eq!(second.report.outcome, Outcome::Passed);
    let kinds = second.stub.kinds();
    for kind in ["head", "list", "get", "put"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
}

#[tokio::test]
async fn notices_a_key_that_was_deleted_in_the_meantime() {
    let first = probe(
        &plan(keys(), Direction::Both),
        allow_all_but("put", denied("s3:PutObject")),
    )
    .await;
    let key_deleted = |_: &StubRequest| s3_error(403, "InvalidAccessKeyId", "…", "");
    let second = probe_again(keys(), Direction::Both, first.report, key_deleted).await;
    assert_eq!(second.result("put"), "failed unknown_access_key");
    assert_eq!(second.report.outcome, Outcome::Failed);
}

#[tokio::test]
async fn writes_the_marker_again_if_there_is_nothing_else_to_read() {
    let get_denied = |request: &StubRequest| match request.kind {
        "list" => crate::canned_responses::listed(&[]),
        "get" => denied("s3:GetObject"),
        _ => allow_all(request),
    };
    let first = probe(&plan(keys(), Direction::Both), get_denied).await;
    assert_eq!(first.result("get"), "failed get_denied");
    let get_allowed = |request: &StubRequest| match request.kind {
        "list" => crate::canned_responses::listed(&[]),
        _ => allow_all(request),
    };
    let second = probe_again(keys(), Direction::Both, first.report, get_allowed).await;
    second.assert_passed();
    assert_eq!(
        second.stub.kinds(),
        ["caller", "delete", "get", "list", "put"]
    );
}

#[tokio::test]
async fn evaluates_a_repeated_list_anew() {
    // The first Get was denied. The second one needs a new list to find an object, and that list counts.
    for direction in [Direction::Read, Direction::Both] {
        let get_denied = allow_all_but("get", denied("s3:GetObject"));
        let first = probe(&plan(keys(), direction), get_denied).await;
        for refusal in [
            s3_error(403, "SignatureDoesNotMatch", "…", ""),
            s3_error(403, "AccessDenied", "Access Denied", ""),
            s3_error(503, "SlowDown", "…", ""),
            denied("s3:ListBucket"),
        ] {
            let previous = first.report.clone();
            let respond = allow_all_but("list", refusal);
            let second = probe_again(keys(), direction, previous, respond).await;
            assert_ne!(
                second.report.outcome,
                Outcome::Passed,
                "{:?}",
                second.results()
            );
        }
    }
}

#[tokio::test]
async fn does_not_pass_if_the_marker_cannot_be_written_again() {
    let with_empty_list = |put: CannedResponse, get: CannedResponse| {
        move |request: &StubRequest| match request.kind {
            "list" => crate::canned_responses::listed(&[]),
            "put" => put.clone(),
            "get" => get.clone(),
            _ => allow_all(request),
        }
    };
    let first = probe(
        &plan(keys(), Direction::Both),
        with_empty_list(put_ok(), denied("s3:GetObject")),
    )
    .await;
    for put in [s3_error(503, "SlowDown", "…", ""), denied("s3:PutObject")] {
        let previous = first.report.clone();
        let second = probe_again(
            keys(),
            Direction::Both,
            previous,
            with_empty_list(put, put_ok()),
        )
        .await;
        assert_ne!(
            second.report.outcome,
            Outcome::Passed,
            "{:?}",
            second.results()
        );
    }
    // The first probe could not write, so it had nothing to read. The second probe makes up for that.
    let first = probe(
        &plan(keys(), Direction::Both),
        with_empty_list(denied("s3:PutObject"), denied("s3:GetObject")),
    )
    .await;
    assert_eq!(first.result("get"), "skipped");
    let respond = with_empty_list(put_ok(), denied("s3:GetObject"));
    let second = probe_again(keys(), Direction::Both, first.report, respond).await;
    assert_eq!(second.result("get"), "failed get_denied");
}

#[tokio::test]
async fn reuses_nothing_from_a_report_with_other_steps() {
    let list_denied = allow_all_but("list", denied("s3:ListBucket"));
    let first = probe(&plan(keys(), Direction::Both), list_denied).await;
    let wrong_secret = |_: &StubRequest| s3_error(403, "SignatureDoesNotMatch", "…", "");
    let second = probe_again(keys(), Direction::Write, first.report, wrong_secret).await;
    assert_eq!(
        second.report.outcome,
        Outcome::Failed,
        "{:?}",
        second.results()
    );
    assert_eq!(second.result("put"), "skipped", "the step is not reused");
}
