//! Denial-of-service attacks that need no more than a connect link. Each attack opens many sockets and keeps them open.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// The connection preface of an HTTP/2 client, with a SETTINGS frame that allows only tiny windows.
/// <https://www.rfc-editor.org/rfc/rfc9113.html#section-3.4>
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\
    \x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x04\x00\x00\x10\x04";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attack {
    /// Connects and sends nothing.
    Silent,
    /// Sends half a request head and nothing more.
    HalfHead,
    /// Sends a request head that never ends, some bytes each second.
    DrippingHead,
    /// Sends a request body that never ends, some bytes each second.
    DrippingBody,
    /// Reads one answer and then keeps the connection open.
    Idle,
    /// Starts a check and never reads the streamed answer.
    StoppedReader,
    /// Posts a form with 64,000 unknown fields.
    UnknownFields,
}

impl Attack {
    pub const ALL: [Self; 7] = [
        Self::Silent,
        Self::HalfHead,
        Self::DrippingHead,
        Self::DrippingBody,
        Self::Idle,
        Self::StoppedReader,
        Self::UnknownFields,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Silent => "silent connections",
            Self::HalfHead => "half a head",
            Self::DrippingHead => "dripping heads",
            Self::DrippingBody => "dripping bodies",
            Self::Idle => "idle connections",
            Self::StoppedReader => "readers that stop",
            Self::UnknownFields => "forms of unknown fields",
        }
    }
}

/// The `Accept` header of the widget's JavaScript, which asks for a streamed answer.
const NDJSON: &str = "application/x-ndjson";
/// The fields of a check that AWS refuses immediately, because this access key does not exist.
const FIELDS: &str = "access=keys&bucket=my-company-data&path_prefix=incoming\
    &aws_access_key_id=AKIANOBODYHASTHISKEY&aws_secret_access_key=wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY";

/// The attacked server, and the tokens of the attacker's links.
#[derive(Clone, Debug)]
pub struct Target {
    pub server: SocketAddr,
    pub tokens: Vec<String>,
}

/// Open sockets of an attack. Dropping them closes them.
pub struct Sockets(JoinSet<()>);

impl Sockets {
    /// Opens `count` sockets at the same time. Returns when each has sent its first bytes.
    pub async fn open(attack: Attack, target: &Target, count: usize) -> Self {
        let mut tasks = JoinSet::new();
        // Nothing is sent through this channel. Each task drops its sender when it has begun, and the receiver ends
        // when all senders are dropped.
        let (begun, mut all_begun) = channel(1);
        for (_, token) in (0..count).zip(target.tokens.iter().cycle()) {
            let (server, first, begun) = (
                target.server,
                first_bytes(attack, target.server, token),
                begun.clone(),
            );
            tasks.spawn(async move { Box::pin(run_socket(attack, server, &first, begun)).await });
        }
        drop(begun);
        while all_begun.recv().await.is_some() {}
        Self(tasks)
    }

    /// Returns how many sockets the server has closed since the last call.
    pub fn count_closed(&mut self) -> usize {
        let mut closed = 0;
        while self.0.try_join_next().is_some() {
            closed += 1;
        }
        closed
    }

    /// Waits until the server has closed all sockets, for `time_limit` at most. Returns how many are still open.
    pub async fn wait_until_closed(mut self, time_limit: Duration) -> usize {
        let closed = async { while self.0.join_next().await.is_some() {} };
        let _ = timeout(time_limit, closed).await;
        self.0.len()
    }
}

/// Runs one socket of an attack until the server closes it.
async fn run_socket(attack: Attack, server: SocketAddr, first: &str, begun: Sender<()>) {
    let Some(mut stream) = connect(server, attack == Attack::StoppedReader).await else {
        return;
    };
    if stream.write_all(first.as_bytes()).await.is_err() {
        return;
    }
    drop(begun);
    match attack {
        Attack::DrippingHead => drip(stream, b"x-more: and more\r\n").await,
        Attack::DrippingBody => drip(stream, b"and=more&").await,
        Attack::StoppedReader => wait_without_reading(&stream).await,
        Attack::Silent | Attack::HalfHead | Attack::Idle | Attack::UnknownFields => {
            while let Ok(1..) = stream.read(&mut [0; 16 * 1024]).await {}
        }
    }
}

/// Connects to the server. With `has_small_buffer`, the receive buffer is as small as the system allows, so a socket that
/// does not read blocks the server soon.
async fn connect(server: SocketAddr, has_small_buffer: bool) -> Option<TcpStream> {
    let socket = TcpSocket::new_v4().ok()?;
    if has_small_buffer {
        socket.set_recv_buffer_size(1).ok()?;
    }
    timeout(Duration::from_secs(10), socket.connect(server))
        .await
        .ok()?
        .ok()
}

fn first_bytes(attack: Attack, host: SocketAddr, token: &str) -> String {
    let post = |accept: &str, body: &str, length: usize| {
        format!(
            "POST /connect HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    match attack {
        Attack::Silent => String::new(),
        Attack::HalfHead | Attack::DrippingHead => {
            format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n")
        }
        Attack::Idle => format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n"),
        Attack::DrippingBody => post("text/html", &format!("token={token}&"), 100_000),
        Attack::StoppedReader => {
            let body = format!("token={token}&action=save&{FIELDS}");
            post(NDJSON, &body, body.len())
        }
        Attack::UnknownFields => {
            let mut body = format!("token={token}&action=save&");
            while body.len() < 127 * 1024 {
                body.push_str("a&");
            }
            post("text/html", &body, body.len())
        }
    }
}

/// Sends `bytes` each second until the server closes the connection.
async fn drip(mut stream: TcpStream, bytes: &[u8]) {
    let (mut reader, mut writer) = stream.split();
    let dripping = async {
        while writer.write_all(bytes).await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    };
    let closed = async { while let Ok(1..) = reader.read(&mut [0; 1024]).await {} };
    tokio::select! {
        () = dripping => {}
        () = closed => {}
    }
}

/// Waits until the server closes the connection, without reading a byte.
async fn wait_without_reading(stream: &TcpStream) {
    loop {
        sleep(Duration::from_millis(250)).await;
        if stream.take_error().ok().flatten().is_some() {
            return;
        }
        // Unread bytes make an open connection readable too, so only `is_read_closed` shows that it was closed.
        let ready = stream.ready(tokio::io::Interest::READABLE).await;
        if ready.is_ok_and(tokio::io::Ready::is_read_closed) {
            return;
        }
    }
}

/// Sends an HTTP/2 preface without negotiation. Returns whether the server answers with HTTP/2.
pub async fn speaks_http2(server: SocketAddr) -> bool {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    stream.write_all(HTTP2).await.expect("it is sent");
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    // The server's answer would begin with a SETTINGS frame, which has type 4 and stream 0.
    answer.len() >= 9 && answer[3] == 4 && answer[5..9] == [0; 4]
}
