//! An attacker with sixteen connect links cannot stop the service for other tenants. Memory stays bounded, and all
//! connections are released in the end.

#![expect(clippy::expect_used, reason = "tests")]

use bench::attack::{Attack, Sockets, Target, speaks_http2};
use e2e::app::{Fields, VENDOR_ARN, find_sample, start_sandbox};
use e2e::binary::{self, ServerProcess};
use e2e::client::Client;
use e2e::database::Database;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

/// The server's limit of file descriptors, which is the default of most systems.
const DESCRIPTORS: u32 = 1_024;
const LINKS: usize = 16;
/// How much memory the attacks may take: far more than they need, and far less than they took without limits.
const MEMORY_LIMIT_MIB: u64 = 160;
/// How long the server may take to release connections. It gives a silent client 20 seconds.
const RELEASE_TIME: Duration = Duration::from_secs(45);

/// Returns how many sockets an attack opens.
fn socket_count(attack: Attack) -> usize {
    match attack {
        Attack::StoppedReader => 4 * LINKS,
        Attack::UnknownFields => 100,
        _ => 1_100,
    }
}

/// Returns a memory value of a process in MiB. `name` is a line of `/proc/…/status`.
fn memory_mib(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("a size") / 1024
}

/// Counts the connections that are open on the server's side.
fn open_connections(process: u32, server: SocketAddr) -> usize {
    // Columns are: number, local address, remote address, state. Addresses end with the port in hexadecimal digits.
    // https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
    let table = std::fs::read_to_string(format!("/proc/{process}/net/tcp")).expect("Linux");
    let port = format!(":{:04X}", server.port());
    let is_open_at_server = |line: &&str| {
        let mut columns = line.split_whitespace().skip(1);
        let local = columns
            .next()
            .is_some_and(|address| address.ends_with(&port));
        // State 01 is ESTABLISHED. 08 is CLOSE_WAIT: the client has closed the connection, but the server has not.
        local && matches!(columns.nth(1), Some("01" | "08"))
    };
    table.lines().filter(is_open_at_server).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn serves_other_tenants_during_attacks_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_others_are_served(folder.path(), &Database::sqlite(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn serves_other_tenants_during_attacks_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_others_are_served(folder.path(), &Database::postgres().await).await;
}

async fn assert_others_are_served(folder: &std::path::Path, database: &Database) {
    let sandbox = start_sandbox(folder).await;
    let vendor = binary::key_pair(sandbox.vendor());
    let mut command = binary::command_with_fd_limit(folder, &["serve"], DESCRIPTORS);
    command
        .env("DATABASE_URL", database.url())
        .env("S3_CONNECT_PRINCIPAL", VENDOR_ARN)
        // All clients connect from this machine, which is a trusted proxy by default. Without trusted proxies, each of
        // their addresses counts for itself.
        .env("S3_CONNECT_TRUSTED_PROXIES", "off")
        .env("RUST_LOG", "warn");
    let server =
        ServerProcess::start(binary::set_aws_env(&mut command, &sandbox.url(), vendor)).await;
    let process = server.pid();
    let address = server.client.url.trim_start_matches("http://").parse();
    let mut tokens = Vec::new();
    for number in 0..LINKS {
        tokens.push(
            server
                .client
                .create_session(&format!("attacker_{number}"))
                .await,
        );
    }
    let target = Target {
        server: address.expect("an address"),
        tokens,
    };
    let others = Client::with_address(&server.client.url, IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)));
    let fields = Fields::from_sample(find_sample(&sandbox, "full-access")).json();
    serve_others(&others, &fields, "before").await;
    let before = memory_mib(process, "VmRSS");

    assert!(!speaks_http2(target.server).await);
    for attack in Attack::ALL {
        let sockets = Sockets::open(attack, &target, socket_count(attack)).await;
        serve_others(&others, &fields, attack.name()).await;
        drop(sockets);
    }
    let silent = Sockets::open(Attack::Silent, &target, 100).await;
    assert_eq!(
        silent.wait_until_closed(RELEASE_TIME).await,
        0,
        "silent connections are still open"
    );

    let peak = memory_mib(process, "VmHWM");
    println!("memory: {before} MiB before, {peak} MiB at most");
    assert!(
        peak < before + MEMORY_LIMIT_MIB,
        "{before} MiB before, {peak} MiB at most"
    );
    wait_until_released(process, target.server).await;
    serve_others(&others, &fields, "after").await;
    server.kill().await;
}

/// Opens the widget and saves a connection as another tenant.
async fn serve_others(others: &Client, fields: &serde_json::Value, when: &str) {
    let tenant = format!("other_{}", when.replace(' ', "_"));
    let token = others.create_session(&tenant).await;
    for _ in 0..10 {
        others
            .open(&token)
            .await
            .expect_page(200, "Connect your S3 bucket");
    }
    others.put_connection(&tenant, fields).await.expect(201);
}

async fn wait_until_released(process: u32, server: SocketAddr) {
    // The test's own two clients keep some connections open.
    const OURS: usize = 4;
    for _ in 0..RELEASE_TIME.as_secs() {
        if open_connections(process, server) <= OURS {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{} connections are open", open_connections(process, server));
}
