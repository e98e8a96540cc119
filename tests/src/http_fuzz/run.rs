//! Sends many requests, several at the same time, and stops at the first answer that fails a check.

use super::answer_checks::{FuzzAnswer, check_answer};
use super::fixture::FuzzFixture;
use super::fuzz_request::FuzzRequest;
use super::request_generator::generate_request;
use axum::body::to_bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use futures::StreamExt as _;
use fuzz_targets::mutate::change;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

/// The longest wait for an answer. A check may take half a minute. Everything else takes less than a second.
const DEADLINE: Duration = Duration::from_secs(40);
/// After how many requests a new server is started, so that its lists stay short.
const REQUESTS_PER_SERVER: u64 = 50_000;
/// After how many requests new links are created, because some requests end links.
const REQUESTS_PER_LINKS: u64 = 2_500;
/// One request in this many goes over a socket. The others call the routes directly, which is much faster.
const SOCKET_RATIO: u32 = 50;
/// One socket request in this many gets random changes of its bytes.
const MANGLE_RATIO: u32 = 4;
/// The peer address of requests without a socket. It is that of a trusted proxy.
const PROXY_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)), 4711);
/// The most bytes to read of an answer. No answer is that large.
const MAX_BODY: usize = 64 * 1024 * 1024;

#[derive(Clone, Copy, Debug)]
pub struct FuzzOptions {
    pub seed: u64,
    /// The number of the first request.
    pub from: u64,
    pub inputs: u64,
    /// When to stop even if requests are left.
    pub time_limit: Option<Duration>,
    /// How many requests are in flight at the same time.
    pub at_once: usize,
}

/// Counts of the answers, by route and status.
#[derive(Debug, Default)]
pub struct FuzzTally {
    pub inputs: u64,
    pub duration: Duration,
    /// The size of the largest answer, in bytes.
    pub largest: usize,
    pub slowest: Duration,
    by_route: BTreeMap<&'static str, BTreeMap<u16, u64>>,
}

impl FuzzTally {
    /// Returns the routes that answered at least once with a status for which `matches` is true.
    pub fn routes_with(&self, matches: impl Fn(u16) -> bool) -> Vec<&'static str> {
        let answered = self
            .by_route
            .iter()
            .filter(|(_, by_status)| by_status.keys().any(|status| matches(*status)));
        answered.map(|(route, _)| *route).collect()
    }
}

impl fmt::Display for FuzzTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (route, by_status) in &self.by_route {
            let counts: Vec<_> = by_status
                .iter()
                .map(|(status, count)| format!("{status}: {count}"))
                .collect();
            writeln!(f, "{route:<66} {}", counts.join(", "))?;
        }
        let seconds = self.duration.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "the rate is only printed")]
        let rate = self.inputs as f64 / seconds.max(0.001);
        write!(
            f,
            "{} requests in {seconds:.0} s, {rate:.0} a second; the largest answer has {} bytes, the slowest took {:.1} s",
            self.inputs,
            self.largest,
            self.slowest.as_secs_f64()
        )
    }
}

/// An answer that failed a check, with the numbers that repeat its request.
#[derive(Debug)]
pub struct Failure {
    seed: u64,
    number: u64,
    what: String,
    request: String,
    answer: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "request {} of seed {}: {}",
            self.number, self.seed, self.what
        )?;
        writeln!(f, "\n{}\n\nAnswer:\n\n{}\n", self.request, self.answer)?;
        write!(
            f,
            "Repeat it with: ./dev fuzz http --seed {} --from {} --inputs 1",
            self.seed, self.number
        )
    }
}

/// Sends the requests that the options ask for. Calls `progress` each time the server is replaced.
///
/// # Errors
/// Returns the first answer that fails a check.
pub async fn run(
    options: FuzzOptions,
    progress: impl Fn(&FuzzTally),
) -> Result<FuzzTally, Box<Failure>> {
    let begun = Instant::now();
    let mut tally = FuzzTally::default();
    let end = options.from.saturating_add(options.inputs);
    let mut next = options.from;
    let is_over = |begun: Instant| {
        options
            .time_limit
            .is_some_and(|time_limit| begun.elapsed() >= time_limit)
    };
    while next < end && !is_over(begun) {
        let mut fixture = FuzzFixture::new().await;
        let last = end.min(next + REQUESTS_PER_SERVER);
        while next < last && !is_over(begun) {
            let upto = last.min(next + REQUESTS_PER_LINKS);
            let exchanges = futures::stream::iter(next..upto)
                .map(|number| exchange(&fixture, options.seed, number));
            let mut exchanges = exchanges.buffer_unordered(options.at_once.max(1));
            while let Some(exchange) = exchanges.next().await {
                let (route, status, size, duration) = exchange?;
                tally.inputs += 1;
                tally.largest = tally.largest.max(size);
                tally.slowest = tally.slowest.max(duration);
                *tally
                    .by_route
                    .entry(route)
                    .or_default()
                    .entry(status)
                    .or_default() += 1;
            }
            // The stream borrows the fixture, which is changed below.
            drop(exchanges);
            next = upto;
            fixture.refresh().await;
        }
        tally.duration = begun.elapsed();
        progress(&tally);
    }
    tally.duration = begun.elapsed();
    Ok(tally)
}

