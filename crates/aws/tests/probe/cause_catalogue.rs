//! Tests that every response in `tests/answers` leads to the right cause, and that every cause can occur.
//!
//! The responses are sent byte for byte. If a cause has no line in [`trigger`], the tests do not compile.

use crate::canned_responses::{
    all_buckets, allow_all, caller, from_file, html, listed, put_ok, session,
};
use crate::compatible_store::probe_compatible_store;
use crate::stub_server::{CannedResponse, Ending, StubRequest, StubServer};
use crate::{FinishedProbe, keys, plan, probe, probe_with, role, settings, vendor};
use domain::{AccountId, Cause, Direction, Endpoint, Outcome};
use std::time::Duration;

/// Answers the given requests with `response`, and allows everything else. `selector` is explained at
/// [`is_selected`].
pub async fn probe_with_response(selector: &str, response: CannedResponse) -> FinishedProbe {
    let access = if selector.starts_with("assume") {
        role()
    } else {
        keys()
    };
    let selector = selector.to_owned();
    probe(
        &plan(access, Direction::Both),
        move |request: &StubRequest| {
            if is_selected(&selector, request) {
                response.clone()
            } else {
                allow_all(request)
            }
        },
    )
    .await
}

/// Returns whether a selector includes a request. `s3` includes every call to S3 but HEAD, and `assume *` the three
/// calls that assume the role. Any other selector is a kind of request, and includes the follow-ups of that kind.
fn is_selected(selector: &str, request: &StubRequest) -> bool {
    match selector {
        "s3" => request.kind != "caller" && request.kind != "head",
        "s3 and head" => request.kind != "caller",
        "assume *" => request.kind.starts_with("assume"),
        _ => request.kind == selector || request.kind.starts_with(&format!("{selector} ")),
    }
}

/// A selector, the file in `tests/answers` with the response, and the expected result of one step.
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
assume *        | sts-tag-session               | assume_role undetermined session_tags_denied
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
assume similar  | sts-something-new             | external_id_enforced undetermined unknown_refusal
assume similar  | sts-no-identity-policy        | external_id_enforced undetermined vendor_not_allowed
assume similar  | proxy-forbidden               | external_id_enforced undetermined bad_answer
assume no id    | sts-explicit-trust            | external_id_enforced passed
assume no id    | sts-no-trust-policy           | external_id_enforced passed
s3              | s3-no-such-bucket             | bucket passed
s3 and head     | s3-no-such-bucket             | bucket failed bucket_not_found
s3 and head     | head-not-found                | bucket failed bucket_not_found
s3 and head     | s3-permanent-redirect-nowhere | bucket failed wrong_region
s3 and head     | s3-location-constraint        | bucket failed wrong_region
s3 and head     | s3-all-access-disabled        | bucket failed account_suspended
s3 and head     | s3-account-problem            | bucket failed account_suspended
s3 and head     | s3-invalid-payer              | bucket failed account_suspended
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
put             | s3-put-explicit-identity-named | put failed explicit_deny
put             | s3-put-explicit-mfa           | put failed mfa_required
get             | s3-get-quarantined            | get failed quarantined_key
delete          | s3-delete-quarantined         | cleanup failed quarantined_key
put             | s3-put-explicit-bucket        | put failed explicit_deny
put             | s3-put-explicit-boundary      | put failed explicit_deny
put             | s3-put-explicit-boundary-named | put failed explicit_deny
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
get             | s3-get-kms-other-account      | get failed kms_denied
get             | s3-get-customer-key           | get failed customer_provided_key
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

/// Returns the response in a file of `tests/answers`.
pub fn recorded(name: &str) -> CannedResponse {
    let path = format!("{RESPONSE_FOLDER}/{name}.http");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    from_file(&text)
}

const RESPONSE_FOLDER: &str = "tests/answers";

#[tokio::test]
async fn classifies_every_recorded_response() {
    for row in ROWS.trim().lines() {
        let [selector, name, expected] = row.split('|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("not a row: {row}");
        };
        check(selector, recorded(name), expected).await;
    }
}

