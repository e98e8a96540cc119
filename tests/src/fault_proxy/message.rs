//! As much of HTTP/1.1 as the proxy has to understand.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    /// As it came, head and body.
    pub(super) bytes: Vec<u8>,
    pub(super) body: std::ops::Range<usize>,
    pub(super) has_session: bool,
}

impl Request {
    /// And not for a list, which is of a bucket.
    pub(super) fn is_get_of_object(&self) -> bool {
        self.method == "GET" && !self.path.contains("list-type=2")
    }
}

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
    let first = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut words = first.split(' ').map(str::to_owned);
    Some(Request {
        method: words.next()?,
        path: words.next()?,
        has_session: header(&bytes[..head], "x-amz-security-token").is_some(),
        bytes,
        body: head..end,
    })
}

/// Reads at least a head, and returns its length.
pub(super) async fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<usize> {
    loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            return Some(at + 4);
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
}

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

pub(super) fn header(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

pub(super) fn refusal(status: &str, code: &str, message: &str) -> String {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/xml\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}
