//! What answers in place of AWS, or at an address that a tenant typed, may send without end. The server's memory stays
//! as it is.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{Fields, sample, start_sandbox};
use e2e::binary::{Running, at_aws, command};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const FLOOD: usize = 300 * 1024 * 1024;
/// For all checks together. One listing that was read whole would take more.
const MOST_MIB: u64 = 64;

const OBJECT: &str = "<Contents><Key>incoming/a</Key><Size>1</Size></Contents>";
const CALLER: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/tenant</Arn>\
    <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// An STS that answers, and an S3 whose every answer begins well and does not end.
async fn serve(mut stream: TcpStream) {
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.unwrap_or_default();
    let whole = match head.get(..4).filter(|_| read > 4) {
        Some(b"POST") => format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{CALLER}",
            CALLER.len()
        ),
        Some(b"HEAD") => "HTTP/1.1 200 OK\r\nx-amz-bucket-region: us-east-1\r\n\r\n".to_owned(),
        _ => {
            let start = "HTTP/1.1 200 OK\r\nx-amz-request-id: 1\r\n\r\n<ListBucketResult>";
            let mut sent = stream.write_all(start.as_bytes()).await;
            let chunk = OBJECT.repeat(1_000);
            for _ in 0..FLOOD / chunk.len() {
                if sent.is_err() {
                    return;
                }
                sent = stream.write_all(chunk.as_bytes()).await;
            }
            return;
        }
    };
    // Whoever left has nothing to be told.
    let _ = stream.write_all(whole.as_bytes()).await;
}

/// The most memory a process ever had, in MiB.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("kB") / 1024
}

#[tokio::test]
async fn answers_without_end_take_no_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    let stub = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let fields = Fields::of(sample(&sandbox, "full-access")).json();
    let mut serve = command(folder.path(), &["serve"]);
    let vendor = (
        "AKIAVENDOREXAMPLE000",
        "vendorSecretVendorSecretVendorSecret1234",
    );
    let server = Running::start(at_aws(&mut serve, &url, vendor)).await;
    let before = peak(server.pid());
    let checks = ["a", "b", "c", "d"].map(|tenant| server.client.put_connection(tenant, &fields));
    for answer in futures::future::join_all(checks).await {
        let answer = answer.expect(422);
        let steps = answer.json()["report"]["steps"].clone();
        let mut steps = steps.as_array().expect("steps").iter();
        let list = steps.find(|step| step["id"] == "list").expect("a step");
        assert_eq!(list["cause"], "bad_answer", "{list}");
        assert!(answer.text.len() < 32 * 1024, "{}", answer.text.len());
    }
    let after = peak(server.pid());
    println!("peak memory: {before} MiB before four checks, {after} MiB after");
    assert!(after - before < MOST_MIB, "from {before} to {after} MiB");
    server.kill().await;
    stub.abort();
}
