//! A check of the same draft once more asks only what did not pass.

use crate::canned::{all_well, denied, not_assumable, s3_error, session};
use crate::{Asked, Canned, Probed, all_well_but, keys, plan, probe, role};
use domain::{Access, Direction, Outcome, Report};

async fn again(
    access: Access,
    direction: Direction,
    earlier: Report,
    answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static,
) -> Probed {
    let mut plan = plan(access, direction);
    plan.earlier = Some(earlier);
    plan.look_around = false;
    probe(&plan, answers).await
}

/// What is asked again after `what` was refused.
async fn asked_after(access: Access, what: &'static str, refusal: Canned) -> Vec<&'static str> {
    let direction = Direction::Both;
    let first = probe(
        &plan(access.clone(), direction),
        all_well_but(what, refusal),
    )
    .await;
    assert_eq!(first.report.outcome, Outcome::Failed, "{what}");
    let second = again(access, direction, first.report, all_well).await;
    let report = &second.report;
    assert_eq!(
        report.outcome,
        Outcome::Passed,
        "{what}: {:?}",
        second.verdicts()
    );
    assert_eq!(report.account.as_deref(), Some("111122223333"), "{what}");
    let region = report.region.as_ref().map(domain::Region::as_str);
    assert_eq!(region, Some("us-east-1"), "{what}");
    assert!(
        report
            .residue
            .as_ref()
            .is_some_and(|residue| residue.removed),
        "{what}"
    );
    second.stub.whats()
}

#[tokio::test]
async fn only_what_did_not_pass_is_asked() {
    for (what, refusal, asked) in [
        (
            "put",
            denied("s3:PutObject"),
            vec!["caller", "delete", "put"],
        ),
        ("get", denied("s3:GetObject"), vec!["caller", "get", "list"]),
        ("list", denied("s3:ListBucket"), vec!["caller", "list"]),
    ] {
        assert_eq!(asked_after(keys(), what, refusal).await, asked, "{what}");
    }
}

#[tokio::test]
async fn a_role_is_always_asked_whether_it_refuses_strangers() {
    let asked = asked_after(role(), "put", denied("s3:PutObject")).await;
    assert_eq!(
        asked,
        ["assume", "assume bare", "assume stranger", "delete", "put"]
    );

    let first = probe(
        &plan(role(), Direction::Both),
        all_well_but("put", denied("s3:PutObject")),
    )
    .await;
    let opened = |asked: &Asked| match asked.what {
        "assume bare" => session(),
        _ => all_well(asked),
    };
    let second = again(role(), Direction::Both, first.report, opened).await;
    assert_eq!(
        second.report.outcome,
        Outcome::Failed,
        "opened in the meantime"
    );
}

#[tokio::test]
async fn nothing_is_taken_over_from_a_role_that_was_shut() {
    let first = probe(&plan(role(), Direction::Both), |_| not_assumable()).await;
    let second = again(role(), Direction::Both, first.report, all_well).await;
    assert_eq!(second.report.outcome, Outcome::Passed);
    let whats = second.stub.whats();
    for what in ["head", "list", "get", "put"] {
        assert!(whats.contains(&what), "{what}");
    }
}

#[tokio::test]
async fn a_key_that_ended_in_the_meantime_is_noticed() {
    let first = probe(
        &plan(keys(), Direction::Both),
        all_well_but("put", denied("s3:PutObject")),
    )
    .await;
    let gone = |_: &Asked| s3_error(403, "InvalidAccessKeyId", "…", "");
    let second = again(keys(), Direction::Both, first.report, gone).await;
    assert_eq!(second.verdict("put"), "failed unknown_access_key");
    assert_eq!(second.report.outcome, Outcome::Failed);
}

#[tokio::test]
async fn where_there_is_nothing_to_read_but_the_marker_it_is_written_again() {
    let empty = |asked: &Asked| match asked.what {
        "list" => crate::canned::listed(&[]),
        "get" => denied("s3:GetObject"),
        _ => all_well(asked),
    };
    let first = probe(&plan(keys(), Direction::Both), empty).await;
    assert_eq!(first.verdict("get"), "failed get_denied");
    let mended = |asked: &Asked| match asked.what {
        "list" => crate::canned::listed(&[]),
        _ => all_well(asked),
    };
    let second = again(keys(), Direction::Both, first.report, mended).await;
    second.assert_passed();
    assert_eq!(
        second.stub.whats(),
        ["caller", "delete", "get", "list", "put"]
    );
}

/// Get was refused, so List is asked again to find something to read; and that answer counts.
#[tokio::test]
async fn what_is_asked_once_more_is_judged_once_more() {
    for direction in [Direction::Read, Direction::Both] {
        let no_get = all_well_but("get", denied("s3:GetObject"));
        let first = probe(&plan(keys(), direction), no_get).await;
        for refusal in [
            s3_error(403, "SignatureDoesNotMatch", "…", ""),
            s3_error(403, "AccessDenied", "Access Denied", ""),
            s3_error(503, "SlowDown", "…", ""),
            denied("s3:ListBucket"),
        ] {
            let earlier = first.report.clone();
            let answers = all_well_but("list", refusal);
            let second = again(keys(), direction, earlier, answers).await;
            assert_ne!(
                second.report.outcome,
                Outcome::Passed,
                "{:?}",
                second.verdicts()
            );
        }
    }
}

#[tokio::test]
async fn a_marker_that_cannot_be_written_once_more_is_not_read() {
    let empty = |put: Canned, get: Canned| {
        move |asked: &Asked| match asked.what {
            "list" => crate::canned::listed(&[]),
            "put" => put.clone(),
            "get" => get.clone(),
            _ => all_well(asked),
        }
    };
    let stored = crate::canned::stored;
    let first = probe(
        &plan(keys(), Direction::Both),
        empty(stored(), denied("s3:GetObject")),
    )
    .await;
    for put in [s3_error(503, "SlowDown", "…", ""), denied("s3:PutObject")] {
        let earlier = first.report.clone();
        let second = again(keys(), Direction::Both, earlier, empty(put, stored())).await;
        assert_ne!(
            second.report.outcome,
            Outcome::Passed,
            "{:?}",
            second.verdicts()
        );
    }
    // Nothing could be written, so nothing was read; that is made up for.
    let first = probe(
        &plan(keys(), Direction::Both),
        empty(denied("s3:PutObject"), denied("s3:GetObject")),
    )
    .await;
    assert_eq!(first.verdict("get"), "skipped");
    let answers = empty(stored(), denied("s3:GetObject"));
    let second = again(keys(), Direction::Both, first.report, answers).await;
    assert_eq!(second.verdict("get"), "failed get_denied");
}

#[tokio::test]
async fn a_report_of_other_steps_is_worth_nothing() {
    let no_list = all_well_but("list", denied("s3:ListBucket"));
    let first = probe(&plan(keys(), Direction::Both), no_list).await;
    let wrong = |_: &Asked| s3_error(403, "SignatureDoesNotMatch", "…", "");
    let second = again(keys(), Direction::Write, first.report, wrong).await;
    assert_eq!(
        second.report.outcome,
        Outcome::Failed,
        "{:?}",
        second.verdicts()
    );
    assert_eq!(second.verdict("put"), "skipped", "it is not taken over");
}
