//! Tests which steps fail, pass or are skipped for each kind of refusal.

use crate::canned_responses::{
    caller, denied, empty, html, no_bucket, s3_error, slow_down, sts_error, throttling,
};
use crate::{allow_all, allow_all_but, keys, plan, probe, probe_with, settings};
use domain::{Direction, Outcome};
use std::time::Duration;

/// Checks the result of each step, for a connection with keys that reads and writes.
async fn check(
    case: &str,
    respond: impl Fn(&crate::StubRequest) -> crate::CannedResponse + Send + Sync + 'static,
    expected: &[&str],
) {
    let finished = probe(&plan(keys(), Direction::Both), respond).await;
    assert_eq!(finished.results(), expected, "{case}");
    let outcome = if expected.iter().any(|result| result.contains(" failed")) {
        Outcome::Failed
    } else if expected
        .iter()
        .any(|result| result.contains(" undetermined"))
    {
        Outcome::Undetermined
    } else {
        Outcome::Passed
    };
    assert_eq!(finished.report.outcome, outcome, "{case}");
    for step in &finished.report.steps {
        assert!(
            !i18n::english(&step.detail).is_empty(),
            "{case}: {} has a message",
            step.id.as_str()
        );
        assert_eq!(
            step.cause.is_some(),
            step.remedy.is_some(),
            "{case}: {}",
            step.id.as_str()
        );
    }
}

#[tokio::test]
async fn skips_all_other_steps_if_the_key_is_refused() {
    let results = |cause| {
        [
            cause,
            "bucket skipped",
            "list skipped",
            "get skipped",
            "put skipped",
            "cleanup skipped",
        ]
    };
    let sts_unknown = || {
        sts_error(
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        )
    };
    let s3_unknown = || {
        s3_error(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            "<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>",
        )
    };
    let message = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    let refuse_all = |sts: crate::CannedResponse, s3: crate::CannedResponse| {
        move |request: &crate::StubRequest| match request.kind {
            "caller" => sts.clone(),
            "head" => empty(403),
            _ => s3.clone(),
        }
    };
    check(
        "unknown key",
        refuse_all(sts_unknown(), s3_unknown()),
        &results("credentials failed unknown_access_key"),
    )
    .await;
    let wrong_secret = refuse_all(
        sts_error(403, "SignatureDoesNotMatch", message),
        s3_error(
            403,
            "SignatureDoesNotMatch",
            message,
            "<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>",
        ),
    );
    check(
        "wrong secret",
        wrong_secret,
        &results("credentials failed wrong_secret"),
    )
    .await;
    let throttled = refuse_all(throttling(), s3_unknown());
    check(
        "STS is throttled, and S3 refuses the key",
        throttled,
        &results("credentials failed unknown_access_key"),
    )
    .await;
}

#[tokio::test]
async fn skips_the_object_steps_if_the_bucket_is_missing() {
    let missing = |request: &crate::StubRequest| match request.kind {
        "caller" => allow_all(request),
        "head" => empty(404),
        _ => no_bucket(),
    };
    let expected = [
        "credentials passed",
        "bucket failed bucket_not_found",
        "list skipped",
        "get skipped",
        "put skipped",
        "cleanup skipped",
    ];
    check("missing", missing, &expected).await;
    let forbidden_for_head = |request: &crate::StubRequest| match request.kind {
        "head" => empty(403),
        "list" | "put" => no_bucket(),
        _ => allow_all(request),
    };
    check(
        "missing, and HEAD is forbidden",
        forbidden_for_head,
        &expected,
    )
    .await;
}