/// The route of a request, and the status, size and duration of its answer.
type Exchange = (&'static str, u16, usize, Duration);

/// Sends the request with the given number and checks its answer.
async fn exchange(fixture: &FuzzFixture, seed: u64, number: u64) -> Result<Exchange, Box<Failure>> {
    // Each request has a generator of its own, so `--from` can repeat one request without those before it. The
    // multiplication by 2⁶⁴/φ spreads consecutive numbers over all bits.
    let mut random = StdRng::seed_from_u64(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (request, link) = generate_request(&mut random, fixture);
    let begun = Instant::now();
    let answering = async {
        if random.random_ratio(1, SOCKET_RATIO) {
            over_a_socket(fixture, &request, &mut random).await
        } else {
            in_process(fixture, &request).await
        }
    };
    let result = tokio::time::timeout(DEADLINE, answering).await;
    let duration = begun.elapsed();
    let failure = |what: String, answer: Option<&FuzzAnswer>| {
        let answer = answer.map(|answer| {
            format!(
                "{} {:?}\n{}",
                answer.status,
                answer.headers,
                String::from_utf8_lossy(&answer.body)
            )
        });
        Box::new(Failure {
            seed,
            number,
            what,
            request: request.to_string(),
            answer: answer.unwrap_or_default(),
        })
    };
    match result {
        Err(_) => Err(failure("no answer in time".to_owned(), None)),
        Ok(Err(what)) => Err(failure(what, None)),
        Ok(Ok(None)) => Ok((request.route, 0, 0, duration)),
        Ok(Ok(Some(answer))) => match check_answer(&request, link, &answer, fixture) {
            Ok(()) => Ok((request.route, answer.status, answer.body.len(), duration)),
            Err(what) => Err(failure(what, Some(&answer))),
        },
    }
}

/// Calls the server's routes directly. Returns `None` for a request that is not valid HTTP.
async fn in_process(
    fixture: &FuzzFixture,
    request: &FuzzRequest,
) -> Result<Option<FuzzAnswer>, String> {
    let Some(http_request) = request.to_http_request(PROXY_ADDRESS) else {
        return Ok(None);
    };
    let Ok(response) = fixture.app.router.clone().oneshot(http_request).await;
    let (head, body) = response.into_parts();
    let body = to_bytes(body, MAX_BODY)
        .await
        .map_err(|error| format!("an incomplete answer: {error}"))?;
    Ok(Some(FuzzAnswer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.to_vec(),
        is_from_socket: false,
    }))
}

async fn over_a_socket(
    fixture: &FuzzFixture,
    request: &FuzzRequest,
    random: &mut StdRng,
) -> Result<Option<FuzzAnswer>, String> {
    let mut bytes = request.wire_bytes();
    if random.random_ratio(1, MANGLE_RATIO) {
        for _ in 0..random.random_range(1..4) {
            change(&mut bytes, &[], random);
        }
    }
    let address = fixture.app.url.trim_start_matches("http://");
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| format!("no connection: {error}"))?;
    let (mut from_server, mut to_server) = stream.into_split();
    // The server may refuse a request and close the connection before it has read all of it. So errors are ignored.
    let writing = async {
        drop(to_server.write_all(&bytes).await);
        drop(to_server.shutdown().await);
    };
    let mut answer = Vec::new();
    let reading = async { drop(from_server.read_to_end(&mut answer).await) };
    tokio::join!(writing, reading);
    Ok(parse(&answer))
}

/// Parses an HTTP/1 answer. Returns `None` if there is none, which is correct for an incomplete request.
fn parse(bytes: &[u8]) -> Option<FuzzAnswer> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(bytes).ok()? else {
        return None;
    };
    // `100 Continue` precedes the answer itself.
    if response.code == Some(100) {
        return parse(&bytes[head..]);
    }
    let mut map = HeaderMap::new();
    for header in response.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        map.append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    Some(FuzzAnswer {
        status: response.code?,
        headers: map,
        body: bytes[head..].to_vec(),
        is_from_socket: true,
    })
}
