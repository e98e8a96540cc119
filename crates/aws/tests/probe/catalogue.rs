//! Every cause with what triggers it, and every answer of `tests/answers` with what it comes to.
//!
//! The answers are served byte for byte. A cause without a line in [`trigger`] does not compile.

use crate::canned::{all_well, caller, every_bucket, file, html, listed, session, stored};
use crate::elsewhere::at_the_stub;
use crate::stub::{Asked, Canned, Stub};
use crate::{Probed, keys, plan, probe, probe_with, role, settings, vendor};
use domain::{AccountId, Cause, Direction, Endpoint, Outcome};
use std::time::Duration;

/// `what` is answered so, and everything else is well.
pub async fn probe_when(what: &str, canned: Canned) -> Probed {
    let access = if what.starts_with("assume") {
        role()
    } else {
        keys()
    };
    let what = what.to_owned();
    probe(&plan(access, Direction::Both), move |asked: &Asked| {
        if answers_to(&what, asked) {
            canned.clone()
        } else {
            all_well(asked)
        }
    })
    .await
}

/// `s3` stands for every call to S3, `assume *` for the three that assume the role; a second look gets the
/// answer of the first.
fn answers_to(what: &str, asked: &Asked) -> bool {
    match what {
        "s3" => asked.what != "caller" && asked.what != "head",
        "s3 and head" => asked.what != "caller",
        "assume *" => asked.what.starts_with("assume"),
        _ => asked.what == what || asked.what.starts_with(&format!("{what} ")),
    }
}

