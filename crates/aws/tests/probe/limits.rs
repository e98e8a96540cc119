//! Stores that answer without end: little of it is read, less is kept, and nothing is asked twice.

use crate::canned::{all_well, empty, html, ok, s3_error};
use crate::elsewhere::at_the_stub_with;
use crate::stub::{Asked, Canned, Ending};
use crate::{AwsSettings, Probed, keys, plan, probe_with, settings};
use domain::{Direction, Endpoint};
use std::time::Duration;

const FLOOD: usize = 300 * 1024 * 1024;
/// What fits into the buffers of both sockets is sent before anybody has read any of it.
const BUFFERS: usize = 16 * 1024 * 1024;
const ONE_MORE: &str = "<Contents><Key>in/a</Key><Size>1</Size></Contents>";

impl Canned {
    fn flooded(mut self, with: &'static str) -> Self {
        self.ending = Ending::Flooded(with, FLOOD);
        self
    }

    /// A head that promises no length, so that its body lasts until the connection ends.
    fn endless(head: &str) -> Self {
        let mut canned = ok("");
        canned.bytes = head.replace('\n', "\r\n").into_bytes();
        canned
    }
}

fn listing() -> Canned {
    Canned::endless("HTTP/1.1 200 OK\n\n<ListBucketResult>").flooded(ONE_MORE)
}

fn error() -> Canned {
    Canned::endless("HTTP/1.1 403 Forbidden\nx-amz-request-id: 1\n\n<Error><Code>")
        .flooded("Denied")
}

fn unavailable() -> Canned {
    Canned::endless("HTTP/1.1 503 Busy\n\n<Error><Code>SlowDown</Code><Message>").flooded("…")
}

fn in_tiny_chunks() -> Canned {
    Canned::endless("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n").flooded("1\r\nx\r\n")
}

fn headers_without_end() -> Canned {
    Canned::endless("HTTP/1.1 200 OK\n").flooded("x-filler: 0123456789\r\n")
}

fn one_header_without_end() -> Canned {
    Canned::endless("HTTP/1.1 200 OK\nx-filler: ").flooded("0123456789")
}

fn long_headers() -> Canned {
    (0..10).fold(ok(""), |canned, _| {
        canned.header("x-filler", &"0123456789".repeat(500))
    })
}

fn patient() -> AwsSettings {
    AwsSettings {
        max_attempts: 3,
        attempt_timeout: Duration::from_secs(20),
        probe_timeout: Duration::from_mins(1),
        ..settings()
    }
}

