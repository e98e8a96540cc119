//! Parses as much of HTTP/1.1 as the proxy needs.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    /// The head and the body as they arrived.
    pub(super) bytes: Vec<u8>,
    /// The range of the body in `bytes`.
    pub(super) body: std::ops::Range<usize>,
    /// The request is signed with temporary credentials.
    pub(super) has_session: bool,
}

impl Request {
    /// Returns whether this is a GET of an object, not of a listing.
    pub(super) fn is_get_object(&self) -> bool {
        self.method == "GET" && !self.path.contains("list-type=2")
    }
}

/// Reads one request. Returns `None` if the connection ends before it is complete.
pub(super) async fn read_request(client: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = read_head(client, &mut bytes).await?;
    if header(&bytes[..head], "expect").is_some() {
        client
            .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
            .await
            .ok()?;
    }
    let length = header(&bytes[..head], "content-length").and_then(|length| length.parse().ok());
    let end = head + length.unwrap_or(0_usize);
    read_up_to(client, &mut bytes, end).await?;
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut words = text.split(' ').map(str::to_owned);
    Some(Request {
        method: words.next()?,
        path: words.next()?,
        has_session: header(&bytes[..head], "x-amz-security-token").is_some(),
        bytes,
        body: head..end,
    })
}

/// Reads until the head of a message is complete, and returns the length of the head.
pub(super) async fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<usize> {
    loop {
        if let Some(index) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            return Some(index + 4);
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// Reads until there are at least `end` bytes.
pub(super) async fn read_up_to(
    stream: &mut TcpStream,
    bytes: &mut Vec<u8>,
    end: usize,
) -> Option<()> {
    while bytes.len() < end {
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(())
}

/// Returns the value of a header.
pub(super) fn header(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    head.lines().find_map(|line| {
        let (line_name, value) = line.split_once(':')?;
        line_name
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

/// Returns a response with an error as S3 sends it.
pub(super) fn error_response(status: &str, code: &str, message: &str) -> String {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/xml\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
