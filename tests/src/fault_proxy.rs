//! An HTTP proxy that injects faults between a client and a store, as bad networks and busy stores cause them.

mod http_message;

use futures::future::BoxFuture;
use http_message::{Request, error_response, header, read_head, read_request, read_up_to};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A fault that one request can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset, either before or after the store has seen the request.
    Reset,
    /// The response arrives late.
    Late,
    /// The connection is closed in the middle of the response.
    Cut,
    /// The store asks for fewer requests.
    SlowDown,
    /// One bit of an object's bytes changes on the way from the store.
    FlipResponse,
    /// One bit of an object's bytes changes on the way to the store.
    FlipRequest,
    /// The store answers that the session has expired.
    ExpiredToken,
}

impl Fault {
    fn can_happen_to(self, request: &Request) -> bool {
        match self {
            Self::FlipResponse => request.is_get_object(),
            Self::FlipRequest => request.method == "PUT" && !request.body.is_empty(),
            Self::ExpiredToken => request.has_session,
            Self::Reset | Self::Late | Self::Cut | Self::SlowDown => true,
        }
    }
}

/// A function that the proxy calls with the path of each GET of an object, before it forwards the request.
pub type BeforeGet = Arc<dyn Fn(String) -> BoxFuture<'static, ()> + Send + Sync>;

/// Which faults happen, and to how many requests.
#[derive(Clone, Debug)]
pub struct FaultPlan {
    pub faults: Vec<Fault>,
    /// On average, one of this many requests has a fault.
    pub one_in: u32,
    /// No more faults happen after this many.
    pub max_faults: u64,
    /// Removes the checksums of objects from responses.
    pub hides_checksums: bool,
    /// The same seed causes the same faults if the same requests come in the same order.
    pub seed: u64,
}

/// A running proxy. Dropping it stops it.
pub struct FaultProxy {
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    target: SocketAddr,
    plan: FaultPlan,
    rng: Mutex<StdRng>,
    fault_count: AtomicU64,
    before_get: Option<BeforeGet>,
}

impl FaultProxy {
    pub async fn start(target: SocketAddr, plan: FaultPlan) -> Self {
        Self::start_with_hook(target, plan, None).await
    }

    pub async fn start_with_hook(
        target: SocketAddr,
        plan: FaultPlan,
        before_get: Option<BeforeGet>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            target,
            rng: Mutex::new(StdRng::seed_from_u64(plan.seed)),
            plan,
            fault_count: AtomicU64::new(0),
            before_get,
        });
        let task_shared = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let shared = Arc::clone(&task_shared);
                tokio::spawn(async move {
                    let mut client = client;
                    while shared.forward(&mut client).await.is_some() {}
                });
            }
        });
        Self { url, shared, task }
    }

    /// Returns how many faults have happened.
    pub fn fault_count(&self) -> u64 {
        self.shared.fault_count.load(Ordering::Relaxed)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    /// Forwards one request and returns its response to the client. Returns `None` if the connection has ended.
    async fn forward(&self, client: &mut TcpStream) -> Option<()> {
        let mut request = read_request(client).await?;
        if let Some(before_get) = &self.before_get
            && request.is_get_object()
        {
            before_get(request.path.clone()).await;
        }
        let (fault, fraction) = self.choose_fault(&request);
        let refuse = async |client: &mut TcpStream, status, code, message| {
            client
                .write_all(error_response(status, code, message).as_bytes())
                .await
                .ok()
        };
        // First the faults that happen before the store sees the request.
        match fault {
            Some(Fault::Reset) if fraction < 0.5 => return reset_connection(client),
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
            Some(Fault::FlipRequest) => {
                flip_bit(&mut request.bytes[request.body.clone()], fraction);
            }
            _ => {}
        }
        let (mut response, mut body_start) = self.send_to_store(&request).await?;
        if self.plan.hides_checksums {
            (response, body_start) = remove_checksums(&response, body_start);
        }
        match fault {
            Some(Fault::Reset) => return reset_connection(client),
            Some(Fault::Late) => {
                tokio::time::sleep(Duration::from_secs_f64(fraction / 4.0)).await;
            }
            Some(Fault::Cut) => {
                let end = index_at(&(body_start..response.len()), fraction);
                client.write_all(&response[..end]).await.ok()?;
                return None;
            }
            Some(Fault::FlipResponse) if response.starts_with(b"HTTP/1.1 2") => {
                flip_bit(&mut response[body_start..], fraction);
            }
            _ => {}
        }
        client.write_all(&response).await.ok()
    }

    /// Returns the fault of a request, if it has one, and a number from 0 to 1 that says where in the bytes it happens.
    fn choose_fault(&self, request: &Request) -> (Option<Fault>, f64) {
        let mut rng = self.rng.lock().expect("lock");
        // Every request draws all three numbers, so that one request does not change the faults of the next.
        let (has_fault, choice, fraction) = (
            rng.random_ratio(1, self.plan.one_in),
            rng.random::<u32>(),
            rng.random(),
        );
        let mut candidates = self.plan.faults.clone();
        candidates.retain(|fault| fault.can_happen_to(request));
        let is_over = self.fault_count.load(Ordering::Relaxed) >= self.plan.max_faults;
        if !has_fault || candidates.is_empty() || is_over {
            return (None, fraction);
        }
        self.fault_count.fetch_add(1, Ordering::Relaxed);
        (
            Some(candidates[choice as usize % candidates.len()]),
            fraction,
        )
    }

    /// Returns the store's response, and the index of its body.
    async fn send_to_store(&self, request: &Request) -> Option<(Vec<u8>, usize)> {
        let mut server = TcpStream::connect(self.target).await.ok()?;
        server.write_all(&request.bytes).await.ok()?;
        let mut bytes = Vec::new();
        loop {
            let head = read_head(&mut server, &mut bytes).await?;
            let status = &bytes[9..12];
            // Interim responses such as 100 Continue. The proxy has sent the client one of its own.
            if status.starts_with(b"1") {
                bytes.drain(..head);
                continue;
            }
            let length = header(&bytes[..head], "content-length")
                .and_then(|length| length.parse::<usize>().ok());
            let has_body = request.method != "HEAD" && status != b"204" && status != b"304";
            match length.filter(|_| has_body) {
                Some(length) => read_up_to(&mut server, &mut bytes, head + length).await?,
                // Without a length the body is chunked, and its last chunk is empty.
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

/// Returns the response without checksum headers, and the new index of its body.
fn remove_checksums(response: &[u8], body_start: usize) -> (Vec<u8>, usize) {
    let head = String::from_utf8_lossy(&response[..body_start]);
    let lines = head.split_inclusive("\r\n");
    let is_checksum = |line: &&str| line.to_ascii_lowercase().starts_with("x-amz-checksum-");
    let head: String = lines.filter(|line| !is_checksum(line)).collect();
    let response = [head.as_bytes(), &response[body_start..]];
    (response.concat(), head.len())
}

fn flip_bit(bytes: &mut [u8], fraction: f64) {
    let index = index_at(&(0..bytes.len()), fraction);
    if let Some(byte) = bytes.get_mut(index) {
        *byte ^= 1;
    }
}

/// Returns the index at a fraction of a range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "any index will do"
)]
fn index_at(range: &std::ops::Range<usize>, fraction: f64) -> usize {
    range.start + (range.len() as f64 * fraction) as usize
}

/// Closes the connection with a TCP reset.
fn reset_connection(client: &TcpStream) -> Option<()> {
    // Without lingering, closing a socket sends a reset instead of the usual end.
    client.set_zero_linger().ok()?;
    None
}
