//! Sends many requests, some at once, and stops at the first answer that is not as it should be.

use super::judge::{Answered, judge};
use super::requests::make;
use super::sent::Sent;
use super::world::World;
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

/// A check may take half a minute; nothing else takes a second.
const DEADLINE: Duration = Duration::from_secs(40);
/// A server is used for so many requests, and then begun anew, so that its lists stay short.
const A_SERVER: u64 = 50_000;
/// After so many, there are new links: some were ended.
const LINKS: u64 = 2_500;
/// One request in so many goes over a socket; of these, one in so many is mangled on the way.
const ON_THE_WIRE: u32 = 50;
const MANGLED: u32 = 4;
/// Where requests without a socket come from: a proxy.
const NEARBY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)), 4711);
/// More than any answer may have.
const TOO_MUCH: usize = 64 * 1024 * 1024;

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub seed: u64,
    /// The number of the first request.
    pub from: u64,
    pub inputs: u64,
    /// Ends earlier where that comes first.
    pub within: Option<Duration>,
    pub at_once: usize,
}

/// How many requests were answered how, by route.
#[derive(Debug, Default)]
pub struct Tally {
    pub inputs: u64,
    pub took: Duration,
    pub largest: usize,
    pub slowest: Duration,
    by_route: BTreeMap<&'static str, BTreeMap<u16, u64>>,
}

impl Tally {
    /// The routes that were answered with this status at least once.
    pub fn routes_with(&self, is: impl Fn(u16) -> bool) -> Vec<&'static str> {
        let answered = self
            .by_route
            .iter()
            .filter(|(_, by_status)| by_status.keys().any(|status| is(*status)));
        answered.map(|(route, _)| *route).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (route, by_status) in &self.by_route {
            let counts: Vec<_> = by_status
                .iter()
                .map(|(status, count)| format!("{status}: {count}"))
                .collect();
            writeln!(f, "{route:<66} {}", counts.join(", "))?;
        }
        let seconds = self.took.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "for people")]
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

/// An answer that is not as it should be, and how to ask for it again.
#[derive(Debug)]
pub struct Failure {
    seed: u64,
    number: u64,
    what: String,
    sent: String,
    answer: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "request {} of seed {}: {}",
            self.number, self.seed, self.what
        )?;
        writeln!(f, "\n{}\n\nis answered\n\n{}\n", self.sent, self.answer)?;
        write!(
            f,
            "Again: ./dev fuzz http --seed {} --from {} --inputs 1",
            self.seed, self.number
        )
    }
}

/// # Errors
/// Returns the first answer that is not as it should be.
pub async fn run(options: Options, progress: impl Fn(&Tally)) -> Result<Tally, Box<Failure>> {
    let begun = Instant::now();
    let mut tally = Tally::default();
    let end = options.from.saturating_add(options.inputs);
    let mut next = options.from;
    let over = |begun: Instant| {
        options
            .within
            .is_some_and(|within| begun.elapsed() >= within)
    };
    while next < end && !over(begun) {
        let mut world = World::new().await;
        let last = end.min(next + A_SERVER);
        while next < last && !over(begun) {
            let upto = last.min(next + LINKS);
            let asking =
                futures::stream::iter(next..upto).map(|number| ask(&world, options.seed, number));
            let mut asking = asking.buffer_unordered(options.at_once.max(1));
            while let Some(asked) = asking.next().await {
                let (route, status, size, took) = asked?;
                tally.inputs += 1;
                tally.largest = tally.largest.max(size);
                tally.slowest = tally.slowest.max(took);
                *tally
                    .by_route
                    .entry(route)
                    .or_default()
                    .entry(status)
                    .or_default() += 1;
            }
            drop(asking);
            next = upto;
            world.refresh().await;
        }
        tally.took = begun.elapsed();
        progress(&tally);
    }
    tally.took = begun.elapsed();
    Ok(tally)
}

type Asked = (&'static str, u16, usize, Duration);

async fn ask(world: &World, seed: u64, number: u64) -> Result<Asked, Box<Failure>> {
    let mut random = StdRng::seed_from_u64(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let (sent, link) = make(&mut random, world);
    let begun = Instant::now();
    let answering = async {
        if random.random_ratio(1, ON_THE_WIRE) {
            over_a_socket(world, &sent, &mut random).await
        } else {
            in_process(world, &sent).await
        }
    };
    let answered = tokio::time::timeout(DEADLINE, answering).await;
    let took = begun.elapsed();
    let failure = |what: String, answer: Option<&Answered>| {
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
            sent: sent.to_string(),
            answer: answer.unwrap_or_default(),
        })
    };
    match answered {
        Err(_) => Err(failure("no answer in time".to_owned(), None)),
        Ok(Err(what)) => Err(failure(what, None)),
        Ok(Ok(None)) => Ok((sent.route, 0, 0, took)),
        Ok(Ok(Some(answer))) => match judge(&sent, link, &answer, world) {
            Ok(()) => Ok((sent.route, answer.status, answer.body.len(), took)),
            Err(what) => Err(failure(what, Some(&answer))),
        },
    }
}

/// Returns `None` for a request that no HTTP server would hand on.
async fn in_process(world: &World, sent: &Sent) -> Result<Option<Answered>, String> {
    let Some(request) = sent.in_process(NEARBY) else {
        return Ok(None);
    };
    let Ok(response) = world.app.router.clone().oneshot(request).await;
    let (head, body) = response.into_parts();
    let body = to_bytes(body, TOO_MUCH)
        .await
        .map_err(|error| format!("no whole answer: {error}"))?;
    Ok(Some(Answered {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.to_vec(),
        on_the_wire: false,
    }))
}

async fn over_a_socket(
    world: &World,
    sent: &Sent,
    random: &mut StdRng,
) -> Result<Option<Answered>, String> {
    let mut bytes = sent.on_the_wire();
    if random.random_ratio(1, MANGLED) {
        for _ in 0..random.random_range(1..4) {
            change(&mut bytes, &[], random);
        }
    }
    let address = world.app.url.trim_start_matches("http://");
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| format!("no connection: {error}"))?;
    let (mut answer, mut question) = stream.into_split();
    // Whoever is refused early need not be listened to.
    let asking = async {
        drop(question.write_all(&bytes).await);
        drop(question.shutdown().await);
    };
    let mut whole = Vec::new();
    let answering = async { drop(answer.read_to_end(&mut whole).await) };
    tokio::join!(asking, answering);
    Ok(parse(&whole))
}

/// Returns an answer as it came over the wire; `None` where there is none, as for half a question.
fn parse(bytes: &[u8]) -> Option<Answered> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(bytes).ok()? else {
        return None;
    };
    if response.code == Some(100) {
        return parse(&bytes[head..]);
    }
    let mut map = HeaderMap::new();
    for header in response.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        map.append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    Some(Answered {
        status: response.code?,
        headers: map,
        body: bytes[head..].to_vec(),
        on_the_wire: true,
    })
}
