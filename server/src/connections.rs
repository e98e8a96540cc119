//! Accepts connections and ends those that only cost: silent ones, slow ones, and too many of them.
//!
//! Speaks HTTP/1 only. HTTP/2 lets one client open many streams, each with a window that it may never widen; the
//! proxy in front speaks it with browsers.

mod in_use;

use crate::client_address::TrustedProxies;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use in_use::{InUse, Place};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

/// A request's head has to arrive within this time, counted from when the connection could take it. So it is also how
/// long a connection stays open between two requests.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// A client that takes nothing of an answer for this long is gone.
const STALLED_AFTER: Duration = Duration::from_secs(20);
/// A connection takes no new request when it is this old. A client that reads an answer byte by byte gets
/// [`LAST_ANSWER_WITHIN`] more.
const OLD_AFTER: Duration = Duration::from_mins(10);
const LAST_ANSWER_WITHIN: Duration = Duration::from_mins(3);
/// What one connection may hold of a request's head, or of an answer that waits to be read.
const MAX_BUFFER_BYTES: usize = 32 * 1024;
/// Open at once, as long as there are file descriptors for so many.
const MOST: usize = 4_096;
const FEWEST: usize = 64;
const MOST_PER_ADDRESS: usize = 256;
/// What checks, the database and files take: 64 checks hold about eight sockets each.
const DESCRIPTORS_FOR_OTHERS: u64 = 640;
const DESCRIPTORS_IF_UNKNOWN: u64 = 1_024;
/// Out of file descriptors: nothing can be accepted until one is free.
const NO_DESCRIPTOR_PAUSE: Duration = Duration::from_millis(200);

const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How many connections may be open.
#[derive(Clone, Debug)]
pub struct Limits {
    pub in_all: usize,
    /// From one IPv4 address, or one IPv6 network of 64 bits.
    pub per_address: usize,
    /// Everybody's connections come from these, so only the limit in all counts for them.
    pub trusted_proxies: TrustedProxies,
}

impl Limits {
    /// As many as this process has file descriptors for, after it asked for as many as it may have.
    pub fn of_this_process(trusted_proxies: TrustedProxies) -> Self {
        // Whatever the limit is then, it is what there is.
        let descriptors = rlimit::increase_nofile_limit(u64::MAX)
            .or_else(|_| rlimit::getrlimit(rlimit::Resource::NOFILE).map(|(soft, _)| soft))
            .unwrap_or(DESCRIPTORS_IF_UNKNOWN);
        let left = usize::try_from(descriptors.saturating_sub(DESCRIPTORS_FOR_OTHERS));
        Self {
            in_all: left.unwrap_or(usize::MAX).clamp(FEWEST, MOST),
            per_address: MOST_PER_ADDRESS,
            trusted_proxies,
        }
    }
}

/// Serves connections until `stop` is ready, and then until the requests under way have ended, for `grace` at most.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
    grace: Duration,
) {
    let in_use = InUse::new(limits);
    let (stopping, tasks) = (CancellationToken::new(), TaskTracker::new());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => match in_use.admit(peer.ip()) {
                Some(place) => {
                    tasks.spawn(connection(
                        stream,
                        peer,
                        place,
                        router.clone(),
                        stopping.clone(),
                    ));
                }
                None => refuse(&stream),
            },
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                sleep(NO_DESCRIPTOR_PAUSE).await;
            }
        }
    }
    drop(listener);
    stopping.cancel();
    tasks.close();
    // Tasks that outlive the grace are dropped with the runtime.
    let _ = timeout(grace, tasks.wait()).await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    router: Router,
    stopping: CancellationToken,
) {
    // Only fails when the connection is gone already.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED_AFTER));
    let evicted = place.evicted();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (mut router, busy) = (router.clone(), place.request());
        async move {
            router
                .call(request)
                .await
                .map(|response| busy.until_sent(response))
        }
    });
    let mut serving = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(MAX_BUFFER_BYTES)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    // How a connection ends is the client's business; what a request did is logged by its own layer.
    tokio::select! {
        _ = &mut serving => return,
        () = evicted.cancelled() => return,
        () = stopping.cancelled() => {}
        () = sleep(OLD_AFTER) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = timeout(LAST_ANSWER_WITHIN, serving).await;
}

/// Nothing waits for this client: what the socket does not take at once is lost.
fn refuse(stream: &TcpStream) {
    let _ = stream.try_write(FULL);
}

fn is_about_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
