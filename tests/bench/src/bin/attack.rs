//! Attacks a server, and measures how long a page takes for other users meanwhile, and the server's memory. The benchmark
//! calls it with the server's address, an API key and the server's process id.

#![expect(
    clippy::expect_used,
    reason = "a benchmark whose preconditions are missing has to stop"
)]

use bench::attack::{Attack, Sockets, Target};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How many pages are loaded during each attack.
const PAGES: usize = 400;
/// The pause between two of these pages.
const PAUSE: Duration = Duration::from_millis(5);
/// How many links the attacker has.
const LINKS: usize = 16;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().expect(what);
    let (url, key, process) = (
        next("the address"),
        next("an API key"),
        next("a process id"),
    );
    let vendor = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let mut tokens = Vec::new();
    for number in 0..LINKS {
        tokens.push(create_link(&vendor, &url, &key, &format!("attacker_{number}")).await);
    }
    let other = create_link(&vendor, &url, &key, "other").await;
    let page = format!("{url}/connect?token={other}");
    let target = Target {
        server: url
            .trim_start_matches("http://")
            .parse()
            .expect("an address"),
        tokens,
    };
    // The server limits connections by address, so other users need another address than the attacker.
    let others = reqwest::Client::builder()
        .local_address("127.0.0.2".parse::<std::net::IpAddr>().expect("an address"))
        .no_proxy()
        .build()
        .expect("a client");
    print_line("nothing", &page_times(&others, &page).await, &process);
    for attack in Attack::ALL {
        let count = match attack {
            Attack::StoppedReader => 4 * LINKS,
            Attack::UnknownFields => 100,
            _ => 1_100,
        };
        let sockets = Sockets::open(attack, &target, count).await;
        let times = page_times(&others, &page).await;
        print_line(&format!("{count} {}", attack.name()), &times, &process);
        drop(sockets);
    }
}

/// Creates a connect link. Returns its token.
async fn create_link(vendor: &reqwest::Client, url: &str, key: &str, tenant: &str) -> String {
    let answer = vendor
        .post(format!("{url}/v1/connect-sessions"))
        .bearer_auth(key)
        .json(&json!({ "tenant": tenant, "flow": "demo" }))
        .send()
        .await
        .expect("an answer");
    let body: Value = answer.json().await.expect("JSON");
    body["token"].as_str().expect("a token").to_owned()
}

/// Loads a page many times. Returns the durations in milliseconds, sorted.
async fn page_times(others: &reqwest::Client, page: &str) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..PAGES {
        let begun = Instant::now();
        let answer = others.get(page).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.status());
        let bytes = answer.bytes().await.expect("a whole answer");
        assert!(
            bytes.len() > 10_000,
            "{} bytes are too few for the page",
            bytes.len()
        );
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(PAUSE).await;
    }
    times.sort_by(f64::total_cmp);
    times
}

fn print_line(during: &str, times: &[f64], process: &str) {
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|kib| kib.trim().trim_end_matches(" kB").parse::<f64>().ok())
        .expect("a size");
    println!(
        "  {during:<34} page p50 {:>6.1} ms, p99 {:>6.1} ms, memory {:>6.1} MiB",
        at(50),
        at(99),
        resident / 1024.0
    );
}