#[tokio::test]
async fn sends_every_recorded_response() {
    let sources = [
        include_str!("cause_catalogue.rs"),
        include_str!("follow_ups.rs"),
        include_str!("regions.rs"),
        include_str!("store_refusals.rs"),
    ]
    .concat();
    for entry in std::fs::read_dir(RESPONSE_FOLDER).expect("tests/answers") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("text");
        let stem = name.trim_end_matches(".http");
        let is_in_a_row = ROWS.contains(&format!("| {stem} "));
        assert!(
            is_in_a_row || sources.contains(&format!("\"{stem}\"")),
            "{name} is never sent"
        );
    }
}

#[tokio::test]
async fn reports_a_lost_connection_if_a_response_ends_early() {
    let refusal = || recorded("s3-list-no-identity-policy");
    for (kind, response) in [
        ("list", listed(&["in/orders.csv"]).truncated()),
        ("list", refusal().truncated()),
        ("put", put_ok().with_reset()),
        ("get", put_ok().with_reset()),
    ] {
        check(
            kind,
            response,
            &format!("{kind} undetermined connection_lost"),
        )
        .await;
    }
}

async fn check(selector: &str, response: CannedResponse, expected: &str) {
    let step = expected.split(' ').next().expect("a step");
    let sent = String::from_utf8_lossy(&response.bytes).into_owned();
    let finished = probe_with_response(selector, response).await;
    assert_eq!(
        format!("{step} {}", finished.result(step)),
        expected,
        "{selector} is answered with\n{sent}\n{:?}",
        finished.results()
    );
}

#[tokio::test]
async fn follows_the_bucket_to_the_region_that_aws_names() {
    for (kind, response) in [
        ("list", recorded("s3-permanent-redirect")),
        ("put", recorded("s3-header-malformed")),
        ("head", recorded("head-moved")),
    ] {
        let was_sent = std::sync::atomic::AtomicBool::new(false);
        let finished = probe(
            &plan(keys(), Direction::Both),
            move |request: &StubRequest| {
                let is_first = || !was_sent.swap(true, std::sync::atomic::Ordering::SeqCst);
                if request.kind == kind && request.region == "us-east-1" && is_first() {
                    response.clone()
                } else if request.kind == "head" {
                    crate::canned_responses::empty(200).with_region("eu-west-1")
                } else {
                    allow_all(request)
                }
            },
        )
        .await;
        let region = finished.report.region.as_ref().map(domain::Region::as_str);
        assert_eq!(region, Some("eu-west-1"), "{kind}");
        assert_eq!(finished.report.outcome, domain::Outcome::Passed, "{kind}");
    }
}

