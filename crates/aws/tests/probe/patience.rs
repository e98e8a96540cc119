//! Refusals that a change made in IAM a moment ago explains are asked again for a while, and no others.

use crate::canned::{all_well, denied, no_bucket, not_assumable, s3_error, session, sts_error};
use crate::{Asked, Canned};
use crate::{AwsSettings, Probed, keys, plan, probe_with, role, settings};
use domain::{Access, Direction, Outcome};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// Long enough for all five times to ask again.
fn patient() -> AwsSettings {
    AwsSettings {
        spread_wait: Duration::from_secs(3),
        ..settings()
    }
}

/// The answers to one question after another; the last stays. What is not mentioned is well.
fn in_turn(
    turns: Vec<(&'static str, Vec<Canned>)>,
) -> impl Fn(&Asked) -> Canned + Send + Sync + 'static {
    let asked_before = Mutex::new(BTreeMap::<&'static str, usize>::new());
    move |asked| {
        let mut before = asked_before.lock().expect("lock");
        let turn = turns.iter().find(|(what, _)| *what == asked.what);
        let Some((what, answers)) = turn else {
            return all_well(asked);
        };
        let times = before.entry(what).or_default();
        let answer = answers.get(*times).or(answers.last()).expect("an answer");
        *times += 1;
        answer.clone()
    }
}

async fn with_keys(turns: Vec<(&'static str, Vec<Canned>)>) -> Probed {
    probe_with(patient(), &plan(keys(), Direction::Both), in_turn(turns)).await
}

async fn with_role(turns: Vec<(&'static str, Vec<Canned>)>) -> Probed {
    probe_with(patient(), &plan(role(), Direction::Both), in_turn(turns)).await
}

/// With the product's own patience, for what must not need any.
async fn without_waiting(access: Access, turns: Vec<(&'static str, Vec<Canned>)>) -> Probed {
    let settings = AwsSettings {
        spread_wait: Duration::from_secs(15),
        ..settings()
    };
    probe_with(settings, &plan(access, Direction::Both), in_turn(turns)).await
}

fn no_list() -> Canned {
    denied("s3:ListBucket")
}

fn unknown_key() -> Canned {
    sts_error(403, "InvalidClientTokenId", "…")
}

#[tokio::test]
async fn a_permission_that_arrives_late_is_found() {
    for (what, step, refusal) in [
        ("list", "list", no_list()),
        ("put", "put", denied("s3:PutObject")),
        ("get", "get", denied("s3:GetObject")),
    ] {
        let probed = with_keys(vec![(
            what,
            vec![refusal.clone(), refusal, all_well_to(what)],
        )])
        .await;
        assert_eq!(probed.report.outcome, Outcome::Passed, "{what}");
        assert_eq!(probed.stub.times(what), 3, "{what}");
        let waited: Vec<_> = probed.waited.iter().map(|step| step.id.as_str()).collect();
        assert_eq!(waited, [step, step], "{what}");
        // While it waits, the remedy is there to act on.
        let remedy = probed.waited[0].remedy.clone().expect("a remedy");
        assert!(remedy.statement.is_some(), "{what}");
    }
}

fn all_well_to(what: &str) -> Canned {
    match what {
        "list" => crate::canned::listed(&["in/orders.csv"]),
        "get" | "put" => crate::canned::stored(),
        "assume" => session(),
        _ => crate::canned::caller("arn:aws:iam::111122223333:user/tenant"),
    }
}

#[tokio::test]
async fn a_key_that_arrives_late_is_found() {
    let s3 = s3_error(403, "InvalidAccessKeyId", "…", "");
    let probed = with_keys(vec![
        ("caller", vec![unknown_key(), all_well_to("caller")]),
        ("list", vec![s3.clone(), all_well_to("list")]),
        ("put", vec![s3, all_well_to("put")]),
    ])
    .await;
    probed.assert_passed();
    let waited: Vec<_> = probed.waited.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(waited, ["credentials"], "a key is one step's to tell");
}

#[tokio::test]
async fn a_key_that_the_bucket_does_not_know_yet_is_waited_for() {
    let unknown = || s3_error(403, "InvalidAccessKeyId", "…", "");
    let probed = with_keys(vec![
        ("head", vec![crate::canned::empty(403)]),
        ("list", vec![unknown(), all_well_to("list")]),
        ("put", vec![unknown(), all_well_to("put")]),
    ])
    .await;
    probed.assert_passed();
}

/// To a file that is gone KMS is not asked, so the file has to wait as well.
#[tokio::test]
async fn the_file_to_read_stays_while_reading_is_waited_for() {
    let kms = s3_error(
        403,
        "AccessDenied",
        "User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1234 because no identity-based policy allows the kms:Decrypt action",
        "",
    );
    let probed = with_keys(vec![
        ("list", vec![crate::canned::listed(&[])]),
        ("get", vec![kms]),
    ])
    .await;
    assert_eq!(probed.verdict("get"), "failed kms_denied");
    let asked = probed.stub.asked();
    let last = |what: &str| asked.iter().rposition(|asked| asked.what == what);
    assert!(last("get") < last("delete"));
}

#[tokio::test]
async fn patience_ends() {
    let probed = with_keys(vec![("list", vec![no_list()])]).await;
    assert_eq!(probed.verdict("list"), "failed list_denied");
    assert_eq!(probed.report.outcome, Outcome::Failed);
    let times = probed.stub.times("list");
    assert!(
        (3..=6).contains(&times),
        "once, and five times again: {times}"
    );
    assert_eq!(probed.stub.times("put"), 1);
}

#[tokio::test]
async fn what_time_does_not_mend_is_not_waited_for() {
    let explicit = s3_error(
        403,
        "AccessDenied",
        "User: x is not authorized to perform: s3:ListBucket on resource: y with an explicit deny in a service control policy",
        "",
    );
    for refusal in [
        explicit,
        s3_error(403, "SignatureDoesNotMatch", "…", ""),
        s3_error(403, "AccountProblem", "…", ""),
        s3_error(403, "SomethingNew", "…", ""),
        no_bucket(),
    ] {
        let probed = with_keys(vec![("list", vec![refusal])]).await;
        assert_eq!(probed.stub.times("list"), 1, "{:?}", probed.verdicts());
        assert!(probed.waited.is_empty());
    }
    let hurried = AwsSettings {
        spread_wait: Duration::ZERO,
        ..settings()
    };
    let answers = in_turn(vec![("list", vec![no_list()])]);
    let probed = probe_with(hurried, &plan(keys(), Direction::Both), answers).await;
    assert_eq!((probed.stub.times("list"), probed.waited.len()), (1, 0));
}

#[tokio::test]
async fn nobody_waits_when_it_cannot_pass_any_more() {
    let gone = s3_error(403, "AccountProblem", "…", "");
    let turns = vec![("list", vec![no_list()]), ("put", vec![gone])];
    let probed = without_waiting(keys(), turns).await;
    assert_eq!(probed.verdict("list"), "failed list_denied");
    assert_eq!(probed.verdict("put"), "failed account_suspended");
    assert_eq!(probed.stub.times("list"), 1);
}

#[tokio::test]
async fn nobody_waits_when_a_second_look_explains_it() {
    let plain = || s3_error(403, "AccessDenied", "Access Denied", "");
    let probed = without_waiting(keys(), vec![("list", vec![plain()])]).await;
    assert_eq!(probed.verdict("list"), "failed requester_pays");
    assert_eq!(probed.stub.times("list"), 2, "and once more to be sure");
}

#[tokio::test]
async fn a_role_that_arrives_late_has_to_refuse_strangers_anew() {
    let late = || ("assume", vec![not_assumable(), not_assumable(), session()]);
    let probed = with_role(vec![late()]).await;
    probed.assert_passed();
    // They were refused while nobody knew the role, which proved nothing.
    assert_eq!(probed.stub.times("assume bare"), 2);
    assert_eq!(probed.stub.times("assume stranger"), 2);
    for open in ["assume bare", "assume stranger"] {
        let probed = with_role(vec![late(), (open, vec![not_assumable(), session()])]).await;
        assert_eq!(
            probed.verdict("external_id_enforced"),
            "failed external_id_not_enforced",
            "{open}"
        );
        assert_eq!(probed.report.outcome, Outcome::Failed);
    }
}

#[tokio::test]
async fn a_role_that_lets_others_in_and_not_us_is_not_waited_for() {
    let turns = vec![
        ("assume", vec![not_assumable()]),
        ("assume bare", vec![session()]),
    ];
    let probed = without_waiting(role(), turns).await;
    assert_eq!(
        probed.verdict("assume_role"),
        "failed external_id_not_enforced"
    );
    assert_eq!(probed.stub.times("assume"), 1);
}

#[tokio::test]
async fn a_role_nobody_ever_sees_is_refused_in_the_end() {
    let probed = with_role(vec![("assume", vec![not_assumable()])]).await;
    assert_eq!(probed.verdict("assume_role"), "failed role_not_assumable");
    assert!((3..=6).contains(&probed.stub.times("assume")));
    assert_eq!(probed.stub.times("assume bare"), 1);
}

#[tokio::test]
async fn the_deadline_of_the_whole_probe_takes_the_last_refusal() {
    let short = AwsSettings {
        spread_wait: Duration::from_mins(1),
        probe_timeout: Duration::from_millis(700),
        ..settings()
    };
    let answers = in_turn(vec![("list", vec![no_list()])]);
    let probed = probe_with(short, &plan(keys(), Direction::Both), answers).await;
    assert_eq!(probed.verdict("list"), "failed list_denied");
    assert_eq!(probed.verdict("put"), "passed");
}
