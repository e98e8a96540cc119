//! Tests with endless and oversized responses: we read little, keep less, and do not retry.

use crate::canned_responses::{allow_all, empty, html, ok, s3_error};
use crate::compatible_store::probe_compatible_store_with;
use crate::stub_server::{CannedResponse, Ending, StubRequest};
use crate::{AwsSettings, FinishedProbe, keys, plan, probe_with, settings};
use domain::{Direction, Endpoint};
use std::time::Duration;

const FLOOD_BYTES: usize = 300 * 1024 * 1024;
/// The stub can fill the buffers of both sockets before the client reads anything.
const BUFFER_BYTES: usize = 16 * 1024 * 1024;
const LIST_ENTRY: &str = "<Contents><Key>in/a</Key><Size>1</Size></Contents>";

impl CannedResponse {
    fn flooded_with(mut self, text: &'static str) -> Self {
        self.ending = Ending::Flood(text, FLOOD_BYTES);
        self
    }

    /// A response head without a length, so that the body lasts until the connection ends.
    fn without_length(head: &str) -> Self {
        let mut response = ok("");
        response.bytes = head.replace('\n', "\r\n").into_bytes();
        response
    }
}

fn endless_list() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 200 OK\n\n<ListBucketResult>").flooded_with(LIST_ENTRY)
}

fn endless_error() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 403 Forbidden\nx-amz-request-id: 1\n\n<Error><Code>")
        .flooded_with("Denied")
}

fn endless_slow_down() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 503 Busy\n\n<Error><Code>SlowDown</Code><Message>")
        .flooded_with("…")
}

fn endless_tiny_chunks() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n")
        .flooded_with("1\r\nx\r\n")
}

fn endless_headers() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 200 OK\n").flooded_with("x-filler: 0123456789\r\n")
}

fn endless_header() -> CannedResponse {
    CannedResponse::without_length("HTTP/1.1 200 OK\nx-filler: ").flooded_with("0123456789")
}

fn long_headers() -> CannedResponse {
    (0..10).fold(ok(""), |response, _| {
        response.with_header("x-filler", &"0123456789".repeat(500))
    })
}

fn with_retries() -> AwsSettings {
    AwsSettings {
        max_attempts: 3,
        attempt_timeout: Duration::from_secs(20),
        probe_timeout: Duration::from_mins(1),
        ..settings()
    }
}

fn respond_with(
    kind: &'static str,
    response: CannedResponse,
) -> impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static {
    crate::allow_all_but(kind, response)
}

/// Probes a bucket in AWS and one in an S3-compatible store, with the same response.
async fn probe_both_stores(
    kind: &'static str,
    response: CannedResponse,
    direction: Direction,
) -> [FinishedProbe; 2] {
    let at_aws = plan(keys(), direction);
    let mut at_compatible_store = plan(keys(), direction);
    at_compatible_store.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    [
        probe_with(
            with_retries(),
            &at_aws,
            respond_with(kind, response.clone()),
        )
        .await,
        probe_compatible_store_with(
            with_retries(),
            &at_compatible_store,
            respond_with(kind, response),
        )
        .await,
    ]
}

#[tokio::test]
async fn reads_endless_responses_up_to_a_limit_and_never_retries_them() {
    const TOO_LARGE: &str = "more than 512 KB";
    // hyper itself gives up on these, so the message does not mention the limit.
    const UNREADABLE: &str = "";
    for (kind, response, text) in [
        ("list", endless_list(), TOO_LARGE),
        ("list", endless_error(), TOO_LARGE),
        ("list", endless_slow_down(), TOO_LARGE),
        ("list", endless_tiny_chunks(), TOO_LARGE),
        ("list", long_headers(), TOO_LARGE),
        ("list", endless_headers(), UNREADABLE),
        ("list", endless_header(), UNREADABLE),
        ("put", endless_error(), TOO_LARGE),
        ("put", endless_list(), TOO_LARGE),
        ("get", endless_error(), TOO_LARGE),
        ("get", endless_headers(), UNREADABLE),
    ] {
        let sent =
            String::from_utf8_lossy(&response.bytes[..40.min(response.bytes.len())]).into_owned();
        for (finished, expected) in probe_both_stores(kind, response, Direction::Both)
            .await
            .iter()
            .zip(["undetermined bad_answer", "failed not_s3"])
        {
            let case = format!("{kind} {sent}: {:?}", finished.results());
            assert_eq!(finished.result(kind), expected, "{case}");
            assert_eq!(finished.stub.count(kind), 1, "{case}");
            let detail = finished.step(kind).detail;
            assert!(detail.contains(text), "{case}: {detail}");
            let flooded_bytes = finished.stub.flooded_bytes();
            assert!(
                flooded_bytes < BUFFER_BYTES,
                "{case}: {flooded_bytes} bytes"
            );
        }
    }
}

/// The beginning of a response proves the permission. The rest of the object is not fetched.
#[tokio::test]
async fn does_not_read_the_whole_object_if_the_store_ignores_the_range() {
    let whole = CannedResponse::without_length(
        "HTTP/1.1 200 OK\nx-amz-request-id: 1\nETag: \"1\"\nContent-Length: 314572800\n\n",
    );
    for finished in
        probe_both_stores("get", whole.flooded_with("0123456789"), Direction::Read).await
    {
        finished.assert_passed();
        let flooded_bytes = finished.stub.flooded_bytes();
        assert!(flooded_bytes < BUFFER_BYTES, "{flooded_bytes} bytes");
    }
}

