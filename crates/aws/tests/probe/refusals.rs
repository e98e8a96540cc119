//! Every kind of refusal, and what it does to each step.

use crate::canned::{
    caller, denied, empty, html, no_bucket, s3_error, slow_down, sts_error, throttling,
};
use crate::{all_well, all_well_but, keys, plan, probe, probe_with, settings};
use domain::{Direction, Outcome};
use std::time::Duration;

/// What each step of a `both` connection with keys comes to.
async fn check(
    what: &str,
    answers: impl Fn(&crate::Asked) -> crate::Canned + Send + Sync + 'static,
    expected: &[&str],
) {
    let probed = probe(&plan(keys(), Direction::Both), answers).await;
    assert_eq!(probed.verdicts(), expected, "{what}");
    let outcome = if expected.iter().any(|verdict| verdict.contains(" failed")) {
        Outcome::Failed
    } else if expected
        .iter()
        .any(|verdict| verdict.contains(" undetermined"))
    {
        Outcome::Undetermined
    } else {
        Outcome::Passed
    };
    assert_eq!(probed.report.outcome, outcome, "{what}");
    for step in &probed.report.steps {
        assert!(
            !i18n::english(&step.detail).is_empty(),
            "{what}: {} has words",
            step.id.as_str()
        );
        assert_eq!(
            step.cause.is_some(),
            step.remedy.is_some(),
            "{what}: {}",
            step.id.as_str()
        );
    }
}

