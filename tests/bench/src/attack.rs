//! What somebody with one connect link can send to stop the service: each attack opens its sockets, keeps them, and
//! says what became of them.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// An HTTP/2 client's first bytes, with windows that take next to nothing, and one GET.
/// <https://www.rfc-editor.org/rfc/rfc9113.html#section-3.4>
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\
    \x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x04\x00\x00\x10\x04";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attack {
    /// Connects and says nothing.
    Silent,
    /// Begins a request and says no more.
    HalfHead,
    /// Sends a head that never ends, some bytes each second.
    DrippingHead,
    /// Sends a body that never ends, some bytes each second.
    DrippingBody,
    /// Takes one answer, and asks for nothing more.
    Idle,
    /// Asks for a check, and never reads how it goes.
    StoppedReader,
    /// Posts a form of 64,000 fields that nobody knows.
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

/// What a page whose script runs asks for: a check in pieces.
const PIECES: &str = "application/x-ndjson";
/// A check that AWS refuses at once: nobody has this key.
const FIELDS: &str = "access=keys&bucket=my-company-data&path_prefix=incoming\
    &aws_access_key_id=AKIANOBODYHASTHISKEY&aws_secret_access_key=wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY";

/// The server, and the links that the attacker has.
#[derive(Clone, Debug)]
pub struct Target {
    pub server: SocketAddr,
    pub tokens: Vec<String>,
}

/// Sockets that are kept open until this is dropped.
pub struct Sockets(JoinSet<()>);

impl Sockets {
    /// Opens so many at once. Returns when each has sent what it sends at first.
    pub async fn open(attack: Attack, target: &Target, many: usize) -> Self {
        let mut tasks = JoinSet::new();
        let (begun, mut begins) = channel(1);
        for (_, token) in (0..many).zip(target.tokens.iter().cycle()) {
            let (server, first, begun) = (
                target.server,
                first_bytes(attack, target.server, token),
                begun.clone(),
            );
            tasks.spawn(async move { Box::pin(one(attack, server, &first, begun)).await });
        }
        drop(begun);
        // Those that the server ended before they could send count as well.
        while begins.recv().await.is_some() {}
        Self(tasks)
    }

    /// How many are over, because the server ended them.
    pub fn ended(&mut self) -> usize {
        let mut ended = 0;
        while self.0.try_join_next().is_some() {
            ended += 1;
        }
        ended
    }

    /// Waits until the server has ended all of them. Returns how many it has not.
    pub async fn all_ended(mut self, within: Duration) -> usize {
        let ended = async { while self.0.join_next().await.is_some() {} };
        let _ = timeout(within, ended).await;
        self.0.len()
    }
}

async fn one(attack: Attack, server: SocketAddr, first: &str, begun: Sender<()>) {
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
        Attack::StoppedReader => ended_unread(&stream).await,
        Attack::Silent | Attack::HalfHead | Attack::Idle | Attack::UnknownFields => {
            while let Ok(1..) = stream.read(&mut [0; 16 * 1024]).await {}
        }
    }
}

/// A socket whose receive buffer is as small as the system allows, if it is not going to be read.
async fn connect(server: SocketAddr, small: bool) -> Option<TcpStream> {
    let socket = TcpSocket::new_v4().ok()?;
    if small {
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
            post(PIECES, &body, body.len())
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

async fn drip(mut stream: TcpStream, bytes: &[u8]) {
    let (mut reader, mut writer) = stream.split();
    let dripping = async {
        while writer.write_all(bytes).await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    };
    let ended = async { while let Ok(1..) = reader.read(&mut [0; 1024]).await {} };
    tokio::select! {
        () = dripping => {}
        () = ended => {}
    }
}

/// Waits for the server's end without taking a byte from the socket.
async fn ended_unread(stream: &TcpStream) {
    loop {
        sleep(Duration::from_millis(250)).await;
        if stream.take_error().ok().flatten().is_some() {
            return;
        }
        // An ended connection is readable to its end; one that is not may hold bytes that nobody takes.
        let ready = stream.ready(tokio::io::Interest::READABLE).await;
        if ready.is_ok_and(tokio::io::Ready::is_read_closed) {
            return;
        }
    }
}

/// Speaks HTTP/2 without asking first. Returns whether the server speaks it too.
pub async fn speaks_http2(server: SocketAddr) -> bool {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    stream.write_all(HTTP2).await.expect("it is sent");
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    // A server's SETTINGS frame is of type 4, on stream 0.
    answer.len() >= 9 && answer[3] == 4 && answer[5..9] == [0; 4]
}
