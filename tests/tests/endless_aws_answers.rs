//! A server that answers in place of AWS, for example at an endpoint that a tenant typed, can send endless answers. Our
//! memory stays bounded.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::app::{Fields, find_sample, start_sandbox};
use e2e::binary::{ServerProcess, command, set_aws_env};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How much the store sends for each list, in bytes.
const FLOOD: usize = 300 * 1024 * 1024;
/// How much memory all checks together may take. A single list that was read to its end would take more.
const MEMORY_LIMIT_MIB: u64 = 64;

const OBJECT: &str = "<Contents><Key>incoming/a</Key><Size>1</Size></Contents>";
const CALLER: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/tenant</Arn>\
    <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// Serves one connection as an STS that answers correctly, and as an S3 whose lists are valid but do not end.
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
    // The client may have closed the connection.
    let _ = stream.write_all(whole.as_bytes()).await;
}

/// Returns the peak memory of a process in MiB.
fn peak_memory_mib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("kB") / 1024
}

#[tokio::test]
async fn limits_memory_for_endless_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    let stub = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = start_sandbox(folder.path()).await;
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    let mut serve = command(folder.path(), &["serve"]);
    let vendor = (
        "AKIAVENDOREXAMPLE000",
        "vendorSecretVendorSecretVendorSecret1234",
    );
    let server = ServerProcess::start(set_aws_env(&mut serve, &url, vendor)).await;
    let before = peak_memory_mib(server.pid());
    let checks = ["a", "b", "c", "d"].map(|tenant| server.client.put_connection(tenant, &fields));
    for answer in futures::future::join_all(checks).await {
        let answer = answer.expect(422);
        let steps = answer.json()["report"]["steps"].clone();
        let mut steps = steps.as_array().expect("steps").iter();
        let list = steps.find(|step| step["id"] == "list").expect("a step");
        assert_eq!(list["cause"], "bad_answer", "{list}");
        assert!(answer.text.len() < 32 * 1024, "{}", answer.text.len());
    }
    let after = peak_memory_mib(server.pid());
    println!("peak memory: {before} MiB before four checks, {after} MiB after");
    assert!(
        after - before < MEMORY_LIMIT_MIB,
        "from {before} to {after} MiB"
    );
    server.kill().await;
    stub.abort();
}
