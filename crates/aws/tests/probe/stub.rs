//! A server that answers like AWS, byte for byte, and remembers what it was asked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const REQUEST_ID: &str = "79104EXAMPLEB723";
pub const EXTENDED_REQUEST_ID: &str =
    "IOWQ4fDEXAMPLEQM+ey7N9WgVhSnQ6JEXAMPLEZb7hSQDASK+Jd1vEXAMPLEa3Km";

/// One question as the stub understood it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `caller`, `assume`, `assume bare`, `assume stranger`, `buckets`, `head`, `list`, `get`, `put` or
    /// `delete`; of a second look also what is other: `list paying`, `list unpinned`, `put AES256`, …
    pub what: &'static str,
    /// The region the request was signed for.
    pub region: String,
    pub access_key_id: String,
    pub path: String,
    pub query: String,
    headers: Vec<(String, String)>,
    pub body: String,
    pub at: Instant,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Kept,
    /// Closed after so many bytes of the answer.
    CutAt(usize),
    /// After so many bytes of the answer nothing comes any more, and nothing ends.
    StalledAt(usize),
    /// Thrown away without a word.
    Reset,
    /// Goes on with this text, again and again, for so many bytes.
    Flooded(&'static str, usize),
    /// Goes on for ever with one byte at a time, and so long between two.
    Dripping(Duration),
}

/// A canned answer: what is sent, to the byte.
#[derive(Clone, Debug)]
pub struct Canned {
    pub bytes: Vec<u8>,
    pub after: Duration,
    pub ending: Ending,
}

type Answers = dyn Fn(&Asked) -> Canned + Send + Sync;

#[derive(Clone)]
struct Shared {
    answers: Arc<Answers>,
    asked: Arc<Mutex<Vec<Asked>>>,
    flooded: Arc<AtomicUsize>,
}

pub struct Stub {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    flooded: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Stub {
    pub async fn start(answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let shared = Shared {
            answers: Arc::new(answers),
            asked: Arc::default(),
            flooded: Arc::default(),
        };
        let (asked, flooded) = (shared.asked.clone(), shared.flooded.clone());
        let task = tokio::spawn(async move {
            // Connections end with the stub.
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.expect("accept");
                connections.spawn(serve(stream, shared.clone()));
            }
        });
        Self {
            url,
            asked,
            flooded,
            task,
        }
    }

    /// How many bytes of floods were sent before the other side closed the connection.
    pub fn flooded(&self) -> usize {
        self.flooded.load(Ordering::SeqCst)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("lock").clone()
    }

    /// Each kind of question that was asked.
    pub fn whats(&self) -> Vec<&'static str> {
        let mut whats: Vec<_> = self.asked().iter().map(|asked| asked.what).collect();
        whats.sort_unstable();
        whats.dedup();
        whats
    }

    pub fn times(&self, what: &str) -> usize {
        self.asked()
            .iter()
            .filter(|asked| asked.what == what)
            .count()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, shared: Shared) {
    let mut pending = Vec::new();
    while let Some(asked) = read_request(&mut stream, &mut pending).await {
        let mut canned = (shared.answers)(&asked);
        if asked.what == "head" {
            // HEAD has a head and nothing else.
            let text = String::from_utf8_lossy(&canned.bytes).into_owned();
            let end = text.find("\r\n\r\n").map_or(text.len(), |at| at + 4);
            canned.bytes.truncate(end);
        }
        shared.asked.lock().expect("lock").push(asked);
        tokio::time::sleep(canned.after).await;
        let end = match canned.ending {
            Ending::Kept | Ending::Flooded(..) | Ending::Dripping(_) => canned.bytes.len(),
            Ending::CutAt(at) | Ending::StalledAt(at) => at,
            Ending::Reset => {
                // With nothing to linger for, closing sends a reset.
                stream.set_zero_linger().expect("linger");
                return;
            }
        };
        if stream.write_all(&canned.bytes[..end]).await.is_err() {
            return;
        }
        match canned.ending {
            Ending::Kept => {}
            Ending::StalledAt(_) => std::future::pending().await,
            Ending::Flooded(text, bytes) => {
                let text = text.repeat(64 * 1024 / text.len());
                let mut sent = 0;
                while sent < bytes && stream.write_all(text.as_bytes()).await.is_ok() {
                    sent += text.len();
                    shared.flooded.fetch_add(text.len(), Ordering::SeqCst);
                }
                return;
            }
            Ending::Dripping(pause) => {
                while stream.write_all(b" ").await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
                return;
            }
            Ending::CutAt(_) | Ending::Reset => return,
        }
    }
}