#[tokio::test]
async fn the_key_itself() {
    let shut = |cause| {
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
    let everywhere = |sts: crate::Canned, s3: crate::Canned| {
        move |asked: &crate::Asked| match asked.what {
            "caller" => sts.clone(),
            "head" => empty(403),
            _ => s3.clone(),
        }
    };
    check(
        "unknown key",
        everywhere(sts_unknown(), s3_unknown()),
        &shut("credentials failed unknown_access_key"),
    )
    .await;
    let wrong = everywhere(
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
        wrong,
        &shut("credentials failed wrong_secret"),
    )
    .await;
    let throttled = everywhere(throttling(), s3_unknown());
    check(
        "S3 knows when STS is throttled",
        throttled,
        &shut("credentials failed unknown_access_key"),
    )
    .await;
}

#[tokio::test]
async fn the_bucket() {
    let missing = |asked: &crate::Asked| match asked.what {
        "caller" => all_well(asked),
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
    let hidden_from_head = |asked: &crate::Asked| match asked.what {
        "head" => empty(403),
        "list" | "put" => no_bucket(),
        _ => all_well(asked),
    };
    check("missing, and HEAD says 403", hidden_from_head, &expected).await;
}

#[tokio::test]
async fn one_right_is_missing() {
    let rest = |list: &'static str, get: &'static str, put: &'static str, cleanup: &'static str| {
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
        "list: the marker proves reading",
        all_well_but("list", denied("s3:ListBucket")),
        &rest(
            "list failed list_denied",
            "get passed",
            "put passed",
            "cleanup passed",
        ),
    )
    .await;
    check(
        "get",
        all_well_but("get", denied("s3:GetObject")),
        &rest(
            "list passed",
            "get failed get_denied",
            "put passed",
            "cleanup passed",
        ),
    )
    .await;
    check(
        "put",
        all_well_but("put", denied("s3:PutObject")),
        &rest(
            "list passed",
            "get passed",
            "put failed put_denied",
            "cleanup skipped",
        ),
    )
    .await;
    check(
        "delete",
        all_well_but("delete", denied("s3:DeleteObject")),
        &rest("list passed", "get passed", "put passed", "cleanup passed"),
    )
    .await;
    check(
        "head",
        all_well_but("head", empty(403)),
        &rest("list passed", "get passed", "put passed", "cleanup passed"),
    )
    .await;
    let everything = |asked: &crate::Asked| match asked.what {
        "caller" => all_well(asked),
        "head" => empty(403),
        _ => s3_error(403, "AccessDenied", "Access Denied", ""),
    };
    check(
        "everything",
        everything,
        &rest(
            "list failed list_denied",
            "get skipped",
            "put failed put_denied",
            "cleanup skipped",
        ),
    )
    .await;
}

#[tokio::test]
async fn a_denied_step_brings_the_statement_that_mends_it() {
    let probed = probe(
        &plan(keys(), Direction::Read),
        all_well_but("list", denied("s3:ListBucket")),
    )
    .await;
    let statement = probed
        .step("list")
        .remedy
        .clone()
        .and_then(|remedy| remedy.statement);
    let json = serde_json::to_value(statement.expect("statement")).expect("json");
    assert_eq!(json["Action"], "s3:ListBucket");
    assert_eq!(json["Resource"], "arn:aws:s3:::my-data");
    let aws = probed.step("list").aws.clone().expect("aws");
    assert_eq!(
        (aws.http_status, aws.code.as_deref()),
        (Some(403), Some("AccessDenied"))
    );
    assert_eq!(aws.request_id.as_deref(), Some(crate::stub::REQUEST_ID));
}

#[tokio::test]
async fn what_says_nothing_about_the_connection() {
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
    for (canned, cause) in [
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
        let verdict = format!("undetermined {cause}");
        let probed = probe(&plan(keys(), Direction::Both), all_well_but("list", canned)).await;
        assert_eq!(probed.verdict("list"), verdict, "{cause}");
        assert_eq!(probed.report.outcome, Outcome::Undetermined, "{cause}");
        assert_eq!(
            (probed.verdict("bucket"), probed.verdict("put")),
            ("passed".into(), "passed".into()),
            "{cause}"
        );
    }
    let probed = probe(
        &plan(keys(), Direction::Read),
        all_well_but("caller", throttling()),
    )
    .await;
    assert_eq!(
        probed.verdicts()[..2],
        ["credentials undetermined throttled", "bucket passed"]
    );
}

#[tokio::test]
async fn throttles_and_server_errors_are_tried_again() {
    use std::sync::atomic::{AtomicU32, Ordering};
    let patient = || crate::AwsSettings {
        max_attempts: 3,
        ..settings()
    };
    for canned in [slow_down(), empty(500)] {
        let tries = AtomicU32::new(0);
        let probed = probe_with(patient(), &plan(keys(), Direction::Read), move |asked| {
            if asked.what == "list" && tries.fetch_add(1, Ordering::SeqCst) < 2 {
                canned.clone()
            } else {
                all_well(asked)
            }
        })
        .await;
        assert_eq!(probed.verdict("list"), "passed");
        assert_eq!(
            probed
                .stub
                .asked()
                .iter()
                .filter(|asked| asked.what == "list")
                .count(),
            3
        );
    }
    let probed = probe_with(
        patient(),
        &plan(keys(), Direction::Read),
        all_well_but("list", denied("s3:ListBucket")),
    )
    .await;
    assert_eq!(
        probed
            .stub
            .asked()
            .iter()
            .filter(|asked| asked.what == "list")
            .count(),
        1,
        "a clear answer is taken"
    );
}

#[tokio::test]
async fn codes_nobody_knows() {
    let strange = s3_error(
        403,
        "SomethingNew",
        "Nobody has written about this yet.",
        "",
    );
    let probed = probe(&plan(keys(), Direction::Both), all_well_but("put", strange)).await;
    assert_eq!(probed.verdict("put"), "failed unknown_refusal");
    assert_eq!(
        probed.step("put").detail,
        "AWS answered “SomethingNew”, which we do not know."
    );
}

#[tokio::test]
async fn no_answer_in_time() {
    let late = Duration::from_secs(5);
    let slow = |asked: &crate::Asked| match asked.what {
        "caller" => caller("arn:aws:iam::111122223333:user/tenant"),
        _ => all_well(asked).after(Duration::from_secs(5)),
    };
    let hasty = crate::AwsSettings {
        attempt_timeout: Duration::from_millis(200),
        ..settings()
    };
    let begun = std::time::Instant::now();
    let probed = probe_with(hasty, &plan(keys(), Direction::Both), slow).await;
    assert_eq!(
        probed.verdicts(),
        [
            "credentials passed",
            "bucket undetermined timeout",
            "list undetermined timeout",
            "get skipped",
            "put undetermined timeout",
            "cleanup skipped"
        ]
    );
    let short = crate::AwsSettings {
        probe_timeout: Duration::from_millis(300),
        ..settings()
    };
    let probed = probe_with(
        short,
        &plan(crate::role(), Direction::Both),
        move |asked| match asked.what {
            "get" | "delete" => all_well(asked).after(late),
            _ => all_well(asked),
        },
    )
    .await;
    assert_eq!(
        probed.verdict("get"),
        "undetermined timeout",
        "the whole probe has a deadline"
    );
    assert_eq!(probed.verdict("put"), "passed");
    assert_eq!(probed.verdict("cleanup"), "warning timeout");
    assert_eq!(
        probed.report.residue.map(|residue| residue.removed),
        Some(false)
    );
    assert!(begun.elapsed() < late, "never a hang");
}

#[tokio::test]
async fn nobody_there() {
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
