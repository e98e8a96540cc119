//! Responses of AWS, as AWS sends them.
//!
//! S3: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>,
//! STS: <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>

use crate::stub_server::{CannedResponse, EXTENDED_REQUEST_ID, Ending, REQUEST_ID, StubRequest};
use std::fmt::Write as _;
use std::time::Duration;

/// A 200 with this body and the headers that S3 always sends.
pub fn ok(body: impl Into<String>) -> CannedResponse {
    let body = body.into();
    response(format!(
        "HTTP/1.1 200 OK\r\nx-amz-request-id: {REQUEST_ID}\r\nx-amz-id-2: {EXTENDED_REQUEST_ID}\r\nContent-Type: application/xml\r\nContent-Length: {}\r\nServer: AmazonS3\r\n\r\n{body}",
        body.len()
    ))
}

/// An HTML page, as a server that is not AWS sends it.
pub fn html(status: u16, body: &str) -> CannedResponse {
    response(format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

fn response(text: String) -> CannedResponse {
    CannedResponse {
        bytes: text.into_bytes(),
        delay: Duration::ZERO,
        ending: Ending::KeepAlive,
    }
}

/// The response in a file of `tests/answers`. The body is sent in chunks if the head says so.
pub fn from_file(text: &str) -> CannedResponse {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    let body = body.trim_end_matches('\n');
    let mut wire = head.replace('\n', "\r\n");
    if head.contains("Transfer-Encoding: chunked") {
        wire.push_str("\r\n\r\n");
        for chunk in body.as_bytes().chunks(100) {
            let chunk = String::from_utf8_lossy(chunk);
            let _ = write!(wire, "{:x}\r\n{chunk}\r\n", chunk.len());
        }
        wire.push_str("0\r\n\r\n");
    } else {
        let length = if head.contains("Content-Length:") || head.contains(" 204 ") {
            String::new()
        } else {
            format!("\r\nContent-Length: {}", body.len())
        };
        let _ = write!(wire, "{length}\r\n\r\n{body}");
    }
    response(wire)
}

impl CannedResponse {
    pub fn with_status(mut self, status: u16) -> Self {
        let text = String::from_utf8(self.bytes).expect("text");
        let (_, rest) = text.split_once("\r\n").expect("a status line");
        self.bytes = format!("HTTP/1.1 {status} Whatever\r\n{rest}").into_bytes();
        self
    }

    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        let text = String::from_utf8(self.bytes).expect("text");
        let (first, rest) = text.split_once("\r\n").expect("a status line");
        self.bytes = format!("{first}\r\n{name}: {value}\r\n{rest}").into_bytes();
        self
    }

    pub fn with_region(self, region: &str) -> Self {
        self.with_header("x-amz-bucket-region", region)
    }

    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Closes the connection in the middle of the body.
    pub fn truncated(mut self) -> Self {
        self.ending = Ending::CloseAt(self.bytes.len() * 3 / 4);
        self
    }

    /// Stops sending in the middle of the body, but leaves the connection open.
    pub fn stalled(mut self) -> Self {
        self.ending = Ending::StallAt(self.bytes.len() * 3 / 4);
        self
    }

    pub fn with_reset(mut self) -> Self {
        self.ending = Ending::Reset;
        self
    }
}

pub fn empty(status: u16) -> CannedResponse {
    match status {
        204 => response(format!(
            "HTTP/1.1 204 No Content\r\nx-amz-request-id: {REQUEST_ID}\r\n\r\n"
        )),
        _ => ok("").with_status(status),
    }
}

pub fn put_ok() -> CannedResponse {
    empty(200).with_header("ETag", "\"fba9dede5f27731c9771645a39863328\"")
}

pub fn s3_error(status: u16, code: &str, message: &str, extra_xml: &str) -> CannedResponse {
    ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{extra_xml}<RequestId>{REQUEST_ID}</RequestId><HostId>{EXTENDED_REQUEST_ID}</HostId></Error>"
    ))
    .with_status(status)
}