/// What makes a cause occur.
enum Trigger {
    /// A selector, and the response to the requests that it includes.
    Response(&'static str, CannedResponse),
    /// A probe that needs more than one special response.
    Probe(futures::future::BoxFuture<'static, FinishedProbe>),
    /// The service finds this cause without calling AWS. Holds the source of the test that shows it, and a text in it.
    ServiceTest(&'static str, &'static str),
}

fn trigger(cause: Cause) -> Trigger {
    use Trigger::{Probe, Response, ServiceTest};
    const ROTATION: &str = include_str!("../../../../tests/tests/external_id_rotation.rs");
    const WARNINGS: &str = include_str!("../../../../tests/tests/check_warnings.rs");
    match cause {
        Cause::UnknownAccessKey => Response("caller", recorded("sts-unknown-key")),
        Cause::WrongSecret => Response("caller", recorded("sts-wrong-secret")),
        Cause::RootKey => Response("caller", caller("arn:aws:iam::111122223333:root")),
        Cause::TemporaryKey => Response(
            "caller",
            caller("arn:aws:sts::111122223333:assumed-role/reader/session"),
        ),
        Cause::QuarantinedKey => Response("get", recorded("s3-get-quarantined")),
        Cause::SessionExpired => Response("list", recorded("s3-expired-token")),
        Cause::RoleNotAssumable => Response("assume *", recorded("sts-access-denied")),
        Cause::InvalidRoleArn => Response("assume *", recorded("sts-bad-role-arn")),
        Cause::ExternalIdNotEnforced => Response("assume similar", session()),
        Cause::RegionDisabled => Response("assume *", recorded("sts-region-disabled")),
        Cause::SessionTagsDenied => Response("assume *", recorded("sts-tag-session")),
        Cause::VendorNotAllowed => Response("assume *", recorded("sts-no-identity-policy")),
        Cause::VendorCredentials => Response("assume *", recorded("sts-unknown-key")),
        Cause::BucketNotFound => Response("s3 and head", recorded("s3-no-such-bucket")),
        Cause::WrongRegion => Response("s3 and head", recorded("s3-permanent-redirect-nowhere")),
        Cause::WrongOwner => Probe(Box::pin(probe_with_wrong_owner(Direction::Both))),
        Cause::ListDenied => Response("list", recorded("s3-access-denied")),
        Cause::GetDenied => Response("get", recorded("s3-access-denied")),
        Cause::PutDenied => Response("put", recorded("s3-access-denied")),
        Cause::KmsDenied => Response("put", recorded("s3-put-kms-generate")),
        Cause::KmsKeyUnusable => Response("put", recorded("s3-kms-disabled")),
        Cause::ExplicitDeny => Response("put", recorded("s3-put-explicit-scp")),
        Cause::MfaRequired => Response("put", recorded("s3-put-explicit-mfa")),
        Cause::LimitedByPolicy => Response("put", recorded("s3-put-no-boundary")),
        Cause::EncryptionRequired => Probe(Box::pin(probe_allowing_follow_ups(
            "put",
            recorded("s3-put-explicit-bucket"),
            Direction::Write,
        ))),
        Cause::CustomerKey => Response("get", recorded("s3-get-customer-key")),
        Cause::StorageFull => Probe(Box::pin(probe_store_that_answers(recorded(
            "store-disk-full",
        )))),
        Cause::RequesterPays => Probe(Box::pin(probe_allowing_follow_ups(
            "list",
            recorded("s3-access-denied"),
            Direction::Read,
        ))),
        Cause::AccountSuspended => Response("s3 and head", recorded("s3-account-problem")),
        Cause::NotS3 => Probe(Box::pin(probe_store_that_answers(recorded(
            "web-server-not-found",
        )))),
        Cause::ArchivedObject => Response("get", recorded("s3-invalid-object-state")),
        Cause::ClockSkew => Response("list", recorded("s3-clock")),
        Cause::BadRequest => Response("put", recorded("s3-object-lock-checksum")),
        Cause::Throttled => Response("list", recorded("s3-slow-down")),
        Cause::Timeout => Response("list", listed(&[]).delayed(Duration::from_secs(3))),
        Cause::NoAddress => Probe(Box::pin(probe_aws_at("http://no-such-host.invalid"))),
        Cause::Unreachable => Probe(Box::pin(probe_aws_at("http://127.0.0.1:1"))),
        Cause::ConnectionLost => Response("list", listed(&[]).truncated()),
        Cause::NoTls => Probe(Box::pin(probe_without_tls())),
        Cause::ServerError => Response("list", recorded("s3-internal-error")),
        Cause::BadAnswer => Response("list", recorded("portal-ok")),
        Cause::UnknownRefusal => Response("put", recorded("s3-something-new")),
        Cause::OverlappingPrefix => ServiceTest(WARNINGS, "\"overlapping_prefix\""),
        Cause::BroadAccess => Response("buckets", all_buckets()),
        Cause::OldExternalId => ServiceTest(ROTATION, "\"old_external_id\""),
        Cause::KeysNotPreferred => ServiceTest(WARNINGS, "\"keys_not_preferred\""),
        Cause::AccessNotOffered => ServiceTest(WARNINGS, "\"access_not_offered\""),
        Cause::VersionedResidue => Probe(Box::pin(probe_versioned_bucket())),
    }
}

#[tokio::test]
async fn every_cause_can_occur() {
    for cause in Cause::ALL.iter().copied() {
        let finished = match trigger(cause) {
            Trigger::Response(selector, response) => probe_with_response(selector, response).await,
            Trigger::Probe(probe) => probe.await,
            Trigger::ServiceTest(source, needle) => {
                assert!(source.contains(needle), "no test contains {needle}");
                continue;
            }
        };
        let steps = &finished.report.steps;
        let step = steps.iter().find(|step| step.cause == Some(cause));
        let has_warning = finished
            .report
            .warnings
            .iter()
            .any(|warning| warning.cause == cause);
        match step {
            Some(step) => {
                assert_eq!(step.status, cause.status(), "{}", cause.code());
                assert!(step.remedy.is_some() && !i18n::english(&step.detail).is_empty());
            }
            None => assert!(has_warning, "{}: {:?}", cause.code(), finished.results()),
        }
        let has_passed = finished.report.outcome == domain::Outcome::Passed;
        assert_eq!(
            has_passed,
            cause.status() == domain::StepStatus::Warning,
            "{}",
            cause.code()
        );
    }
}

/// Answers requests of one kind with `response`, and allows everything else, follow-ups included.
pub async fn probe_allowing_follow_ups(
    kind: &'static str,
    response: CannedResponse,
    direction: Direction,
) -> FinishedProbe {
    probe(&plan(keys(), direction), move |request: &StubRequest| {
        if request.kind == kind {
            response.clone()
        } else {
            allow_all(request)
        }
    })
    .await
}

pub async fn probe_with_wrong_owner(direction: Direction) -> FinishedProbe {
    let mut plan = plan(keys(), direction);
    plan.draft.bucket_owner = AccountId::parse("444455556666").ok();
    probe(&plan, |request: &StubRequest| match request.kind {
        "caller" => allow_all(request),
        "head" if request.header("x-amz-expected-bucket-owner").is_some() => {
            recorded("head-forbidden-with-region")
        }
        _ if request.header("x-amz-expected-bucket-owner").is_some() => {
            recorded("s3-access-denied")
        }
        _ => allow_all(request),
    })
    .await
}

async fn probe_store_that_answers(response: CannedResponse) -> FinishedProbe {
    let mut plan = plan(keys(), Direction::Both);
    plan.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    probe_compatible_store(&plan, move |_| response.clone()).await
}

pub async fn probe_aws_at(url: &str) -> FinishedProbe {
    let stub = StubServer::start(allow_all).await;
    let plan = plan(keys(), Direction::Both);
    let report = vendor(url, settings()).probe(&plan, |_| ()).await;
    FinishedProbe {
        report,
        stub,
        ended_steps: Vec::new(),
        waiting_steps: Vec::new(),
    }
}

/// Connects with TLS to a server that answers in plain HTTP.
pub async fn probe_without_tls() -> FinishedProbe {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let url = format!("https://{}", listener.local_addr().expect("address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            use tokio::io::AsyncWriteExt as _;
            let response = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(response).await.expect("write");
        }
    });
    probe_aws_at(&url).await
}

/// Probes a bucket with versioning enabled. The key is not allowed to delete versions.
async fn probe_versioned_bucket() -> FinishedProbe {
    probe(
        &plan(keys(), Direction::Write),
        |request: &StubRequest| match request.kind {
            "put" => put_ok().with_header("x-amz-version-id", "3HL4kqtJvjVBH40Nrjfkd"),
            "delete" => recorded("s3-access-denied"),
            _ => allow_all(request),
        },
    )
    .await
}

#[tokio::test]
async fn reports_the_written_version_if_it_cannot_be_deleted() {
    let finished = probe_versioned_bucket().await;
    let residue = finished.report.residue.clone().expect("residue");
    assert!(!residue.removed);
    assert_eq!(residue.version_id.as_deref(), Some("3HL4kqtJvjVBH40Nrjfkd"));
    let requests = finished.stub.requests();
    let delete = requests.iter().find(|request| request.kind == "delete");
    let query = &delete.expect("a delete").query;
    assert!(query.contains("versionId=3HL4kqtJvjVBH40Nrjfkd"), "{query}");
}

#[tokio::test]
async fn recognizes_servers_that_are_not_s3() {
    for (response, expected) in [
        (recorded("web-server-not-found"), "failed not_s3"),
        (recorded("portal-ok"), "failed not_s3"),
        (html(405, "no"), "failed not_s3"),
        (recorded("proxy-bad-gateway"), "undetermined server_error"),
        (recorded("s3-no-such-bucket"), "failed bucket_not_found"),
        (recorded("s3-something-new"), "failed unknown_refusal"),
        (recorded("s3-no-xml"), "passed"),
        (recorded("s3-access-denied"), "passed"),
    ] {
        let sent = String::from_utf8_lossy(&response.bytes).into_owned();
        let finished = probe_store_that_answers(response).await;
        assert_eq!(
            finished.result("bucket"),
            expected,
            "{sent}: {:?}",
            finished.results()
        );
        assert_eq!(
            finished.stub.count("caller") + finished.stub.count("buckets"),
            0
        );
        assert_eq!(finished.stub.count("list as requester"), 0);
    }
}

#[tokio::test]
async fn does_not_pass_for_a_status_without_an_error_code() {
    let mut plan = plan(keys(), Direction::Write);
    plan.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    for status in [412, 416] {
        let finished = probe_compatible_store(&plan, move |_| html(status, "no")).await;
        assert_ne!(finished.report.outcome, Outcome::Passed, "{status}");
    }
}

#[tokio::test]
async fn knows_that_nothing_was_written_without_a_connection() {
    for finished in [
        probe_without_tls().await,
        probe_aws_at("http://127.0.0.1:1").await,
        probe_aws_at("http://no-such-host.invalid").await,
    ] {
        assert_eq!(
            finished.step("put").status,
            domain::StepStatus::Undetermined
        );
        assert_eq!(
            finished.step("cleanup").detail,
            "Nothing was written, so there is nothing to clean up."
        );
    }
}

#[tokio::test]
async fn shows_the_policy_that_denies() {
    for (name, policy) in [
        (
            "s3-put-explicit-identity-named",
            "arn:aws:iam::111122223333:policy/guards/no-writes",
        ),
        (
            "s3-put-explicit-boundary-named",
            "arn:aws:iam::111122223333:policy/team-boundary",
        ),
        (
            "s3-put-explicit-scp-named",
            "arn:aws:organizations::444455556666:policy/o-exampleorg/service_control_policy/p-examplepol",
        ),
        (
            "s3-put-explicit-mfa",
            "arn:aws:iam::111122223333:policy/governance-enforce-mfa",
        ),
    ] {
        let finished = probe_with_response("put", recorded(name)).await;
        let detail = finished.step("put").detail;
        assert!(detail.contains(&format!("({policy})")), "{detail}");
    }
    let step = probe_with_response("put", recorded("s3-put-explicit-mfa"))
        .await
        .step("put");
    assert!(
        step.detail.contains("suggests"),
        "it is a guess: {}",
        step.detail
    );
    let step = probe_with_response("get", recorded("s3-get-quarantined"))
        .await
        .step("get");
    assert!(
        step.detail.contains("policy/AWSCompromisedKeyQuarantineV3"),
        "{}",
        step.detail
    );
    let remedy = step.remedy.expect("a remedy").text;
    assert!(
        remedy.contains("Replace the key") && remedy.contains("Don’t remove"),
        "{remedy}"
    );
}

#[tokio::test]
async fn says_whom_a_resource_control_policy_is_about() {
    let finished = probe_with_response("put", recorded("s3-put-explicit-rcp")).await;
    let remedy = finished.step("put").remedy.expect("a remedy").text;
    assert!(
        remedy.contains("adding our account to the policy doesn’t help"),
        "{remedy}"
    );
    let finished = probe_with_response("assume *", recorded("sts-explicit-rcp")).await;
    let remedy = finished.step("assume_role").remedy.expect("a remedy").text;
    assert!(remedy.contains("our account 999988887777"), "{remedy}");
}

#[tokio::test]
async fn asks_the_account_of_a_kms_key_for_permission() {
    let finished = probe_with_response("get", recorded("s3-get-kms-other-account")).await;
    let remedy = finished.step("get").remedy.expect("a remedy");
    assert!(
        remedy.text.contains("default key policy is not enough"),
        "{}",
        remedy.text
    );
    assert!(remedy.text.contains("444455556666") && remedy.statement.is_some());
}

#[tokio::test]
async fn reports_if_it_is_unknown_whether_the_marker_was_written() {
    let finished = probe_allowing_follow_ups("put", put_ok().with_reset(), Direction::Write).await;
    assert!(finished.step("cleanup").detail.starts_with("We don’t know"));
}

#[tokio::test]
async fn has_read_a_file_only_if_its_byte_arrives() {
    let mut file = allow_all(&StubRequest::of_kind("get"));
    let head = file.bytes.len() - 1;
    for (ending, expected) in [
        (Ending::CloseAt(head), "undetermined connection_lost"),
        (Ending::StallAt(head), "undetermined timeout"),
        (Ending::KeepAlive, "passed"),
    ] {
        file.ending = ending;
        let finished = probe_allowing_follow_ups("get", file.clone(), Direction::Read).await;
        assert_eq!(finished.result("get"), expected);
        let is_read = finished.step("get").detail.starts_with("Read “");
        assert_eq!(is_read, expected == "passed");
    }
    // Some stores answer 200 for a range of an empty file.
    let finished = probe_allowing_follow_ups("get", put_ok(), Direction::Read).await;
    assert_eq!(
        finished.step("get").detail,
        "Reading is allowed. “in/orders.csv” is empty."
    );
}

#[tokio::test]
async fn prefers_a_file_to_a_folder_that_was_created_in_the_console() {
    let empty_first = listed(&["in/", "in/orders.csv"]);
    let body = String::from_utf8(empty_first.bytes).expect("text");
    let (head, body) = body.split_once("\r\n\r\n").expect("a head");
    assert!(head.contains("200"));
    let body = body.replacen("<Size>434234</Size>", "<Size>0</Size>", 1);
    let finished =
        probe_allowing_follow_ups("list", crate::canned_responses::ok(body), Direction::Read).await;
    assert_eq!(finished.step("get").detail, "Read “in/orders.csv”.");
}

#[tokio::test]
async fn tries_the_role_without_an_external_id_only_after_the_right_one() {
    let finished = probe(&plan(role(), Direction::Both), allow_all).await;
    let kinds: Vec<_> = finished
        .stub
        .requests()
        .iter()
        .map(|request| request.kind)
        .collect();
    assert_eq!(kinds[0], "assume");
    assert_eq!(finished.stub.count("assume no id"), 1);
}

#[tokio::test]
async fn falls_back_to_sts_in_the_default_region() {
    let mut settings = settings();
    settings.max_attempts = 1;
    for response in [recorded("sts-unknown-key"), recorded("sts-region-disabled")] {
        let stub = StubServer::start(move |request: &StubRequest| match request.kind {
            "caller" | "assume" if request.region == "ap-east-1" => response.clone(),
            _ => allow_all(request),
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
async fn falls_back_only_after_regional_errors() {
    for (response, expected) in [
        (recorded("sts-wrong-secret"), 1),
        (recorded("sts-throttling"), 1),
        (recorded("sts-unknown-key"), 2),
        (recorded("sts-region-disabled"), 2),
    ] {
        let stub = StubServer::start(move |request: &StubRequest| match request.kind {
            "caller" => response.clone(),
            _ => allow_all(request),
        })
        .await;
        let aws = crate::vendor_in("ap-east-1", &stub.url, settings());
        aws.probe(&plan(keys(), Direction::Both), |_| ()).await;
        assert_eq!(stub.count("caller"), expected);
    }
}

#[tokio::test]
async fn times_out_on_slow_responses() {
    let mut short_timeout = settings();
    short_timeout.attempt_timeout = Duration::from_millis(300);
    let refusal = recorded("s3-list-no-identity-policy").stalled();
    for response in [
        listed(&[]).stalled(),
        listed(&[]).delayed(Duration::from_secs(5)),
        refusal,
    ] {
        let respond = move |request: &StubRequest| match request.kind {
            "list" => response.clone(),
            _ => allow_all(request),
        };
        let finished = probe_with(
            short_timeout.clone(),
            &plan(keys(), Direction::Read),
            respond,
        )
        .await;
        assert_eq!(finished.result("list"), "undetermined timeout");
    }
}