#[tokio::test]
async fn times_out_on_responses_that_drip() {
    let mut short_timeout = with_retries();
    short_timeout.attempt_timeout = Duration::from_millis(300);
    short_timeout.max_attempts = 1;
    let mut dripping_body = CannedResponse::without_length("HTTP/1.1 200 OK\n\n<ListBucketResult>");
    dripping_body.ending = Ending::Drip(Duration::from_millis(20));
    let mut dripping_headers = CannedResponse::without_length("HTTP/1.1 200 OK\nx-filler: ");
    dripping_headers.ending = Ending::Drip(Duration::from_millis(20));
    for response in [dripping_body, dripping_headers] {
        let plan = plan(keys(), Direction::Read);
        let finished =
            probe_with(short_timeout.clone(), &plan, respond_with("list", response)).await;
        assert_eq!(finished.result("list"), "undetermined timeout");
    }
}

#[tokio::test]
async fn recognizes_servers_that_do_not_speak_http() {
    for greeting in [
        "SSH-2.0-OpenSSH_9.9\n",
        "220 mail.example.com ESMTP\n",
        "\u{0}\u{1}\u{2}\n",
    ] {
        let response = CannedResponse::without_length(greeting);
        for (finished, expected) in probe_both_stores("list", response, Direction::Read)
            .await
            .iter()
            .zip(["undetermined bad_answer", "failed not_s3"])
        {
            assert_eq!(finished.result("list"), expected, "{greeting}");
        }
    }
}

#[tokio::test]
async fn keeps_only_short_visible_texts_of_a_response() {
    let long = "A".repeat(100_000);
    let long_error = || {
        let code = format!("Denied\u{202e}&#27;\u{200b}&#9;&#10;{long}");
        s3_error(403, &code, &long, "")
    };
    let long_headers = long_error()
        .with_header("x-amz-request-id", &"B".repeat(5_000))
        .with_header("x-amz-id-2", &"C".repeat(5_000))
        .with_header("x-amz-bucket-region", &"d".repeat(5_000))
        .with_header("x-amz-version-id", &"e".repeat(5_000));
    let long_denial = s3_error(
        403,
        "AccessDenied",
        &format!(
            "User: x is not authorized to perform: {long} on resource: {long} with an explicit deny in a {long}"
        ),
        "",
    );
    let cut = format!("Denied{}", "A".repeat(122));
    for (response, code) in [
        (long_headers, Some(cut.as_str())),
        (long_error(), Some(&cut)),
        (long_denial, Some("AccessDenied")),
        (html(403, &long), None),
    ] {
        for finished in probe_both_stores("put", response, Direction::Write).await {
            let report = format!("{:?}", finished.report);
            assert!(report.len() < 8_192, "{} bytes: {report}", report.len());
            let answer = finished.step("put").aws.expect("an answer");
            assert_eq!(answer.code.as_deref(), code);
        }
    }
}

/// Keys in S3 have at most 1,024 bytes, and can contain any character.
#[tokio::test]
async fn shows_keys_without_invisible_characters() {
    let listed = |key: &str| {
        ok(format!(
            "<ListBucketResult><Contents><Key>{key}</Key><Size>1</Size></Contents></ListBucketResult>"
        ))
    };
    let invisible = listed("in/a&#10;\u{202e}b");
    let [finished, _] = probe_both_stores("list", invisible, Direction::Read).await;
    assert_eq!(finished.step("get").detail, "Read “in/ab”.");
    let requests = finished.stub.requests();
    let get = requests.iter().find(|request| request.kind == "get");
    assert!(
        get.expect("a Get").path.contains("in/a%0A"),
        "the request contains the original key"
    );
    let [finished, _] =
        probe_both_stores("list", listed(&"k".repeat(1_025)), Direction::Read).await;
    assert_eq!(finished.result("get"), "skipped");
}

#[tokio::test]
async fn does_not_let_a_failing_store_use_up_the_retries_of_others() {
    let mut at_compatible_store = plan(keys(), Direction::Both);
    at_compatible_store.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    for _ in 0..40 {
        probe_compatible_store_with(with_retries(), &at_compatible_store, |_| empty(500)).await;
    }
    let attempts = std::sync::atomic::AtomicU32::new(0);
    let plan = plan(keys(), Direction::Read);
    let finished = probe_with(
        with_retries(),
        &plan,
        move |request: &StubRequest| match request.kind {
            "list" if attempts.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 2 => empty(500),
            _ => allow_all(request),
        },
    )
    .await;
    finished.assert_passed();
}

/// A store can name another address in a header, or in the body as S3 does.
#[tokio::test]
async fn never_follows_redirects_to_another_address() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let other_address = listener.local_addr().expect("address").to_string();
    for status in [301, 302, 303, 307, 308] {
        let body = format!("<Endpoint>{other_address}</Endpoint><Bucket>my-data</Bucket>");
        let response = s3_error(status, "TemporaryRedirect", "Go elsewhere.", &body)
            .with_header("Location", &format!("http://{other_address}/my-data"));
        let plan = plan(keys(), Direction::Both);
        let finished = probe_with(
            with_retries(),
            &plan,
            move |request: &StubRequest| match request.kind {
                "caller" => allow_all(request),
                _ => response.clone(),
            },
        )
        .await;
        assert_ne!(finished.report.outcome, domain::Outcome::Passed, "{status}");
    }
    let accepted = tokio::time::timeout(Duration::from_millis(1), listener.accept()).await;
    assert!(accepted.is_err(), "no connection was made");
}
