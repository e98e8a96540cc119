//! Every cause with what triggers it, and every answer of `tests/answers` with what it comes to.
//!
//! The answers are served byte for byte. A cause without a line in [`trigger`] does not compile.

use crate::canned::{all_well, caller, every_bucket, file, html, listed, session, stored};
use crate::elsewhere::at_the_stub;
use crate::stub::{Asked, Canned, Stub};
use crate::{Probed, keys, plan, probe, probe_with, role, settings, vendor};
use domain::{AccountId, Cause, Direction, Endpoint};
use std::time::Duration;

macro_rules! answer {
    ($name:literal) => {
        file(include_str!(concat!("../answers/", $name, ".http")))
    };
}

/// `what` is answered so, and everything else is well.
async fn probe_when(what: &'static str, canned: Canned) -> Probed {
    let access = if what.starts_with("assume") {
        role()
    } else {
        keys()
    };
    probe(&plan(access, Direction::Both), move |asked: &Asked| {
        if answers_to(what, asked) {
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

/// Each answer, what it is given to, and what a step then comes to.
#[tokio::test]
async fn every_answer() {
    let rows: Vec<(&str, Canned, &str)> = vec![
        // The key.
        (
            "caller",
            answer!("sts-unknown-key"),
            "credentials failed unknown_access_key",
        ),
        (
            "s3",
            answer!("s3-unknown-key"),
            "list failed unknown_access_key",
        ),
        (
            "caller",
            answer!("sts-wrong-secret"),
            "credentials failed wrong_secret",
        ),
        ("s3", answer!("s3-wrong-secret"), "list failed wrong_secret"),
        (
            "list",
            answer!("s3-expired-token"),
            "list undetermined session_expired",
        ),
        (
            "put",
            answer!("s3-invalid-token"),
            "put undetermined session_expired",
        ),
        (
            "caller",
            answer!("sts-region-disabled"),
            "credentials failed region_disabled",
        ),
        (
            "caller",
            answer!("sts-throttling"),
            "credentials undetermined throttled",
        ),
        (
            "caller",
            answer!("sts-something-new"),
            "credentials failed unknown_refusal",
        ),
        // The role.
        (
            "assume *",
            answer!("sts-access-denied"),
            "assume_role failed role_not_assumable",
        ),
        (
            "assume *",
            answer!("sts-no-trust-policy"),
            "assume_role failed role_not_assumable",
        ),
        (
            "assume *",
            answer!("sts-no-resource-policy"),
            "assume_role failed role_not_assumable",
        ),
        (
            "assume *",
            answer!("sts-explicit-trust"),
            "assume_role failed explicit_deny",
        ),
        (
            "assume *",
            answer!("sts-explicit-resource"),
            "assume_role failed explicit_deny",
        ),
        (
            "assume *",
            answer!("sts-explicit-rcp"),
            "assume_role failed explicit_deny",
        ),
        (
            "assume *",
            answer!("sts-no-identity-policy"),
            "assume_role undetermined vendor_not_allowed",
        ),
        (
            "assume *",
            answer!("sts-explicit-identity"),
            "assume_role undetermined vendor_not_allowed",
        ),
        (
            "assume *",
            answer!("sts-explicit-scp"),
            "assume_role undetermined vendor_not_allowed",
        ),
        (
            "assume *",
            answer!("sts-no-boundary"),
            "assume_role undetermined vendor_not_allowed",
        ),
        (
            "assume *",
            answer!("sts-no-endpoint"),
            "assume_role undetermined vendor_not_allowed",
        ),
        (
            "assume *",
            answer!("sts-unknown-key"),
            "assume_role undetermined vendor_credentials",
        ),
        (
            "assume *",
            answer!("sts-wrong-secret"),
            "assume_role undetermined vendor_credentials",
        ),
        (
            "assume *",
            answer!("sts-expired-token"),
            "assume_role undetermined vendor_credentials",
        ),
        (
            "assume *",
            answer!("sts-region-disabled"),
            "assume_role failed region_disabled",
        ),
        (
            "assume *",
            answer!("sts-bad-role-arn"),
            "assume_role failed invalid_role_arn",
        ),
        (
            "assume *",
            answer!("sts-bad-role-value"),
            "assume_role failed invalid_role_arn",
        ),
        (
            "assume *",
            answer!("sts-bad-external-id"),
            "assume_role undetermined bad_request",
        ),
        (
            "assume *",
            answer!("sts-malformed-policy"),
            "assume_role undetermined bad_request",
        ),
        (
            "assume *",
            answer!("sts-packed-policy"),
            "assume_role undetermined bad_request",
        ),
        (
            "assume *",
            answer!("sts-throttling"),
            "assume_role undetermined throttled",
        ),
        (
            "assume *",
            answer!("sts-internal-failure"),
            "assume_role undetermined server_error",
        ),
        (
            "assume *",
            answer!("sts-something-new"),
            "assume_role failed unknown_refusal",
        ),
        (
            "assume *",
            answer!("proxy-forbidden"),
            "assume_role undetermined bad_answer",
        ),
        // A stranger counts as refused only by AccessDenied.
        (
            "assume stranger",
            answer!("sts-something-new"),
            "external_id_enforced undetermined unknown_refusal",
        ),
        (
            "assume stranger",
            answer!("sts-no-identity-policy"),
            "external_id_enforced undetermined vendor_not_allowed",
        ),
        (
            "assume stranger",
            answer!("proxy-forbidden"),
            "external_id_enforced undetermined bad_answer",
        ),
        (
            "assume bare",
            answer!("sts-explicit-trust"),
            "external_id_enforced passed",
        ),
        (
            "assume bare",
            answer!("sts-no-trust-policy"),
            "external_id_enforced passed",
        ),
        // The bucket.
        ("s3", answer!("s3-no-such-bucket"), "bucket passed"),
        (
            "s3 and head",
            answer!("s3-no-such-bucket"),
            "bucket failed bucket_not_found",
        ),
        (
            "s3 and head",
            answer!("head-not-found"),
            "bucket failed bucket_not_found",
        ),
        (
            "s3 and head",
            answer!("s3-permanent-redirect-nowhere"),
            "bucket failed wrong_region",
        ),
        (
            "s3 and head",
            answer!("s3-location-constraint"),
            "bucket failed wrong_region",
        ),
        (
            "s3 and head",
            answer!("s3-all-access-disabled"),
            "bucket failed account_suspended",
        ),
        (
            "s3 and head",
            answer!("s3-account-problem"),
            "bucket failed account_suspended",
        ),
        (
            "s3 and head",
            answer!("s3-not-signed-up"),
            "bucket failed account_suspended",
        ),
        (
            "s3 and head",
            answer!("proxy-forbidden"),
            "bucket undetermined bad_answer",
        ),
        (
            "s3 and head",
            answer!("web-server-not-found"),
            "list skipped",
        ),
        ("head", answer!("head-forbidden"), "bucket passed"),
        (
            "head",
            answer!("head-forbidden-with-region"),
            "bucket passed",
        ),
        ("head", answer!("head-bad-request"), "bucket passed"),
        ("head", answer!("head-not-found"), "bucket passed"),
        ("head", answer!("head-moved-nowhere"), "bucket passed"),
        // Permissions.
        (
            "list",
            answer!("s3-list-no-identity-policy"),
            "list failed list_denied",
        ),
        (
            "list",
            answer!("s3-access-denied"),
            "list failed list_denied",
        ),
        (
            "get",
            answer!("s3-get-no-identity-policy"),
            "get failed get_denied",
        ),
        ("get", answer!("s3-access-denied"), "get failed get_denied"),
        (
            "put",
            answer!("s3-put-no-identity-policy"),
            "put failed put_denied",
        ),
        (
            "put",
            answer!("s3-put-no-resource-policy"),
            "put failed put_denied",
        ),
        ("put", answer!("s3-access-denied"), "put failed put_denied"),
        (
            "put",
            answer!("s3-put-explicit-identity"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-bucket"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-boundary"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-session"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-scp"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-scp-named"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-rcp"),
            "put failed explicit_deny",
        ),
        (
            "put",
            answer!("s3-put-explicit-endpoint"),
            "put undetermined vendor_not_allowed",
        ),
        (
            "put",
            answer!("s3-put-no-boundary"),
            "put failed limited_by_policy",
        ),
        (
            "put",
            answer!("s3-put-no-session"),
            "put failed limited_by_policy",
        ),
        (
            "put",
            answer!("s3-put-no-scp"),
            "put failed limited_by_policy",
        ),
        (
            "put",
            answer!("s3-put-no-rcp"),
            "put failed limited_by_policy",
        ),
        (
            "put",
            answer!("s3-put-no-endpoint"),
            "put undetermined vendor_not_allowed",
        ),
        (
            "put",
            answer!("s3-put-kms-generate"),
            "put failed kms_denied",
        ),
        (
            "get",
            answer!("s3-get-kms-decrypt"),
            "get failed kms_denied",
        ),
        (
            "put",
            answer!("s3-kms-disabled"),
            "put failed kms_key_unusable",
        ),
        (
            "get",
            answer!("s3-kms-not-found"),
            "get failed kms_key_unusable",
        ),
        (
            "put",
            answer!("s3-kms-pending-deletion"),
            "put failed kms_key_unusable",
        ),
        (
            "get",
            answer!("s3-invalid-object-state"),
            "get warning archived_object",
        ),
        (
            "put",
            answer!("s3-object-lock-checksum"),
            "put undetermined bad_request",
        ),
        (
            "put",
            answer!("s3-something-new"),
            "put failed unknown_refusal",
        ),
        (
            "list",
            answer!("s3-something-new-409"),
            "list failed unknown_refusal",
        ),
        // Nothing is known.
        ("list", answer!("s3-clock"), "list undetermined clock_skew"),
        (
            "list",
            answer!("s3-slow-down"),
            "list undetermined throttled",
        ),
        (
            "list",
            answer!("s3-internal-error"),
            "list undetermined server_error",
        ),
        (
            "list",
            answer!("s3-service-unavailable"),
            "list undetermined server_error",
        ),
        (
            "put",
            answer!("s3-request-timeout"),
            "put undetermined timeout",
        ),
        (
            "list",
            answer!("proxy-forbidden"),
            "list undetermined bad_answer",
        ),
        (
            "list",
            answer!("proxy-bad-gateway"),
            "list undetermined server_error",
        ),
        ("list", answer!("portal-ok"), "list undetermined bad_answer"),
        ("put", answer!("portal-ok"), "put undetermined bad_answer"),
        ("get", answer!("portal-ok"), "get undetermined bad_answer"),
        (
            "list",
            listed(&["in/orders.csv"]).cut(),
            "list undetermined connection_lost",
        ),
        (
            "list",
            answer!("s3-list-no-identity-policy").cut(),
            "list undetermined connection_lost",
        ),
        ("put", stored().reset(), "put undetermined connection_lost"),
        ("get", stored().reset(), "get undetermined connection_lost"),
    ];
    for (what, canned, expected) in rows {
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
}

#[tokio::test]
async fn where_the_bucket_is_told_it_is_found() {
    for (what, canned) in [
        ("list", answer!("s3-permanent-redirect")),
        ("put", answer!("s3-header-malformed")),
        ("head", answer!("head-moved")),
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
    const WARNINGS: &str = include_str!("../../../../tests/tests/warnings.rs");
    match cause {
        Cause::UnknownAccessKey => Answer("caller", answer!("sts-unknown-key")),
        Cause::WrongSecret => Answer("caller", answer!("sts-wrong-secret")),
        Cause::RootKey => Answer("caller", caller("arn:aws:iam::111122223333:root")),
        Cause::TemporaryKey => Answer(
            "caller",
            caller("arn:aws:sts::111122223333:assumed-role/reader/session"),
        ),
        Cause::SessionExpired => Answer("list", answer!("s3-expired-token")),
        Cause::RoleNotAssumable => Answer("assume *", answer!("sts-access-denied")),
        Cause::InvalidRoleArn => Answer("assume *", answer!("sts-bad-role-arn")),
        Cause::ExternalIdNotEnforced => Answer("assume stranger", session()),
        Cause::RegionDisabled => Answer("assume *", answer!("sts-region-disabled")),
        Cause::VendorNotAllowed => Answer("assume *", answer!("sts-no-identity-policy")),
        Cause::VendorCredentials => Answer("assume *", answer!("sts-unknown-key")),
        Cause::BucketNotFound => Answer("s3 and head", answer!("s3-no-such-bucket")),
        Cause::WrongRegion => Answer("s3 and head", answer!("s3-permanent-redirect-nowhere")),
        Cause::WrongOwner => Probe(Box::pin(wrong_owner(Direction::Both))),
        Cause::ListDenied => Answer("list", answer!("s3-access-denied")),
        Cause::GetDenied => Answer("get", answer!("s3-access-denied")),
        Cause::PutDenied => Answer("put", answer!("s3-access-denied")),
        Cause::KmsDenied => Answer("put", answer!("s3-put-kms-generate")),
        Cause::KmsKeyUnusable => Answer("put", answer!("s3-kms-disabled")),
        Cause::ExplicitDeny => Answer("put", answer!("s3-put-explicit-scp")),
        Cause::LimitedByPolicy => Answer("put", answer!("s3-put-no-boundary")),
        Cause::EncryptionRequired => Probe(Box::pin(but_not(
            "put",
            answer!("s3-put-explicit-bucket"),
            Direction::Write,
        ))),
        Cause::RequesterPays => Probe(Box::pin(but_not(
            "list",
            answer!("s3-access-denied"),
            Direction::Read,
        ))),
        Cause::AccountSuspended => Answer("s3 and head", answer!("s3-account-problem")),
        Cause::NotS3 => Probe(Box::pin(no_s3_there(answer!("web-server-not-found")))),
        Cause::ArchivedObject => Answer("get", answer!("s3-invalid-object-state")),
        Cause::ClockSkew => Answer("list", answer!("s3-clock")),
        Cause::BadRequest => Answer("put", answer!("s3-object-lock-checksum")),
        Cause::Throttled => Answer("list", answer!("s3-slow-down")),
        Cause::Timeout => Answer("list", listed(&[]).after(Duration::from_secs(3))),
        Cause::DnsFailure => Probe(Box::pin(with_aws_at("http://no-such-host.invalid"))),
        Cause::Unreachable => Probe(Box::pin(with_aws_at("http://127.0.0.1:1"))),
        Cause::ConnectionLost => Answer("list", listed(&[]).cut()),
        Cause::TlsFailure => Probe(Box::pin(with_tls_to_a_server_that_has_none())),
        Cause::ServerError => Answer("list", answer!("s3-internal-error")),
        Cause::BadAnswer => Answer("list", answer!("portal-ok")),
        Cause::UnknownRefusal => Answer("put", answer!("s3-something-new")),
        Cause::OverlappingPrefix => Service(WARNINGS, "\"overlapping_prefix\""),
        Cause::BroadAccess => Answer("buckets", every_bucket()),
        Cause::KeysNotPreferred => Service(WARNINGS, "\"keys_not_preferred\""),
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
                assert!(step.remedy.is_some() && !step.detail.is_empty());
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
async fn but_not(what: &'static str, canned: Canned, direction: Direction) -> Probed {
    probe(&plan(keys(), direction), move |asked: &Asked| {
        if asked.what == what {
            canned.clone()
        } else {
            all_well(asked)
        }
    })
    .await
}

async fn wrong_owner(direction: Direction) -> Probed {
    let mut plan = plan(keys(), direction);
    plan.draft.bucket_owner = AccountId::parse("444455556666").ok();
    probe(&plan, |asked: &Asked| match asked.what {
        "caller" => all_well(asked),
        "head" if asked.header("x-amz-expected-bucket-owner").is_some() => {
            answer!("head-forbidden-with-region")
        }
        _ if asked.header("x-amz-expected-bucket-owner").is_some() => answer!("s3-access-denied"),
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
            "delete" => answer!("s3-access-denied"),
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
async fn what_answers_at_a_tenants_address_may_be_anything() {
    for (canned, verdict) in [
        (answer!("web-server-not-found"), "failed not_s3"),
        (answer!("portal-ok"), "failed not_s3"),
        (html(405, "no"), "failed not_s3"),
        (answer!("proxy-bad-gateway"), "undetermined server_error"),
        (answer!("s3-no-such-bucket"), "failed bucket_not_found"),
        (answer!("s3-access-denied"), "passed"),
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
async fn a_second_look_is_taken_only_in_doubt() {
    let named = answer!("s3-put-no-identity-policy");
    let probed = but_not("put", named, Direction::Both).await;
    assert_eq!(
        probed.stub.times("put AES256") + probed.stub.times("put aws:kms"),
        0
    );
    let probed = but_not("put", answer!("s3-access-denied"), Direction::Both).await;
    assert_eq!(probed.verdict("put"), "failed encryption_required");
    // What a second look has written is cleared away like everything else.
    assert_eq!(probed.stub.times("delete"), 1);
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(true)
    );
}

#[tokio::test]
async fn where_sts_cannot_answer_here_it_is_asked_where_it_can() {
    let mut settings = settings();
    settings.max_attempts = 1;
    for canned in [answer!("sts-unknown-key"), answer!("sts-region-disabled")] {
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
async fn slow_bodies_end_by_the_clock() {
    let mut hasty = settings();
    hasty.attempt_timeout = Duration::from_millis(300);
    let late = listed(&[]).after(Duration::from_secs(5));
    let probed = probe_with(
        hasty,
        &plan(keys(), Direction::Read),
        move |asked: &Asked| {
            if asked.what == "list" {
                late.clone()
            } else {
                all_well(asked)
            }
        },
    )
    .await;
    assert_eq!(probed.verdict("list"), "undetermined timeout");
}
