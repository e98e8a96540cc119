//! Receives the body of a write, and checks it against every digest that the client sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use s3s::dto::StreamingBlob;
use s3s::stream::aws_chunked_stream::AwsChunkedStreamError;
use s3s::stream::upload_stream::UploadStreamError;
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result, TrailingHeaders, s3_error};

use crate::cloud::Cloud;
use crate::objects::{ALGORITHMS, TempBody, checksum_value};

/// The digests that the client sent: in headers, or in trailers after a body in the encoding `aws-chunked`.
pub struct ClientDigests {
    md5: Option<String>,
    headers: axum::http::HeaderMap,
    trailers: Option<TrailingHeaders>,
}

impl ClientDigests {
    /// Takes the digests of a request. `md5` is the value of `Content-MD5`.
    pub fn new<T>(req: &S3Request<T>, md5: Option<String>) -> Self {
        Self {
            md5,
            headers: req.headers.clone(),
            trailers: req.trailing_headers.clone(),
        }
    }

    /// Returns the algorithms of the checksums that are in the headers or announced as trailers.
    fn algorithms(&self) -> Vec<&'static str> {
        // A trailer arrives after the body, but the hasher must run from the first byte. So its announcement counts.
        let trailer_names: Vec<&str> = self
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
                let header = header_name(name);
                self.headers.contains_key(&header)
                    || trailer_names
                        .iter()
                        .any(|trailer| trailer.eq_ignore_ascii_case(&header))
            })
            .collect()
    }

    /// Returns the checksum of one algorithm. The body must have been read, because a trailer comes after it.
    fn value(&self, algorithm: &str) -> Option<String> {
        let text = |headers: &axum::http::HeaderMap| {
            headers
                .get(header_name(algorithm))
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        text(&self.headers).or_else(|| self.trailers.as_ref()?.read(text).flatten())
    }
}

fn header_name(algorithm: &str) -> String {
    format!("x-amz-checksum-{algorithm}")
}

/// Receives a body into a temporary file.
///
/// # Errors
/// - Returns `BadDigest` if a digest does not match the bytes.
/// - Returns `InvalidDigest` if `Content-MD5` is not an MD5 in base 64.
/// - Returns `IncompleteBody` if the body breaks off.
/// - Returns the error of the stream if it fails, for example because `x-amz-content-sha256` does not match.
pub async fn receive_body(
    cloud: &Cloud,
    stream: Option<StreamingBlob>,
    digests: ClientDigests,
) -> S3Result<TempBody> {
    let algorithms = digests.algorithms();
    let mut writer = cloud.objects.new_body(&algorithms)?;
    if let Some(stream) = stream {
        writer
            .write_stream(stream.map(|chunk| chunk.map_err(stream_error)))
            .await?;
    }
    let mut body = writer.finish().await?;
    if let Some(expected) = &digests.md5 {
        match STANDARD.decode(expected) {
            Ok(md5) if md5.len() != 16 => return Err(invalid_md5()),
            Ok(md5) if md5 == body.md5 => {}
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
        let expected = digests.value(algorithm);
        let computed = checksum_value(&body.checksums, algorithm);
        // An announced trailer that did not come is a mismatch too.
        if expected.as_deref() != computed {
            return Err(s3_error!(
                BadDigest,
                "The {} you specified did not match the calculated checksum.",
                algorithm.to_uppercase()
            ));
        }
        body.checksum = expected.map(|value| (algorithm.to_owned(), value));
    }
    Ok(body)
}

fn invalid_md5() -> S3Error {
    s3_error!(InvalidDigest, "The Content-MD5 you specified was invalid.")
}

/// Translates an error of a body stream.
fn stream_error(error: s3s::StdError) -> S3Error {
    // `s3s` boxes these errors, so their types have to be tried one by one.
    let code = if let Some(error) = error.downcast_ref::<UploadStreamError>() {
        match error {
            UploadStreamError::Sha256Mismatch => return content_sha256_mismatch(),
            error => error.to_s3_error_code(),
        }
    } else if let Some(error) = error.downcast_ref::<AwsChunkedStreamError>() {
        error.to_s3_error_code()
    } else {
        // What remains are errors of the connection.
        S3ErrorCode::IncompleteBody
    };
    S3Error::with_source(code, error)
}

fn content_sha256_mismatch() -> S3Error {
    // `s3s` has no code for this one, and gives a custom code no status.
    let mut error = S3Error::with_message(
        S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    error.set_status_code(axum::http::StatusCode::BAD_REQUEST);
    error
}