#[tokio::test]
async fn fails_only_the_step_whose_permission_is_missing() {
    let results =
        |list: &'static str, get: &'static str, put: &'static str, cleanup: &'static str| {
            [
                "credentials passed",
                "bucket passed",
                list,
                get,
                put,
                cleanup,
            ]
        };
    check(
        "list, where the marker is read instead",
        allow_all_but("list", denied("s3:ListBucket")),
        &results(
            "list failed list_denied",
            "get passed",
            "put passed",
            "cleanup passed",
        ),
    )
    .await;
    check(
        "get",
        allow_all_but("get", denied("s3:GetObject")),
        &results(
            "list passed",
            "get failed get_denied",
            "put passed",
            "cleanup passed",
        ),
    )
    .await;
    check(
        "put",
        allow_all_but("put", denied("s3:PutObject")),
        &results(
            "list passed",
            "get passed",
            "put failed put_denied",
            "cleanup skipped",
        ),
    )
    .await;
    check(
        "delete",
        allow_all_but("delete", denied("s3:DeleteObject")),
        &results("list passed", "get passed", "put passed", "cleanup passed"),
    )
    .await;
    check(
        "head",
        allow_all_but("head", empty(403)),
        &results("list passed", "get passed", "put passed", "cleanup passed"),
    )
    .await;
    let everything = |request: &crate::StubRequest| match request.kind {
        "caller" => allow_all(request),
        "head" => empty(403),
        _ => s3_error(403, "AccessDenied", "Access Denied", ""),
    };
    check(
        "everything",
        everything,
        &results(
            "list failed list_denied",
            "get skipped",
            "put failed put_denied",
            "cleanup skipped",
        ),
    )
    .await;
}

#[tokio::test]
async fn shows_the_missing_statement_for_a_denied_step() {
    let finished = probe(
        &plan(keys(), Direction::Read),
        allow_all_but("list", denied("s3:ListBucket")),
    )
    .await;
    let statement = finished
        .step("list")
        .remedy
        .clone()
        .and_then(|remedy| remedy.statement);
    let json = serde_json::to_value(statement.expect("statement")).expect("json");
    assert_eq!(json["Action"], "s3:ListBucket");
    assert_eq!(json["Resource"], "arn:aws:s3:::my-data");
    let aws = finished.step("list").aws.clone().expect("aws");
    assert_eq!(
        (aws.http_status, aws.code.as_deref()),
        (Some(403), Some("AccessDenied"))
    );
    assert_eq!(
        aws.request_id.as_deref(),
        Some(crate::stub_server::REQUEST_ID)
    );
}

#[tokio::test]
async fn is_undetermined_after_errors_that_say_nothing_about_the_setup() {
    let internal = s3_error(
        500,
        "InternalError",
        "We encountered an internal error. Please try again.",
        "",
    );
    let proxy = html(502, "<html><body>502 Bad Gateway</body></html>");
    let skew = s3_error(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        "",
    );
    for (response, cause) in [
        (slow_down(), "throttled"),
        (
            s3_error(503, "RequestLimitExceeded", "Request limit exceeded.", ""),
            "throttled",
        ),
        (empty(429), "throttled"),
        (internal, "server_error"),
        (proxy, "server_error"),
        (skew, "clock_skew"),
        (html(200, "<html>a captive portal</html>"), "bad_answer"),
        (html(403, "<html>the proxy says no</html>"), "bad_answer"),
    ] {
        let expected = format!("undetermined {cause}");
        let finished = probe(
            &plan(keys(), Direction::Both),
            allow_all_but("list", response),
        )
        .await;
        assert_eq!(finished.result("list"), expected, "{cause}");
        assert_eq!(finished.report.outcome, Outcome::Undetermined, "{cause}");
        assert_eq!(
            (finished.result("bucket"), finished.result("put")),
            ("passed".into(), "passed".into()),
            "{cause}"
        );
    }
    let finished = probe(
        &plan(keys(), Direction::Read),
        allow_all_but("caller", throttling()),
    )
    .await;
    assert_eq!(
        finished.results()[..2],
        ["credentials undetermined throttled", "bucket passed"]
    );
}