/// What is asked, the answer of `tests/answers` it gets, and what a step then comes to.
const ROWS: &str = "
caller          | sts-unknown-key               | credentials failed unknown_access_key
s3              | s3-unknown-key                | list failed unknown_access_key
caller          | sts-wrong-secret              | credentials failed wrong_secret
s3              | s3-wrong-secret               | list failed wrong_secret
list            | s3-expired-token              | list undetermined session_expired
put             | s3-invalid-token              | put undetermined session_expired
caller          | sts-region-disabled           | credentials failed region_disabled
caller          | sts-throttling                | credentials undetermined throttled
caller          | sts-something-new             | credentials failed unknown_refusal
assume *        | sts-access-denied             | assume_role failed role_not_assumable
assume *        | sts-no-trust-policy           | assume_role failed role_not_assumable
assume *        | sts-no-resource-policy        | assume_role failed role_not_assumable
assume *        | sts-explicit-trust            | assume_role failed explicit_deny
assume *        | sts-explicit-resource         | assume_role failed explicit_deny
assume *        | sts-explicit-rcp              | assume_role failed explicit_deny
assume *        | sts-no-identity-policy        | assume_role undetermined vendor_not_allowed
assume *        | sts-explicit-identity         | assume_role undetermined vendor_not_allowed
assume *        | sts-explicit-scp              | assume_role undetermined vendor_not_allowed
assume *        | sts-no-boundary               | assume_role undetermined vendor_not_allowed
assume *        | sts-no-endpoint               | assume_role undetermined vendor_not_allowed
assume *        | sts-unknown-key               | assume_role undetermined vendor_credentials
assume *        | sts-wrong-secret              | assume_role undetermined vendor_credentials
assume *        | sts-expired-token             | assume_role undetermined vendor_credentials
assume *        | sts-region-disabled           | assume_role failed region_disabled
assume *        | sts-bad-role-arn              | assume_role failed invalid_role_arn
assume *        | sts-bad-role-value            | assume_role failed invalid_role_arn
assume *        | sts-bad-external-id           | assume_role undetermined bad_request
assume *        | sts-malformed-policy          | assume_role undetermined bad_request
assume *        | sts-packed-policy             | assume_role undetermined bad_request
assume *        | sts-throttling                | assume_role undetermined throttled
assume *        | sts-internal-failure          | assume_role undetermined server_error
assume *        | sts-something-new             | assume_role failed unknown_refusal
assume *        | proxy-forbidden               | assume_role undetermined bad_answer
assume stranger | sts-something-new             | external_id_enforced undetermined unknown_refusal
assume stranger | sts-no-identity-policy        | external_id_enforced undetermined vendor_not_allowed
assume stranger | proxy-forbidden               | external_id_enforced undetermined bad_answer
assume bare     | sts-explicit-trust            | external_id_enforced passed
assume bare     | sts-no-trust-policy           | external_id_enforced passed
s3              | s3-no-such-bucket             | bucket passed
s3 and head     | s3-no-such-bucket             | bucket failed bucket_not_found
s3 and head     | head-not-found                | bucket failed bucket_not_found
s3 and head     | s3-permanent-redirect-nowhere | bucket failed wrong_region
s3 and head     | s3-location-constraint        | bucket failed wrong_region
s3 and head     | s3-all-access-disabled        | bucket failed account_suspended
s3 and head     | s3-account-problem            | bucket failed account_suspended
s3 and head     | s3-not-signed-up              | bucket failed account_suspended
s3 and head     | proxy-forbidden               | bucket undetermined bad_answer
s3 and head     | web-server-not-found          | list skipped
head            | head-forbidden                | bucket passed
head            | head-forbidden-with-region    | bucket passed
head            | head-bad-request              | bucket passed
head            | head-not-found                | bucket passed
head            | head-moved-nowhere            | bucket passed
list            | s3-list-no-identity-policy    | list failed list_denied
list            | s3-access-denied              | list failed list_denied
get             | s3-get-no-identity-policy     | get failed get_denied
get             | s3-access-denied              | get failed get_denied
put             | s3-put-no-identity-policy     | put failed put_denied
put             | s3-put-no-resource-policy     | put failed put_denied
put             | s3-access-denied              | put failed put_denied
put             | s3-put-explicit-identity      | put failed explicit_deny
put             | s3-put-explicit-bucket        | put failed explicit_deny
put             | s3-put-explicit-boundary      | put failed explicit_deny
put             | s3-put-explicit-session       | put failed explicit_deny
put             | s3-put-explicit-scp           | put failed explicit_deny
put             | s3-put-explicit-scp-named     | put failed explicit_deny
put             | s3-put-explicit-rcp           | put failed explicit_deny
put             | s3-put-explicit-endpoint      | put undetermined vendor_not_allowed
put             | s3-put-no-boundary            | put failed limited_by_policy
put             | s3-put-no-session             | put failed limited_by_policy
put             | s3-put-no-scp                 | put failed limited_by_policy
put             | s3-put-no-rcp                 | put failed limited_by_policy
put             | s3-put-no-endpoint            | put undetermined vendor_not_allowed
put             | s3-put-kms-generate           | put failed kms_denied
get             | s3-get-kms-decrypt            | get failed kms_denied
put             | s3-kms-disabled               | put failed kms_key_unusable
get             | s3-kms-not-found              | get failed kms_key_unusable
put             | s3-kms-pending-deletion       | put failed kms_key_unusable
get             | s3-invalid-object-state       | get warning archived_object
put             | s3-object-lock-checksum       | put undetermined bad_request
put             | s3-something-new              | put failed unknown_refusal
put             | head-forbidden                | put failed unknown_refusal
caller          | sts-signature-expired         | credentials undetermined clock_skew
caller          | sts-signature-early           | credentials undetermined clock_skew
assume *        | sts-signature-expired         | assume_role undetermined clock_skew
assume *        | sts-root-accounts             | assume_role undetermined vendor_not_allowed
put             | s3-put-kms-explicit-key       | put failed explicit_deny
put             | s3-put-kms-no-boundary        | put failed limited_by_policy
get             | s3-get-ciphertext             | get failed kms_denied
put             | s3-kms-key-usage              | put failed kms_key_unusable
put             | s3-operation-aborted          | put undetermined server_error
list            | s3-something-new-409          | list failed unknown_refusal
list            | s3-clock                      | list undetermined clock_skew
list            | s3-slow-down                  | list undetermined throttled
list            | s3-internal-error             | list undetermined server_error
list            | s3-service-unavailable        | list undetermined server_error
put             | s3-request-timeout            | put undetermined timeout
list            | proxy-forbidden               | list undetermined bad_answer
list            | proxy-bad-gateway             | list undetermined server_error
list            | s3-no-xml                     | list undetermined bad_answer
list            | portal-ok                     | list undetermined bad_answer
put             | portal-ok                     | put undetermined bad_answer
get             | portal-ok                     | get undetermined bad_answer
";

