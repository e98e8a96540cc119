//! Nothing that somebody with sixteen connect links sends keeps other tenants from the service, on either database;
//! memory stays bounded, and everything is given back at the end.

#![expect(clippy::expect_used, reason = "tests")]

use bench::attack::{Attack, Sockets, Target, speaks_http2};
use e2e::app::{Fields, VENDOR_ARN, sample, start_sandbox};
use e2e::binary::{self, Running};
use e2e::client::Client;
use e2e::database::Database;
use secrecy::ExposeSecret;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

/// As many file descriptors as most systems give a process at first.
const DESCRIPTORS: u32 = 1_024;
const LINKS: usize = 16;
/// Far above what the attacks take, far below what they took when nothing limited them.
const ROOM_MIB: u64 = 160;
/// Longer than the server gives a silent client.
const RELEASED_WITHIN: Duration = Duration::from_secs(45);

fn sockets(attack: Attack) -> usize {
    match attack {
        Attack::StoppedReader => 4 * LINKS,
        Attack::UnknownFields => 100,
        _ => 1_100,
    }
}

/// Of a process, in MiB.
fn memory_mib(process: u32, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find(|line| line.starts_with(what));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).expect("a size") / 1024
}

/// How many connections to this server are open on its side.
fn connections(process: u32, server: SocketAddr) -> usize {
    // Columns are: number, local address, remote address, state. Addresses end with the port in hexadecimal digits.
    // https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
    let table = std::fs::read_to_string(format!("/proc/{process}/net/tcp")).expect("Linux");
    let port = format!(":{:04X}", server.port());
    let of_server = |line: &&str| {
        let mut columns = line.split_whitespace().skip(1);
        let local = columns
            .next()
            .is_some_and(|address| address.ends_with(&port));
        // Established, or ended by the client and not yet by the server.
        local && matches!(columns.nth(1), Some("01" | "08"))
    };
    table.lines().filter(of_server).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_served_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    others_are_served(folder.path(), &Database::sqlite(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_served_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    others_are_served(folder.path(), &Database::postgres().await).await;
}

async fn others_are_served(folder: &std::path::Path, database: &Database) {
    let sandbox = start_sandbox(folder).await;
    let vendor = sandbox.vendor().clone();
    let vendor = (
        vendor.access_key_id.as_str(),
        vendor.secret_access_key.expose_secret(),
    );
    let mut command = binary::command_with_descriptors(folder, &["serve"], DESCRIPTORS);
    command
        .env("DATABASE_URL", database.url())
        .env("S3_CONNECT_PRINCIPAL", VENDOR_ARN)
        // Attackers and others come from this machine, each from an address of their own.
        .env("S3_CONNECT_TRUSTED_PROXIES", "off")
        .env("RUST_LOG", "warn");
    let server = Running::start(binary::at_aws(&mut command, &sandbox.url(), vendor)).await;
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
    let others = Client::from(&server.client.url, IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)));
    let fields = Fields::of(sample(&sandbox, "full-access")).json();
    serve_others(&others, &fields, "before").await;
    let before = memory_mib(process, "VmRSS");

    assert!(!speaks_http2(target.server).await);
    for attack in Attack::ALL {
        let held = Sockets::open(attack, &target, sockets(attack)).await;
        serve_others(&others, &fields, attack.name()).await;
        drop(held);
    }
    let silent = Sockets::open(Attack::Silent, &target, 100).await;
    assert_eq!(
        silent.all_ended(RELEASED_WITHIN).await,
        0,
        "silent connections are ended"
    );

    let most = memory_mib(process, "VmHWM");
    println!("memory: {before} MiB before, {most} MiB at most");
    assert!(
        most < before + ROOM_MIB,
        "{before} MiB before, {most} MiB at most"
    );
    wait_until_released(process, target.server).await;
    serve_others(&others, &fields, "after").await;
    server.kill().await;
}

/// A page, and a connection that is checked and saved.
async fn serve_others(others: &Client, fields: &serde_json::Value, when: &str) {
    let tenant = format!("other_{}", when.replace(' ', "_"));
    let token = others.create_session(&tenant).await;
    for _ in 0..10 {
        others
            .open(&token)
            .await
            .page(200, "Connect your S3 bucket");
    }
    others.put_connection(&tenant, fields).await.expect(201);
}

async fn wait_until_released(process: u32, server: SocketAddr) {
    // Those of the test's own two clients.
    const OURS: usize = 4;
    for _ in 0..RELEASED_WITHIN.as_secs() {
        if connections(process, server) <= OURS {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{} connections are open", connections(process, server));
}
