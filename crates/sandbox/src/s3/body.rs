//! Takes the body of a write, and believes it only when every digest sent with it agrees.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use s3s::dto::{Checksum, ChecksumType, StreamingBlob};
use s3s::stream::aws_chunked_stream::AwsChunkedStreamError;
use s3s::stream::upload_stream::UploadStreamError;
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result, TrailingHeaders, s3_error};

use crate::cloud::Cloud;
use crate::objects::{ALGORITHMS, Received, digest};

/// What the headers, and the trailers after an aws-chunked body, say of the bytes.
pub struct Claims {
    md5: Option<String>,
    headers: axum::http::HeaderMap,
    trailers: Option<TrailingHeaders>,
}

impl Claims {
    pub fn of<T>(req: &S3Request<T>, md5: Option<String>) -> Self {
        Self {
            md5,
            headers: req.headers.clone(),
            trailers: req.trailing_headers.clone(),
        }
    }

    /// Algorithms announced by a header, either with the value or as the trailer to come.
    fn algorithms(&self) -> Vec<&'static str> {
        let announced: Vec<&str> = self
            .headers
            .get_all("x-amz-trailer")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        ALGORITHMS
            .into_iter()
            .filter(|name| {
                let header = header(name);
                self.headers.contains_key(&header)
                    || announced.iter().any(|a| a.eq_ignore_ascii_case(&header))
            })
            .collect()
    }

    fn value(&self, algorithm: &str) -> Option<String> {
        let text = |headers: &axum::http::HeaderMap| {
            headers
                .get(header(algorithm))
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        text(&self.headers).or_else(|| self.trailers.as_ref()?.read(text).flatten())
    }
}

fn header(algorithm: &str) -> String {
    format!("x-amz-checksum-{algorithm}")
}

/// # Errors
/// `BadDigest` when a digest disagrees, `IncompleteBody` when the body breaks off, and what the stream itself
/// refuses, such as a wrong `x-amz-content-sha256`.
pub async fn receive(
    cloud: &Cloud,
    body: Option<StreamingBlob>,
    claims: Claims,
) -> S3Result<Received> {
    let algorithms = claims.algorithms();
    let mut incoming = cloud.objects.receive(&algorithms)?;
    if let Some(body) = body {
        incoming
            .pull(body.map(|chunk| chunk.map_err(broken)))
            .await?;
    }
    let mut received = incoming.finish().await?;
    if let Some(claimed) = &claims.md5 {
        match STANDARD.decode(claimed) {
            Ok(md5) if md5.len() != 16 => return Err(invalid_md5()),
            Ok(md5) if md5 == received.md5 => {}
            Ok(_) => {
                return Err(s3_error!(
                    BadDigest,
                    "The Content-MD5 you specified did not match what we received."
                ));
            }
            Err(_) => return Err(invalid_md5()),
        }
    }
    for algorithm in algorithms {
        let claimed = claims.value(algorithm);
        let computed = digest(&received.digests, algorithm);
        if claimed.as_deref() != computed {
            return Err(s3_error!(
                BadDigest,
                "The {} you specified did not match the calculated checksum.",
                algorithm.to_uppercase()
            ));
        }
        received.checksum = claimed.map(|value| (algorithm.to_owned(), value));
    }
    Ok(received)
}

fn invalid_md5() -> S3Error {
    s3_error!(InvalidDigest, "The Content-MD5 you specified was invalid.")
}

/// Errors of the stream come untyped.
fn broken(error: s3s::StdError) -> S3Error {
    let code = if let Some(error) = error.downcast_ref::<UploadStreamError>() {
        match error {
            UploadStreamError::Sha256Mismatch => return content_differs(),
            error => error.to_s3_error_code(),
        }
    } else if let Some(error) = error.downcast_ref::<AwsChunkedStreamError>() {
        error.to_s3_error_code()
    } else {
        S3ErrorCode::IncompleteBody
    };
    S3Error::with_source(code, error)
}

fn content_differs() -> S3Error {
    let mut error = S3Error::with_message(
        S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    error.set_status_code(axum::http::StatusCode::BAD_REQUEST);
    error
}

/// How a stored checksum was made: one of parts has their number at its end.
pub fn checksum_type(stored: Option<&(String, String)>) -> Option<ChecksumType> {
    let (_, value) = stored?;
    let kind = if value.contains('-') {
        ChecksumType::COMPOSITE
    } else {
        ChecksumType::FULL_OBJECT
    };
    Some(ChecksumType::from_static(kind))
}

/// A stored checksum in the shape of an answer.
pub fn checksum(stored: Option<&(String, String)>) -> Checksum {
    let mut answer = Checksum::default();
    if let Some((algorithm, value)) = stored {
        let field = match algorithm.as_str() {
            "crc32" => &mut answer.checksum_crc32,
            "crc32c" => &mut answer.checksum_crc32c,
            "crc64nvme" => &mut answer.checksum_crc64nvme,
            "sha1" => &mut answer.checksum_sha1,
            "sha256" => &mut answer.checksum_sha256,
            _ => return answer,
        };
        *field = Some(value.clone());
    }
    answer
}