/// An answer of `tests/answers`, by its name.
pub fn named(name: &str) -> Canned {
    let path = format!("{ANSWERS}/{name}.http");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    file(&text)
}

const ANSWERS: &str = "tests/answers";

#[tokio::test]
async fn every_answer() {
    for row in ROWS.trim().lines() {
        let [what, name, expected] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not a row: {row}");
        };
        check(what, named(name), expected).await;
    }
}

#[tokio::test]
async fn every_answer_is_asked_for() {
    let here = [
        include_str!("catalogue.rs"),
        include_str!("second_looks.rs"),
    ]
    .concat();
    for entry in std::fs::read_dir(ANSWERS).expect("tests/answers") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("text");
        let stem = name.trim_end_matches(".http");
        let in_a_row = ROWS.contains(&format!("| {stem} "));
        assert!(
            in_a_row || here.contains(&format!("\"{stem}\"")),
            "{name} is never sent"
        );
    }
}

#[tokio::test]
async fn answers_that_end_too_soon() {
    let refusal = || named("s3-list-no-identity-policy");
    for (what, canned) in [
        ("list", listed(&["in/orders.csv"]).cut()),
        ("list", refusal().cut()),
        ("put", stored().reset()),
        ("get", stored().reset()),
    ] {
        check(
            what,
            canned,
            &format!("{what} undetermined connection_lost"),
        )
        .await;
    }
}

async fn check(what: &str, canned: Canned, expected: &str) {
    let step = expected.split(' ').next().expect("a step");
    let sent = String::from_utf8_lossy(&canned.bytes).into_owned();
    let probed = probe_when(what, canned).await;
    assert_eq!(
        format!("{step} {}", probed.verdict(step)),
        expected,
        "{what} is answered\n{sent}\n{:?}",
        probed.verdicts()
    );
}

#[tokio::test]
async fn where_the_bucket_is_told_it_is_found() {
    for (what, canned) in [
        ("list", named("s3-permanent-redirect")),
        ("put", named("s3-header-malformed")),
        ("head", named("head-moved")),
    ] {
        let answered = std::sync::atomic::AtomicBool::new(false);
        let probed = probe(&plan(keys(), Direction::Both), move |asked: &Asked| {
            let first = || !answered.swap(true, std::sync::atomic::Ordering::SeqCst);
            if asked.what == what && asked.region == "us-east-1" && first() {
                canned.clone()
            } else if asked.what == "head" {
                crate::canned::empty(200).region("eu-west-1")
            } else {
                all_well(asked)
            }
        })
        .await;
        let region = probed.report.region.as_ref().map(domain::Region::as_str);
        assert_eq!(region, Some("eu-west-1"), "{what}");
        assert_eq!(probed.report.outcome, domain::Outcome::Passed, "{what}");
    }
}

