//! An HTTP proxy between a client and a store that does harm: what happens on bad networks, and what busy stores do.

mod message;

use futures::future::BoxFuture;
use message::{Request, header, read_head, read_request, read_up_to, refusal};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What may happen to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset, before the store has seen the request or after.
    Reset,
    /// The response comes late.
    Late,
    /// The connection is closed in the middle of the response.
    Cut,
    /// The store asks to be slower.
    SlowDown,
    /// One bit of an object's bytes is changed on its way from the store.
    FlipResponse,
    /// One bit of an object's bytes is changed on its way to the store.
    FlipRequest,
    /// The store says that the session is over.
    ExpiredToken,
}

impl Fault {
    pub const ALL: [Self; 7] = [
        Self::Reset,
        Self::Late,
        Self::Cut,
        Self::SlowDown,
        Self::FlipResponse,
        Self::FlipRequest,
        Self::ExpiredToken,
    ];

    fn can_happen_to(self, request: &Request) -> bool {
        match self {
            Self::FlipResponse => request.is_get_of_object(),
            Self::FlipRequest => request.method == "PUT" && !request.body.is_empty(),
            Self::ExpiredToken => request.has_session,
            Self::Reset | Self::Late | Self::Cut | Self::SlowDown => true,
        }
    }
}

/// Called before an object is asked for, with the path of the request.
pub type BeforeGet = Arc<dyn Fn(String) -> BoxFuture<'static, ()> + Send + Sync>;

/// Which requests something happens to.
#[derive(Clone, Debug)]
pub struct Plan {
    pub faults: Vec<Fault>,
    /// Of so many requests one, on average.
    pub one_in: u32,
    /// No more than this many in all.
    pub most: u64,
    /// Responses say no checksum of an object.
    pub hides_checksums: bool,
    /// The same seed does the same to the same requests in the same order.
    pub seed: u64,
}

pub struct FaultProxy {
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    target: SocketAddr,
    plan: Plan,
    rng: Mutex<StdRng>,
    done: AtomicU64,
    before_get: Option<BeforeGet>,
}

impl FaultProxy {
    pub async fn start(target: SocketAddr, plan: Plan) -> Self {
        Self::start_with(target, plan, None).await
    }

    pub async fn start_with(target: SocketAddr, plan: Plan, before_get: Option<BeforeGet>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            target,
            rng: Mutex::new(StdRng::seed_from_u64(plan.seed)),
            plan,
            done: AtomicU64::new(0),
            before_get,
        });
        let of_task = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let shared = Arc::clone(&of_task);
                tokio::spawn(async move {
                    let mut client = client;
                    while shared.pass(&mut client).await.is_some() {}
                });
            }
        });
        Self { url, shared, task }
    }

    /// How many faults there were.
    pub fn count(&self) -> u64 {
        self.shared.done.load(Ordering::Relaxed)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    /// Passes one request on, and its response back. `None` when the connection is over.
    async fn pass(&self, client: &mut TcpStream) -> Option<()> {
        let mut request = read_request(client).await?;
        if let Some(before_get) = &self.before_get
            && request.is_get_of_object()
        {
            before_get(request.path.clone()).await;
        }
        let (fault, place) = self.fault_of(&request);
        let refuse = async |client: &mut TcpStream, status, code, message| {
            client
                .write_all(refusal(status, code, message).as_bytes())
                .await
                .ok()
        };
        match fault {
            Some(Fault::Reset) if place < 0.5 => return reset(client),
            Some(Fault::SlowDown) => {
                return refuse(
                    client,
                    "503 Slow Down",
                    "SlowDown",
                    "Please reduce your request rate.",
                )
                .await;
            }
            Some(Fault::ExpiredToken) => {
                return refuse(
                    client,
                    "400 Bad Request",
                    "ExpiredToken",
                    "The provided token has expired.",
                )
                .await;
            }
            Some(Fault::FlipRequest) => flip(&mut request.bytes[request.body.clone()], place),
            _ => {}
        }
        let (mut response, mut body) = self.answer(&request).await?;
        if self.plan.hides_checksums {
            (response, body) = without_checksums(&response, body);
        }
        match fault {
            Some(Fault::Reset) => return reset(client),
            Some(Fault::Late) => tokio::time::sleep(Duration::from_secs_f64(place / 4.0)).await,
            Some(Fault::Cut) => {
                let end = position(&(body..response.len()), place);
                client.write_all(&response[..end]).await.ok()?;
                return None;
            }
            Some(Fault::FlipResponse) if response.starts_with(b"HTTP/1.1 2") => {
                flip(&mut response[body..], place);
            }
            _ => {}
        }
        client.write_all(&response).await.ok()
    }

    fn fault_of(&self, request: &Request) -> (Option<Fault>, f64) {
        let mut rng = self.rng.lock().expect("lock");
        let (happens, which, place) = (
            rng.random_ratio(1, self.plan.one_in),
            rng.random::<u32>(),
            rng.random(),
        );
        let mut possible = self.plan.faults.clone();
        possible.retain(|fault| fault.can_happen_to(request));
        if !happens || possible.is_empty() || self.done.load(Ordering::Relaxed) >= self.plan.most {
            return (None, place);
        }
        self.done.fetch_add(1, Ordering::Relaxed);
        (Some(possible[which as usize % possible.len()]), place)
    }

    /// The store's response, and where its body begins.
    async fn answer(&self, request: &Request) -> Option<(Vec<u8>, usize)> {
        let mut server = TcpStream::connect(self.target).await.ok()?;
        server.write_all(&request.bytes).await.ok()?;
        let mut bytes = Vec::new();
        loop {
            let head = read_head(&mut server, &mut bytes).await?;
            let status = &bytes[9..12];
            if status.starts_with(b"1") {
                bytes.drain(..head);
                continue;
            }
            let length = header(&bytes[..head], "content-length")
                .and_then(|length| length.parse::<usize>().ok());
            let has_body = request.method != "HEAD" && status != b"204" && status != b"304";
            match length.filter(|_| has_body) {
                Some(length) => read_up_to(&mut server, &mut bytes, head + length).await?,
                // In chunks: its end is what ends chunks.
                None if has_body => {
                    while !bytes.ends_with(b"\r\n0\r\n\r\n")
                        && server.read_buf(&mut bytes).await.ok()? > 0
                    {}
                }
                None => {}
            }
            return Some((bytes, head));
        }
    }
}

/// Also returns where the body begins now.
fn without_checksums(response: &[u8], body: usize) -> (Vec<u8>, usize) {
    let head = String::from_utf8_lossy(&response[..body]);
    let lines = head.split_inclusive("\r\n");
    let is_checksum = |line: &&str| line.to_ascii_lowercase().starts_with("x-amz-checksum-");
    let head: String = lines.filter(|line| !is_checksum(line)).collect();
    let body = [head.as_bytes(), &response[body..]];
    (body.concat(), head.len())
}

fn flip(bytes: &mut [u8], place: f64) {
    let at = position(&(0..bytes.len()), place);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "any place does"
)]
fn position(range: &std::ops::Range<usize>, place: f64) -> usize {
    range.start + (range.len() as f64 * place) as usize
}

fn reset(client: &TcpStream) -> Option<()> {
    client.set_zero_linger().ok()?;
    None
}