/// The next request on a connection; `None` when it was closed.
async fn read_request(stream: &mut TcpStream, pending: &mut Vec<u8>) -> Option<Asked> {
    loop {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut headers);
        if let httparse::Status::Complete(head) = request.parse(pending).expect("HTTP") {
            let method = request.method.unwrap_or_default().to_owned();
            let target = request.path.unwrap_or_default().to_owned();
            let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
            let headers: Vec<(String, String)> = request
                .headers
                .iter()
                .map(|header| (header.name.to_owned(), text(header.value)))
                .collect();
            let length = headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.parse().expect("a length"));
            while pending.len() < head + length {
                read_more(stream, pending).await?;
            }
            let body = text(&pending[head..head + length]);
            pending.drain(..head + length);
            return Some(understand(&method, &target, headers, body));
        }
        read_more(stream, pending).await?;
    }
}

async fn read_more(stream: &mut TcpStream, pending: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 4096];
    let read = stream
        .read(&mut chunk)
        .await
        .ok()
        .filter(|read| *read > 0)?;
    pending.extend_from_slice(&chunk[..read]);
    Some(())
}

fn understand(method: &str, target: &str, headers: Vec<(String, String)>, body: String) -> Asked {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut asked = Asked {
        what: "unknown",
        region: String::new(),
        access_key_id: String::new(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
        at: Instant::now(),
    };
    let authorization = asked.header("authorization").unwrap_or_default();
    let credential = authorization
        .split_once("Credential=")
        .map_or("", |(_, rest)| rest.split(',').next().unwrap_or_default());
    let scope: Vec<String> = credential.split('/').map(str::to_owned).collect();
    asked.region = scope.get(2).cloned().unwrap_or_default();
    asked.access_key_id = scope.first().cloned().unwrap_or_default();
    asked.what = what(method, &asked);
    asked
}

/// The tenants' IDs in these tests are all in small letters, and none ends in `x`.
fn is_near_miss(body: &str) -> bool {
    let id = body
        .split('&')
        .find_map(|pair| pair.strip_prefix("ExternalId="));
    id.is_some_and(|id| id.ends_with('x') || id.bytes().any(|b| b.is_ascii_uppercase()))
}

fn what(method: &str, asked: &Asked) -> &'static str {
    let body = asked.body.as_str();
    let paying = asked.header("x-amz-request-payer").is_some();
    match method {
        "POST" if body.contains("Action=GetCallerIdentity") => "caller",
        "POST" if is_near_miss(body) => "assume stranger",
        "POST" if body.contains("ExternalId=") => "assume",
        "POST" if body.contains("Action=AssumeRole") => "assume bare",
        "HEAD" => "head",
        "GET" if asked.query.contains("list-type=2") && paying => "list paying",
        "GET" if asked.query.contains("list-type=2") => "list",
        "GET" if asked.path == "/" => "buckets",
        "GET" => "get",
        "PUT" if paying => "put paying",
        "PUT" => match asked.header("x-amz-server-side-encryption") {
            Some("AES256") => "put AES256",
            Some("aws:kms")
                if asked
                    .header("x-amz-server-side-encryption-aws-kms-key-id")
                    .is_none() =>
            {
                "put aws:kms"
            }
            _ => "put",
        },
        "DELETE" => "delete",
        _ => "unknown",
    }
}