/// How a cause comes about, and in which step or warning it then stands.
enum Trigger {
    /// One question is answered so.
    Answer(&'static str, Canned),
    /// Something that takes more.
    Probe(futures::future::BoxFuture<'static, Probed>),
    /// Found by the service, not by asking AWS: the test that shows it.
    Service(&'static str, &'static str),
}

fn trigger(cause: Cause) -> Trigger {
    use Trigger::{Answer, Probe, Service};
    const ROTATION: &str = include_str!("../../../../tests/tests/rotation.rs");
    const WARNINGS: &str = include_str!("../../../../tests/tests/warnings.rs");
    match cause {
        Cause::UnknownAccessKey => Answer("caller", named("sts-unknown-key")),
        Cause::WrongSecret => Answer("caller", named("sts-wrong-secret")),
        Cause::RootKey => Answer("caller", caller("arn:aws:iam::111122223333:root")),
        Cause::TemporaryKey => Answer(
            "caller",
            caller("arn:aws:sts::111122223333:assumed-role/reader/session"),
        ),
        Cause::SessionExpired => Answer("list", named("s3-expired-token")),
        Cause::RoleNotAssumable => Answer("assume *", named("sts-access-denied")),
        Cause::InvalidRoleArn => Answer("assume *", named("sts-bad-role-arn")),
        Cause::ExternalIdNotEnforced => Answer("assume stranger", session()),
        Cause::RegionDisabled => Answer("assume *", named("sts-region-disabled")),
        Cause::VendorNotAllowed => Answer("assume *", named("sts-no-identity-policy")),
        Cause::VendorCredentials => Answer("assume *", named("sts-unknown-key")),
        Cause::BucketNotFound => Answer("s3 and head", named("s3-no-such-bucket")),
        Cause::WrongRegion => Answer("s3 and head", named("s3-permanent-redirect-nowhere")),
        Cause::WrongOwner => Probe(Box::pin(wrong_owner(Direction::Both))),
        Cause::ListDenied => Answer("list", named("s3-access-denied")),
        Cause::GetDenied => Answer("get", named("s3-access-denied")),
        Cause::PutDenied => Answer("put", named("s3-access-denied")),
        Cause::KmsDenied => Answer("put", named("s3-put-kms-generate")),
        Cause::KmsKeyUnusable => Answer("put", named("s3-kms-disabled")),
        Cause::ExplicitDeny => Answer("put", named("s3-put-explicit-scp")),
        Cause::LimitedByPolicy => Answer("put", named("s3-put-no-boundary")),
        Cause::EncryptionRequired => Probe(Box::pin(but_not(
            "put",
            named("s3-put-explicit-bucket"),
            Direction::Write,
        ))),
        Cause::RequesterPays => Probe(Box::pin(but_not(
            "list",
            named("s3-access-denied"),
            Direction::Read,
        ))),
        Cause::AccountSuspended => Answer("s3 and head", named("s3-account-problem")),
        Cause::NotS3 => Probe(Box::pin(no_s3_there(named("web-server-not-found")))),
        Cause::ArchivedObject => Answer("get", named("s3-invalid-object-state")),
        Cause::ClockSkew => Answer("list", named("s3-clock")),
        Cause::BadRequest => Answer("put", named("s3-object-lock-checksum")),
        Cause::Throttled => Answer("list", named("s3-slow-down")),
        Cause::Timeout => Answer("list", listed(&[]).after(Duration::from_secs(3))),
        Cause::DnsFailure => Probe(Box::pin(with_aws_at("http://no-such-host.invalid"))),
        Cause::Unreachable => Probe(Box::pin(with_aws_at("http://127.0.0.1:1"))),
        Cause::ConnectionLost => Answer("list", listed(&[]).cut()),
        Cause::TlsFailure => Probe(Box::pin(with_tls_to_a_server_that_has_none())),
        Cause::ServerError => Answer("list", named("s3-internal-error")),
        Cause::BadAnswer => Answer("list", named("portal-ok")),
        Cause::UnknownRefusal => Answer("put", named("s3-something-new")),
        Cause::OverlappingPrefix => Service(WARNINGS, "\"overlapping_prefix\""),
        Cause::BroadAccess => Answer("buckets", every_bucket()),
        Cause::OldExternalId => Service(ROTATION, "\"old_external_id\""),
        Cause::KeysNotPreferred => Service(WARNINGS, "\"keys_not_preferred\""),
        Cause::AccessNotOffered => Service(WARNINGS, "\"access_not_offered\""),
        Cause::VersionedResidue => Probe(Box::pin(versions())),
    }
}

#[tokio::test]
async fn every_cause_comes_about() {
    for cause in Cause::ALL.iter().copied() {
        let probed = match trigger(cause) {
            Trigger::Answer(what, canned) => probe_when(what, canned).await,
            Trigger::Probe(probe) => probe.await,
            Trigger::Service(tests, needle) => {
                assert!(tests.contains(needle), "no test speaks of {needle}");
                continue;
            }
        };
        let steps = &probed.report.steps;
        let step = steps.iter().find(|step| step.cause == Some(cause));
        let warned = probed
            .report
            .warnings
            .iter()
            .any(|found| found.cause == cause);
        match step {
            Some(step) => {
                assert_eq!(step.status, cause.status(), "{}", cause.code());
                assert!(step.remedy.is_some() && !i18n::english(&step.detail).is_empty());
            }
            None => assert!(warned, "{}: {:?}", cause.code(), probed.verdicts()),
        }
        let passed = probed.report.outcome == domain::Outcome::Passed;
        assert_eq!(
            passed,
            cause.status() == domain::Status::Warning,
            "{}",
            cause.code()
        );
    }
}

/// Refused when asked plainly, and let in with what only a second look brings.
pub async fn but_not(what: &'static str, canned: Canned, direction: Direction) -> Probed {
    probe(&plan(keys(), direction), move |asked: &Asked| {
        if asked.what == what {
            canned.clone()
        } else {
            all_well(asked)
        }
    })
    .await
}

pub async fn wrong_owner(direction: Direction) -> Probed {
    let mut plan = plan(keys(), direction);
    plan.draft.bucket_owner = AccountId::parse("444455556666").ok();
    probe(&plan, |asked: &Asked| match asked.what {
        "caller" => all_well(asked),
        "head" if asked.header("x-amz-expected-bucket-owner").is_some() => {
            named("head-forbidden-with-region")
        }
        _ if asked.header("x-amz-expected-bucket-owner").is_some() => named("s3-access-denied"),
        _ => all_well(asked),
    })
    .await
}

async fn no_s3_there(canned: Canned) -> Probed {
    let mut plan = plan(keys(), Direction::Both);
    plan.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    at_the_stub(&plan, move |_| canned.clone()).await
}

async fn with_aws_at(url: &str) -> Probed {
    let stub = Stub::start(all_well).await;
    let plan = plan(keys(), Direction::Both);
    let report = vendor(url, settings()).probe(&plan, |_| ()).await;
    Probed {
        report,
        stub,
        handed_out: Vec::new(),
        waited: Vec::new(),
    }
}

/// A TLS handshake that is answered in plain HTTP.
async fn with_tls_to_a_server_that_has_none() -> Probed {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let url = format!("https://{}", listener.local_addr().expect("address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            use tokio::io::AsyncWriteExt as _;
            let words = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(words).await.expect("write");
        }
    });
    with_aws_at(&url).await
}

/// The bucket keeps versions, and this key may not delete them.
async fn versions() -> Probed {
    probe(
        &plan(keys(), Direction::Write),
        |asked: &Asked| match asked.what {
            "put" => stored().header("x-amz-version-id", "3HL4kqtJvjVBH40Nrjfkd"),
            "delete" => named("s3-access-denied"),
            _ => all_well(asked),
        },
    )
    .await
}

#[tokio::test]
async fn versions_are_deleted_by_their_names_or_owned_up_to() {
    let probed = versions().await;
    let residue = probed.report.residue.clone().expect("residue");
    assert!(!residue.removed);
    assert_eq!(residue.version_id.as_deref(), Some("3HL4kqtJvjVBH40Nrjfkd"));
    let asked = probed.stub.asked();
    let delete = asked.iter().find(|asked| asked.what == "delete");
    let query = &delete.expect("a delete").query;
    assert!(query.contains("versionId=3HL4kqtJvjVBH40Nrjfkd"), "{query}");
}

#[tokio::test]
async fn what_answers_at_a_tenants_address_may_be_anything() {
    for (canned, verdict) in [
        (named("web-server-not-found"), "failed not_s3"),
        (named("portal-ok"), "failed not_s3"),
        (html(405, "no"), "failed not_s3"),
        (named("proxy-bad-gateway"), "undetermined server_error"),
        (named("s3-no-such-bucket"), "failed bucket_not_found"),
        (named("s3-something-new"), "failed unknown_refusal"),
        (named("s3-no-xml"), "passed"),
        (named("s3-access-denied"), "passed"),
    ] {
        let sent = String::from_utf8_lossy(&canned.bytes).into_owned();
        let probed = no_s3_there(canned).await;
        assert_eq!(
            probed.verdict("bucket"),
            verdict,
            "{sent}: {:?}",
            probed.verdicts()
        );
        assert_eq!(
            probed.stub.times("caller") + probed.stub.times("buckets"),
            0
        );
        assert_eq!(probed.stub.times("list paying"), 0);
    }
}

#[tokio::test]
async fn a_bare_status_of_anything_proves_nothing() {
    let mut write = plan(keys(), Direction::Write);
    write.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    for status in [412, 416] {
        let probed = at_the_stub(&write, move |_| html(status, "no")).await;
        assert_ne!(probed.report.outcome, Outcome::Passed, "{status}");
    }
}

#[tokio::test]
async fn whether_something_was_written_may_stay_open() {
    let probed = but_not("put", stored().reset(), Direction::Write).await;
    assert!(probed.step("cleanup").detail.starts_with("It is not known"));
}

#[tokio::test]
async fn a_folder_made_in_the_console_is_not_what_is_read() {
    let empty_first = listed(&["in/", "in/orders.csv"]);
    let body = String::from_utf8(empty_first.bytes).expect("text");
    let (head, body) = body.split_once("\r\n\r\n").expect("a head");
    assert!(head.contains("200"));
    let body = body.replacen("<Size>434234</Size>", "<Size>0</Size>", 1);
    let probed = but_not("list", crate::canned::ok(body), Direction::Read).await;
    assert_eq!(probed.step("get").detail, "Read “in/orders.csv”.");
}

#[tokio::test]
async fn strangers_are_asked_once_the_role_is_known() {
    let probed = probe(&plan(role(), Direction::Both), all_well).await;
    let whats: Vec<_> = probed.stub.asked().iter().map(|asked| asked.what).collect();
    assert_eq!(whats[0], "assume");
    assert_eq!(probed.stub.times("assume bare"), 1);
}

#[tokio::test]
async fn where_sts_cannot_answer_here_it_is_asked_where_it_can() {
    let mut settings = settings();
    settings.max_attempts = 1;
    for canned in [named("sts-unknown-key"), named("sts-region-disabled")] {
        let stub = Stub::start(move |asked: &Asked| match asked.what {
            "caller" | "assume" if asked.region == "ap-east-1" => canned.clone(),
            _ => all_well(asked),
        })
        .await;
        for access in [keys(), role()] {
            let aws = crate::vendor_in("ap-east-1", &stub.url, settings.clone());
            let report = aws.probe(&plan(access, Direction::Both), |_| ()).await;
            assert_eq!(report.outcome, domain::Outcome::Passed, "{report:#?}");
        }
    }
}

#[tokio::test]
async fn sts_is_asked_elsewhere_only_when_it_may_know_better_there() {
    for (canned, times) in [
        (named("sts-wrong-secret"), 1),
        (named("sts-throttling"), 1),
        (named("sts-unknown-key"), 2),
        (named("sts-region-disabled"), 2),
    ] {
        let stub = Stub::start(move |asked: &Asked| match asked.what {
            "caller" => canned.clone(),
            _ => all_well(asked),
        })
        .await;
        let aws = crate::vendor_in("ap-east-1", &stub.url, settings());
        aws.probe(&plan(keys(), Direction::Both), |_| ()).await;
        assert_eq!(stub.times("caller"), times);
    }
}

#[tokio::test]
async fn slow_bodies_end_by_the_clock() {
    let mut hasty = settings();
    hasty.attempt_timeout = Duration::from_millis(300);
    let refusal = named("s3-list-no-identity-policy").stalled();
    for late in [
        listed(&[]).stalled(),
        listed(&[]).after(Duration::from_secs(5)),
        refusal,
    ] {
        let answers = move |asked: &Asked| match asked.what {
            "list" => late.clone(),
            _ => all_well(asked),
        };
        let probed = probe_with(hasty.clone(), &plan(keys(), Direction::Read), answers).await;
        assert_eq!(probed.verdict("list"), "undetermined timeout");
    }
}
