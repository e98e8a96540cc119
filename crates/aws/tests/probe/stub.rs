//! A server that answers like AWS, byte for byte, and remembers what it was asked.

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const REQUEST_ID: &str = "79104EXAMPLEB723";
pub const EXTENDED_REQUEST_ID: &str =
    "IOWQ4fDEXAMPLEQM+ey7N9WgVhSnQ6JEXAMPLEZb7hSQDASK+Jd1vEXAMPLEa3Km";

/// One question as the stub understood it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `caller`, `assume`, `assume bare`, `assume stranger`, `head`, `list`, `get`, `put` or `delete`.
    pub what: &'static str,
    /// The region the request was signed for.
    pub region: String,
    pub access_key_id: String,
    pub path: String,
    pub query: String,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A canned answer.
#[derive(Clone, Debug)]
pub struct Canned {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    pub after: Duration,
}

type Answers = dyn Fn(&Asked) -> Canned + Send + Sync;

#[derive(Clone)]
struct Shared {
    answers: Arc<Answers>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

pub struct Stub {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Stub {
    pub async fn start(answers: impl Fn(&Asked) -> Canned + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let shared = Shared {
            answers: Arc::new(answers),
            asked: Arc::default(),
        };
        let asked = shared.asked.clone();
        let app = Router::new().fallback(answer).with_state(shared);
        let task = tokio::spawn(async move { axum::serve(listener, app).await.expect("serve") });
        Self { url, asked, task }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("lock").clone()
    }

    /// How often each question was asked, in the order of the first.
    pub fn whats(&self) -> Vec<&'static str> {
        let mut whats: Vec<_> = self.asked().iter().map(|asked| asked.what).collect();
        whats.sort_unstable();
        whats.dedup();
        whats
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = to_bytes(body, 1 << 20).await.expect("body");
    let body = String::from_utf8_lossy(&body).into_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let authorization = parts
        .headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let credential = authorization
        .split_once("Credential=")
        .map_or("", |(_, rest)| rest.split(',').next().unwrap_or_default());
    let scope: Vec<&str> = credential.split('/').collect();
    let what = match parts.method {
        Method::POST if body.contains("Action=GetCallerIdentity") => "caller",
        Method::POST if body.contains("ExternalId=stranger") => "assume stranger",
        Method::POST if body.contains("ExternalId=") => "assume",
        Method::POST if body.contains("Action=AssumeRole") => "assume bare",
        Method::HEAD => "head",
        Method::GET if query.contains("list-type=2") => "list",
        Method::GET => "get",
        Method::PUT => "put",
        Method::DELETE => "delete",
        _ => "unknown",
    };
    let asked = Asked {
        what,
        region: scope.get(2).copied().unwrap_or_default().to_owned(),
        access_key_id: scope.first().copied().unwrap_or_default().to_owned(),
        path: parts.uri.path().to_owned(),
        query,
        headers: parts.headers.clone(),
        body,
    };
    let canned = (shared.answers)(&asked);
    shared.asked.lock().expect("lock").push(asked);
    tokio::time::sleep(canned.after).await;
    let mut response = Response::builder()
        .status(StatusCode::from_u16(canned.status).expect("status"))
        .header("x-amz-request-id", REQUEST_ID)
        .header("x-amz-id-2", EXTENDED_REQUEST_ID);
    for (name, value) in canned.headers {
        response = response.header(name, value);
    }
    response.body(canned.body.into()).expect("response")
}