#[tokio::test]
async fn retries_throttling_and_server_errors() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let with_retries = || crate::AwsSettings {
        max_attempts: 3,
        ..settings()
    };
    for response in [slow_down(), empty(500)] {
        let attempts = AtomicU32::new(0);
        let finished = probe_with(
            with_retries(),
            &plan(keys(), Direction::Read),
            move |request| {
                if request.kind == "list" && attempts.fetch_add(1, Ordering::SeqCst) < 2 {
                    response.clone()
                } else {
                    allow_all(request)
                }
            },
        )
        .await;
        assert_eq!(finished.result("list"), "passed");
        assert_eq!(
            finished
                .stub
                .requests()
                .iter()
                .filter(|request| request.kind == "list")
                .count(),
            3
        );
    }
    let finished = probe_with(
        with_retries(),
        &plan(keys(), Direction::Read),
        allow_all_but("list", denied("s3:ListBucket")),
    )
    .await;
    assert_eq!(
        finished
            .stub
            .requests()
            .iter()
            .filter(|request| request.kind == "list")
            .count(),
        1,
        "a clear answer is not retried"
    );
}

#[tokio::test]
async fn fails_with_an_unknown_code() {
    let unknown_code = s3_error(
        403,
        "SomethingNew",
        "Nobody has written about this yet.",
        "",
    );
    let finished = probe(
        &plan(keys(), Direction::Both),
        allow_all_but("put", unknown_code),
    )
    .await;
    assert_eq!(finished.result("put"), "failed unknown_refusal");
    assert_eq!(
        finished.step("put").detail,
        "AWS answered “SomethingNew”, which we don’t recognize."
    );
}

#[tokio::test]
async fn reports_timeouts_of_calls_and_of_the_whole_probe() {
    let delay = Duration::from_secs(5);
    let slow = |request: &crate::StubRequest| match request.kind {
        "caller" => caller("arn:aws:iam::111122223333:user/tenant"),
        _ => allow_all(request).delayed(Duration::from_secs(5)),
    };
    let short_attempts = crate::AwsSettings {
        attempt_timeout: Duration::from_millis(200),
        ..settings()
    };
    let started = std::time::Instant::now();
    let finished = probe_with(short_attempts, &plan(keys(), Direction::Both), slow).await;
    assert_eq!(
        finished.results(),
        [
            "credentials passed",
            "bucket undetermined timeout",
            "list undetermined timeout",
            "get skipped",
            "put undetermined timeout",
            "cleanup skipped"
        ]
    );
    let short_probe = crate::AwsSettings {
        probe_timeout: Duration::from_millis(300),
        ..settings()
    };
    let finished = probe_with(
        short_probe,
        &plan(crate::role(), Direction::Both),
        move |request| match request.kind {
            "get" | "delete" => allow_all(request).delayed(delay),
            _ => allow_all(request),
        },
    )
    .await;
    assert_eq!(
        finished.result("get"),
        "undetermined timeout",
        "the whole probe has a deadline"
    );
    assert_eq!(finished.result("put"), "passed");
    assert_eq!(finished.result("cleanup"), "warning timeout");
    assert_eq!(
        finished.report.residue.map(|residue| residue.removed),
        Some(false)
    );
    let short_probe = crate::AwsSettings {
        probe_timeout: Duration::from_millis(300),
        ..settings()
    };
    let finished = probe_with(
        short_probe,
        &plan(keys(), Direction::Write),
        move |request| match request.kind {
            "put" => allow_all(request).delayed(delay),
            _ => allow_all(request),
        },
    )
    .await;
    let detail = finished.step("cleanup").detail;
    assert!(detail.starts_with("We don’t know"), "{detail}");
    assert!(started.elapsed() < delay, "nothing waits for the responses");
}

#[tokio::test]
async fn is_undetermined_if_aws_cannot_be_reached() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("port");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    drop(listener);
    let report = crate::vendor(&url, settings())
        .probe(&plan(keys(), Direction::Both), |_| ())
        .await;
    assert_eq!(report.outcome, Outcome::Undetermined);
    assert_eq!(report.region, None);
    for step in report.steps.iter().take(3) {
        assert_eq!(
            step.cause,
            Some(domain::Cause::Unreachable),
            "{}",
            step.id.as_str()
        );
    }
}
