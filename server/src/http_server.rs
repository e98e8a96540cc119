//! Accepts HTTP connections, and closes those that hold resources without using them: silent ones, slow ones, and too
//! many of them.
//!
//! It speaks HTTP/1 only. With HTTP/2, one client can open many streams and never widen their windows, so each holds an
//! answer in memory. The proxy in front can speak HTTP/2 with browsers.

pub mod connection_limits;
mod open_connections;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use connection_limits::ConnectionLimits;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use open_connections::{ConnectionSlot, OpenConnections};
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

/// How long a request's head may take to arrive. The time starts when the connection is ready for a request, so this is
/// also how long a connection stays open between two requests.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a client may take to read the next part of an answer.
const STALL_TIMEOUT: Duration = Duration::from_secs(20);
/// The age from which a connection takes no new request. A client that reads an answer byte by byte gets
/// [`LAST_ANSWER_TIMEOUT`] more.
const MAX_AGE: Duration = Duration::from_mins(10);
const LAST_ANSWER_TIMEOUT: Duration = Duration::from_mins(3);
/// How much memory a connection may use for a request's head, and for the part of an answer that waits to be sent.
const MAX_BUFFER_BYTES: usize = 32 * 1024;
/// How long to wait when the process is out of file descriptors.
const NO_DESCRIPTOR_PAUSE: Duration = Duration::from_millis(200);

const SERVICE_UNAVAILABLE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Serves connections until `stop` is ready. Requests that are under way then have `grace_period` to end, and so have the
/// other `tasks`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    tasks: TaskTracker,
    stop: impl Future<Output = ()>,
    grace_period: Duration,
) {
    let open_connections = OpenConnections::new(limits);
    let stopping = CancellationToken::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => match open_connections.admit(peer.ip()) {
                Some(slot) => {
                    tasks.spawn(serve_connection(
                        stream,
                        peer,
                        slot,
                        router.clone(),
                        stopping.clone(),
                    ));
                }
                None => refuse(&stream),
            },
            // That client is gone already. The next one is not affected.
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                // Accepting fails until a descriptor is free, so trying again at once would only use up a core.
                sleep(NO_DESCRIPTOR_PAUSE).await;
            }
        }
    }
    // From here on the system refuses new connections, so a load balancer goes elsewhere.
    drop(listener);
    stopping.cancel();
    tasks.close();
    // Tasks that take longer are dropped with the runtime.
    let _ = timeout(grace_period, tasks.wait()).await;
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    slot: ConnectionSlot,
    router: Router,
    stopping: CancellationToken,
) {
    // Without it the lines of a running check could wait for the acknowledgement of earlier ones. It fails only if the
    // connection is gone already.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALL_TIMEOUT));
    let eviction = slot.eviction();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (mut router, guard) = (router.clone(), slot.start_request());
        async move {
            router
                .call(request)
                .await
                .map(|response| guard.hold_until_sent(response))
        }
    });
    let mut serving = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_buf_size(MAX_BUFFER_BYTES)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    // An error of `serving` is not logged: it only tells how the client left. Requests are logged by their own layer.
    tokio::select! {
        _ = &mut serving => return,
        () = eviction.cancelled() => return,
        () = stopping.cancelled() => {}
        () = sleep(MAX_AGE) => {}
    }
    serving.as_mut().graceful_shutdown();
    let _ = timeout(LAST_ANSWER_TIMEOUT, serving).await;
}

/// Answers 503 and closes the connection. It does not wait for the client: what the socket does not take at once is
/// lost.
fn refuse(stream: &TcpStream) {
    let _ = stream.try_write(SERVICE_UNAVAILABLE);
}

/// Returns whether accepting failed because of one client, rather than for all of them.
fn is_about_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