pub fn sts_error(status: u16, code: &str, message: &str) -> CannedResponse {
    ok(format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    <Type>Sender</Type>\n    <Code>{code}</Code>\n    <Message>{message}</Message>\n  </Error>\n  <RequestId>{REQUEST_ID}</RequestId>\n</ErrorResponse>\n"
    ))
    .with_status(status)
    .with_header("x-amzn-requestid", REQUEST_ID)
}

pub fn caller(arn: &str) -> CannedResponse {
    ok(format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <GetCallerIdentityResult>\n    <Arn>{arn}</Arn>\n    <UserId>AIDASAMPLEUSERID</UserId>\n    <Account>111122223333</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    <RequestId>{REQUEST_ID}</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n"
    ))
}

pub fn session() -> CannedResponse {
    ok(format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <AssumeRoleResult>\n    <AssumedRoleUser>\n      <AssumedRoleId>AROA123EXAMPLE123:s3-connect-acme</AssumedRoleId>\n      <Arn>arn:aws:sts::111122223333:assumed-role/reader/s3-connect-acme</Arn>\n    </AssumedRoleUser>\n    <Credentials>\n      <AccessKeyId>ASIASESSIONEXAMPLE00</AccessKeyId>\n      <SecretAccessKey>{SESSION_SECRET}</SecretAccessKey>\n      <SessionToken>{SESSION_TOKEN}</SessionToken>\n      <Expiration>2099-11-09T13:34:41Z</Expiration>\n    </Credentials>\n  </AssumeRoleResult>\n  <ResponseMetadata>\n    <RequestId>{REQUEST_ID}</RequestId>\n  </ResponseMetadata>\n</AssumeRoleResponse>\n"
    ))
}

pub const SESSION_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY";
pub const SESSION_TOKEN: &str =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW";

pub fn assume_denied() -> CannedResponse {
    sts_error(
        403,
        "AccessDenied",
        "User: arn:aws:iam::999988887777:user/vendor is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/reader",
    )
}

pub fn listed(keys: &[&str]) -> CannedResponse {
    let contents: Vec<String> = keys
        .iter()
        .map(|key| {
            format!("<Contents><Key>{key}</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified><ETag>&quot;fba9dede5f27731c9771645a39863328&quot;</ETag><Size>434234</Size><StorageClass>STANDARD</StorageClass></Contents>")
        })
        .collect();
    ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>my-data</Name><Prefix>in/</Prefix><KeyCount>{}</KeyCount><MaxKeys>5</MaxKeys><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
        keys.len(),
        contents.concat()
    ))
}

pub fn all_buckets() -> CannedResponse {
    ok(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner><Buckets><Bucket><Name>payroll</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>",
    )
}

pub fn denied(action: &str) -> CannedResponse {
    s3_error(
        403,
        "AccessDenied",
        &format!(
            "User: arn:aws:iam::111122223333:user/tenant is not authorized to perform: {action} on resource: &quot;arn:aws:s3:::my-data&quot; because no identity-based policy allows the {action} action"
        ),
        "",
    )
}

pub fn no_bucket() -> CannedResponse {
    s3_error(
        404,
        "NoSuchBucket",
        "The specified bucket does not exist",
        "<BucketName>my-data</BucketName>",
    )
}

pub fn slow_down() -> CannedResponse {
    s3_error(503, "SlowDown", "Please reduce your request rate.", "")
}

pub fn throttling() -> CannedResponse {
    sts_error(400, "Throttling", "Rate exceeded")
}

/// Allows everything that a connection needs. The bucket contains one file.
pub fn allow_all(request: &StubRequest) -> CannedResponse {
    match request.kind {
        "caller" => caller("arn:aws:iam::111122223333:user/tenant"),
        "assume" => session(),
        "assume no id" | "assume similar" => assume_denied(),
        "head" => empty(200).with_region(&request.region),
        "list" | "list as requester" => listed(&["in/.s3-connect-check", "in/orders.csv"]),
        "get" => ok("x")
            .with_status(206)
            .with_header("content-range", "bytes 0-0/434234")
            .with_header("ETag", "\"fba9dede5f27731c9771645a39863328\""),
        "buckets" => denied("s3:ListAllMyBuckets"),
        "delete" => empty(204),
        _ => put_ok(),
    }
}
