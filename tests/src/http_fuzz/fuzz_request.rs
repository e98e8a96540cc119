//! A generated request, which can be sent in the process or over a socket.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Request, Uri};
use std::fmt;
use std::net::SocketAddr;

/// Whose credential authorizes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// No credential, or one that the route does not accept.
    Nobody,
    /// The API key of the environment with this number.
    Key(usize),
    /// A connect link of the owner with this number.
    Link(usize),
    Admin,
}

#[derive(Clone, Debug)]
pub struct FuzzRequest {
    /// The route's pattern, for the tally.
    pub route: &'static str,
    pub caller: Caller,
    pub method: &'static str,
    /// The path and query.
    pub target: String,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl FuzzRequest {
    /// Returns the size of the whole request in bytes.
    pub fn size(&self) -> usize {
        let headers: usize = self
            .headers
            .iter()
            .map(|(name, value)| name.len() + value.len() + 4)
            .sum();
        self.target.len() + headers + self.body.len()
    }

    pub fn is_api_request(&self) -> bool {
        self.target.starts_with("/v1/")
    }

    /// Returns the request as the routes take it, or `None` if it is not valid HTTP.
    pub fn to_http_request(&self, from: SocketAddr) -> Option<Request<Body>> {
        let uri: Uri = self.target.parse().ok()?;
        let mut request = Request::builder().method(self.method).uri(uri);
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            request = request.header(name, HeaderValue::from_bytes(value).ok()?);
        }
        request = request.extension(ConnectInfo(from));
        request.body(Body::from(self.body.clone())).ok()
    }

    /// Returns the request as the bytes of HTTP/1.1.
    pub fn wire_bytes(&self) -> Vec<u8> {
        let mut bytes = format!(
            "{} {} HTTP/1.1\r\nconnection: close\r\n",
            self.method, self.target
        )
        .into_bytes();
        let mut line = |name: &str, value: &[u8]| {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        };
        for (name, value) in &self.headers {
            line(name, value);
        }
        if !self.headers.iter().any(|(name, _)| name == "host") {
            line("host", b"127.0.0.1");
        }
        line("content-length", self.body.len().to_string().as_bytes());
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl fmt::Display for FuzzRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} {}   ({:?}, {})",
            self.method, self.target, self.caller, self.route
        )?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.escape_ascii())?;
        }
        write!(f, "\n{}", self.body.escape_ascii())
    }
}