fn only(what: &'static str, canned: Canned) -> impl Fn(&Asked) -> Canned + Send + Sync + 'static {
    crate::all_well_but(what, canned)
}

/// At AWS's address, then at a tenant's.
async fn both(what: &'static str, canned: Canned, direction: Direction) -> [Probed; 2] {
    let at_aws = plan(keys(), direction);
    let mut elsewhere = plan(keys(), direction);
    elsewhere.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    [
        probe_with(patient(), &at_aws, only(what, canned.clone())).await,
        at_the_stub_with(patient(), &elsewhere, only(what, canned)).await,
    ]
}

#[tokio::test]
async fn a_response_without_end_is_read_up_to_a_limit_and_never_asked_for_again() {
    const TOO_LARGE: &str = "more than 512 KB";
    // hyper gives these up itself, and says no more than that it could not read them.
    const UNREADABLE: &str = "";
    for (what, canned, words) in [
        ("list", listing(), TOO_LARGE),
        ("list", error(), TOO_LARGE),
        ("list", unavailable(), TOO_LARGE),
        ("list", in_tiny_chunks(), TOO_LARGE),
        ("list", long_headers(), TOO_LARGE),
        ("list", headers_without_end(), UNREADABLE),
        ("list", one_header_without_end(), UNREADABLE),
        ("put", error(), TOO_LARGE),
        ("put", listing(), TOO_LARGE),
        ("get", error(), TOO_LARGE),
        ("get", headers_without_end(), UNREADABLE),
    ] {
        let sent =
            String::from_utf8_lossy(&canned.bytes[..40.min(canned.bytes.len())]).into_owned();
        for (probed, verdict) in both(what, canned, Direction::Both)
            .await
            .iter()
            .zip(["undetermined bad_answer", "failed not_s3"])
        {
            let case = format!("{what} {sent}: {:?}", probed.verdicts());
            assert_eq!(probed.verdict(what), verdict, "{case}");
            assert_eq!(probed.stub.times(what), 1, "{case}");
            let detail = probed.step(what).detail;
            assert!(detail.contains(words), "{case}: {detail}");
            let flooded = probed.stub.flooded();
            assert!(flooded < BUFFERS, "{case}: {flooded} bytes");
        }
    }
}

/// Whoever sends the first byte of an object has let us read it. The other bytes are left where they are.
#[tokio::test]
async fn a_store_that_ignores_a_range_is_not_read_whole() {
    let whole = Canned::endless(
        "HTTP/1.1 200 OK\nx-amz-request-id: 1\nETag: \"1\"\nContent-Length: 314572800\n\n",
    );
    for probed in both("get", whole.flooded("0123456789"), Direction::Read).await {
        probed.assert_passed();
        let flooded = probed.stub.flooded();
        assert!(flooded < BUFFERS, "{flooded} bytes");
    }
}

#[tokio::test]
async fn a_body_that_drips_ends_by_the_clock() {
    let mut hasty = patient();
    hasty.attempt_timeout = Duration::from_millis(300);
    hasty.max_attempts = 1;
    let mut dripping = Canned::endless("HTTP/1.1 200 OK\n\n<ListBucketResult>");
    dripping.ending = Ending::Dripping(Duration::from_millis(20));
    let mut drip_of_headers = Canned::endless("HTTP/1.1 200 OK\nx-filler: ");
    drip_of_headers.ending = Ending::Dripping(Duration::from_millis(20));
    for slow in [dripping, drip_of_headers] {
        let plan = plan(keys(), Direction::Read);
        let probed = probe_with(hasty.clone(), &plan, only("list", slow)).await;
        assert_eq!(probed.verdict("list"), "undetermined timeout");
    }
}

#[tokio::test]
async fn what_does_not_speak_http_is_no_store() {
    for greeting in [
        "SSH-2.0-OpenSSH_9.9\n",
        "220 mail.example.com ESMTP\n",
        "\u{0}\u{1}\u{2}\n",
    ] {
        let canned = Canned::endless(greeting);
        for (probed, verdict) in both("list", canned, Direction::Read)
            .await
            .iter()
            .zip(["undetermined bad_answer", "failed not_s3"])
        {
            assert_eq!(probed.verdict("list"), verdict, "{greeting}");
        }
    }
}

#[tokio::test]
async fn what_is_kept_of_a_response_is_short_and_visible() {
    let long = "A".repeat(100_000);
    let of_s3 = || {
        let code = format!("Denied\u{202e}&#27;\u{200b}&#9;&#10;{long}");
        s3_error(403, &code, &long, "")
    };
    let with_headers = of_s3()
        .header("x-amz-request-id", &"B".repeat(5_000))
        .header("x-amz-id-2", &"C".repeat(5_000))
        .header("x-amz-bucket-region", &"d".repeat(5_000))
        .header("x-amz-version-id", &"e".repeat(5_000));
    let action = s3_error(
        403,
        "AccessDenied",
        &format!(
            "User: x is not authorized to perform: {long} on resource: {long} with an explicit deny in a {long}"
        ),
        "",
    );
    let cut = format!("Denied{}", "A".repeat(122));
    for (canned, code) in [
        (with_headers, Some(cut.as_str())),
        (of_s3(), Some(&cut)),
        (action, Some("AccessDenied")),
        (html(403, &long), None),
    ] {
        for probed in both("put", canned, Direction::Write).await {
            let report = format!("{:?}", probed.report);
            assert!(report.len() < 8_192, "{} bytes: {report}", report.len());
            let answer = probed.step("put").aws.expect("an answer");
            assert_eq!(answer.code.as_deref(), code);
        }
    }
}

/// S3 has no keys of more than 1,024 bytes, and a key may hold anything.
#[tokio::test]
async fn keys_are_shown_without_what_cannot_be_seen() {
    let listed = |key: &str| {
        ok(format!(
            "<ListBucketResult><Contents><Key>{key}</Key><Size>1</Size></Contents></ListBucketResult>"
        ))
    };
    let hidden = listed("in/a&#10;\u{202e}b");
    let [probed, _] = both("list", hidden, Direction::Read).await;
    assert_eq!(probed.step("get").detail, "Read “in/ab”.");
    let asked = probed.stub.asked();
    let get = asked.iter().find(|asked| asked.what == "get");
    assert!(
        get.expect("a Get").path.contains("in/a%0A"),
        "the key itself is asked for"
    );
    let [probed, _] = both("list", listed(&"k".repeat(1_025)), Direction::Read).await;
    assert_eq!(probed.verdict("get"), "skipped");
}

#[tokio::test]
async fn a_store_that_always_fails_leaves_others_their_retries() {
    let mut elsewhere = plan(keys(), Direction::Both);
    elsewhere.draft.endpoint = Endpoint::parse("https://store.example.com").ok();
    for _ in 0..40 {
        at_the_stub_with(patient(), &elsewhere, |_| empty(500)).await;
    }
    let tries = std::sync::atomic::AtomicU32::new(0);
    let plan = plan(keys(), Direction::Read);
    let probed = probe_with(patient(), &plan, move |asked: &Asked| match asked.what {
        "list" if tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 2 => empty(500),
        _ => all_well(asked),
    })
    .await;
    probed.assert_passed();
}

/// A store may send us to another address: in a header, or in the body as S3 does.
#[tokio::test]
async fn nothing_is_followed_to_another_address() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let elsewhere = listener.local_addr().expect("address").to_string();
    for status in [301, 302, 303, 307, 308] {
        let body = format!("<Endpoint>{elsewhere}</Endpoint><Bucket>my-data</Bucket>");
        let canned = s3_error(status, "TemporaryRedirect", "Go elsewhere.", &body)
            .header("Location", &format!("http://{elsewhere}/my-data"));
        let plan = plan(keys(), Direction::Both);
        let probed = probe_with(patient(), &plan, move |asked: &Asked| match asked.what {
            "caller" => all_well(asked),
            _ => canned.clone(),
        })
        .await;
        assert_ne!(probed.report.outcome, domain::Outcome::Passed, "{status}");
    }
    let accepted = tokio::time::timeout(Duration::from_millis(1), listener.accept()).await;
    assert!(accepted.is_err(), "nobody came");
}
