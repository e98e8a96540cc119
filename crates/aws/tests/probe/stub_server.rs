//! A server that sends canned responses byte for byte, and records the requests.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const REQUEST_ID: &str = "79104EXAMPLEB723";
pub const EXTENDED_REQUEST_ID: &str =
    "IOWQ4fDEXAMPLEQM+ey7N9WgVhSnQ6JEXAMPLEZb7hSQDASK+Jd1vEXAMPLEa3Km";

/// One request that the stub received.
#[derive(Clone, Debug)]
pub struct StubRequest {
    /// `caller`, `assume`, `assume no id`, `assume similar`, `buckets`, `head`, `list`, `get`, `put` or `delete`.
    /// Follow-ups also name what differs: `list as requester`, `put as requester`, `put AES256` or `put aws:kms`.
    pub kind: &'static str,
    /// The region in the request's signature.
    pub region: String,
    pub access_key_id: String,
    pub path: String,
    pub query: String,
    headers: Vec<(String, String)>,
    pub body: String,
    pub received_at: Instant,
}

impl StubRequest {
    /// A request without anything but its kind, to get the response to it.
    pub fn of_kind(kind: &'static str) -> Self {
        Self {
            kind,
            region: String::new(),
            access_key_id: String::new(),
            path: String::new(),
            query: String::new(),
            headers: Vec::new(),
            body: String::new(),
            received_at: Instant::now(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What happens to the connection after a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    KeepAlive,
    /// Closes the connection after this many bytes of the response.
    CloseAt(usize),
    /// Sends nothing after this many bytes of the response, but leaves the connection open.
    StallAt(usize),
    /// Resets the connection without a response.
    Reset,
    /// Sends this text again and again, this many bytes in all.
    Flood(&'static str, usize),
    /// Sends single bytes forever, with this pause between them.
    Drip(Duration),
}

/// A response that is sent byte for byte.
#[derive(Clone, Debug)]
pub struct CannedResponse {
    pub bytes: Vec<u8>,
    pub delay: Duration,
    pub ending: Ending,
}

type Respond = dyn Fn(&StubRequest) -> CannedResponse + Send + Sync;

#[derive(Clone)]
struct Shared {
    respond: Arc<Respond>,
    requests: Arc<Mutex<Vec<StubRequest>>>,
    flooded_bytes: Arc<AtomicUsize>,
}

/// Stops when it is dropped.
pub struct StubServer {
    pub url: String,
    requests: Arc<Mutex<Vec<StubRequest>>>,
    flooded_bytes: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl StubServer {
    pub async fn start(
        respond: impl Fn(&StubRequest) -> CannedResponse + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let shared = Shared {
            respond: Arc::new(respond),
            requests: Arc::default(),
            flooded_bytes: Arc::default(),
        };
        let (requests, flooded_bytes) = (shared.requests.clone(), shared.flooded_bytes.clone());
        let task = tokio::spawn(async move {
            // Dropping the set with this task aborts the connections as well.
            let mut connections = tokio::task::JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.expect("accept");
                connections.spawn(serve(stream, shared.clone()));
            }
        });
        Self {
            url,
            requests,
            flooded_bytes,
            task,
        }
    }

    /// Returns how many bytes of floods were sent before the client closed the connection.
    pub fn flooded_bytes(&self) -> usize {
        self.flooded_bytes.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<StubRequest> {
        self.requests.lock().expect("lock").clone()
    }

    /// Returns each kind of request that was received, sorted.
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self.requests().iter().map(|request| request.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    pub fn count(&self, kind: &str) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.kind == kind)
            .count()
    }
}

impl Drop for StubServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, shared: Shared) {
    let mut pending = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut pending).await {
        let mut response = (shared.respond)(&request);
        if request.kind == "head" {
            // A response to HEAD has no body.
            let text = String::from_utf8_lossy(&response.bytes).into_owned();
            let end = text.find("\r\n\r\n").map_or(text.len(), |at| at + 4);
            response.bytes.truncate(end);
        }
        shared.requests.lock().expect("lock").push(request);
        tokio::time::sleep(response.delay).await;
        let end = match response.ending {
            Ending::KeepAlive | Ending::Flood(..) | Ending::Drip(_) => response.bytes.len(),
            Ending::CloseAt(at) | Ending::StallAt(at) => at,
            Ending::Reset => {
                // Closing a socket with a zero linger time sends a reset.
                stream.set_zero_linger().expect("linger");
                return;
            }
        };
        if stream.write_all(&response.bytes[..end]).await.is_err() {
            return;
        }
        match response.ending {
            Ending::KeepAlive => {}
            Ending::StallAt(_) => std::future::pending().await,
            Ending::Flood(text, bytes) => {
                let text = text.repeat(64 * 1024 / text.len());
                let mut sent = 0;
                while sent < bytes && stream.write_all(text.as_bytes()).await.is_ok() {
                    sent += text.len();
                    shared.flooded_bytes.fetch_add(text.len(), Ordering::SeqCst);
                }
                return;
            }
            Ending::Drip(pause) => {
                while stream.write_all(b" ").await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
                return;
            }
            Ending::CloseAt(_) | Ending::Reset => return,
        }
    }
}

/// Reads the next request of a connection. Returns `None` if the client has closed it.
async fn read_request(stream: &mut TcpStream, pending: &mut Vec<u8>) -> Option<StubRequest> {
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
            return Some(stub_request(&method, &target, headers, body));
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

fn stub_request(
    method: &str,
    target: &str,
    headers: Vec<(String, String)>,
    body: String,
) -> StubRequest {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = StubRequest {
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body,
        ..StubRequest::of_kind("unknown")
    };
    // The credential is `{access key ID}/{date}/{region}/{service}/aws4_request`.
    let authorization = request.header("authorization").unwrap_or_default();
    let credential = authorization
        .split_once("Credential=")
        .map_or("", |(_, rest)| rest.split(',').next().unwrap_or_default());
    let scope: Vec<String> = credential.split('/').map(str::to_owned).collect();
    request.region = scope.get(2).cloned().unwrap_or_default();
    request.access_key_id = scope.first().cloned().unwrap_or_default();
    request.kind = request_kind(method, &request);
    request
}

/// Returns whether the external ID only resembles a tenant's. In these tests, the tenants' own IDs are in lower case
/// and none ends in `x`.
fn has_similar_id(body: &str) -> bool {
    let id = body
        .split('&')
        .find_map(|pair| pair.strip_prefix("ExternalId="));
    id.is_some_and(|id| id.ends_with('x') || id.bytes().any(|b| b.is_ascii_uppercase()))
}

fn request_kind(method: &str, request: &StubRequest) -> &'static str {
    let body = request.body.as_str();
    let is_requester = request.header("x-amz-request-payer").is_some();
    match method {
        "POST" if body.contains("Action=GetCallerIdentity") => "caller",
        "POST" if has_similar_id(body) => "assume similar",
        "POST" if body.contains("ExternalId=") => "assume",
        "POST" if body.contains("Action=AssumeRole") => "assume no id",
        "HEAD" => "head",
        "GET" if request.query.contains("list-type=2") && is_requester => "list as requester",
        "GET" if request.query.contains("list-type=2") => "list",
        "GET" if request.path == "/" => "buckets",
        "GET" => "get",
        "PUT" if is_requester => "put as requester",
        "PUT" => match request.header("x-amz-server-side-encryption") {
            Some("AES256") => "put AES256",
            // With a key ID, it is the first PUT of a connection that has a KMS key.
            Some("aws:kms")
                if request
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
