//! Why a call to AWS did not succeed, apart from what the response means.

use crate::error_chain::{error_chain, find_error};
use crate::http_client::ResponseTooLarge;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;
use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use std::error::Error;
use std::io;

/// Why a call did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The service answered with an error. `classify.rs` decides what it means.
    Refused,
    /// There was a response, but not one of S3 or STS.
    InvalidResponse,
    /// The response was longer than any response of S3 or STS. The rest of it was not read.
    ResponseTooLarge,
    Timeout,
    /// The host name has no address.
    NoAddress,
    Unreachable,
    NoTls,
    /// The connection ended before the response did.
    ConnectionLost,
    /// No request was sent, because there were no credentials or the request could not be built or signed.
    NotSent,
}

impl Failure {
    /// Finds the root cause of an SDK error.
    pub(crate) fn from_sdk_error<E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::ServiceError(_) => Self::Refused,
            SdkError::TimeoutError(_) => Self::Timeout,
            SdkError::ConstructionFailure(_) => Self::NotSent,
            SdkError::DispatchFailure(dispatch) if dispatch.is_user() => Self::NotSent,
            SdkError::DispatchFailure(dispatch) => {
                let is_network_error = dispatch.is_io() || dispatch.is_timeout();
                network_failure(error).unwrap_or(if is_network_error {
                    Self::Unreachable
                } else if find_error::<hyper::Error>(error).is_some() {
                    Self::InvalidResponse
                } else {
                    // The SDK also reports missing credentials and failed signing as a dispatch failure.
                    Self::NotSent
                })
            }
            _ => network_failure(error).unwrap_or(Self::InvalidResponse),
        }
    }

    /// Finds the root cause of an error in the body of a response.
    pub(crate) fn in_body(error: &(dyn Error + 'static)) -> Self {
        network_failure(error).unwrap_or(Self::ConnectionLost)
    }

    /// Returns whether a connection could not be established, so that no request was sent.
    pub(crate) fn is_before_request(error: &(dyn Error + 'static)) -> bool {
        matches!(
            network_failure(error),
            Some(Self::NoAddress | Self::Unreachable | Self::NoTls)
        )
    }
}

fn network_failure(error: &(dyn Error + 'static)) -> Option<Failure> {
    // These types are specific, so they are looked for first. A TLS or DNS error can also be wrapped in an
    // `io::Error` whose kind says less.
    if find_error::<ResponseTooLarge>(error).is_some() {
        return Some(Failure::ResponseTooLarge);
    }
    if find_error::<ResolveDnsError>(error).is_some() {
        return Some(Failure::NoAddress);
    }
    if find_error::<rustls::Error>(error).is_some() {
        return Some(Failure::NoTls);
    }
    error_chain(error).find_map(|error| {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return io_failure(io.kind());
        }
        let hyper = error.downcast_ref::<hyper::Error>()?;
        // The other side closed the connection before or during its response.
        let is_cut =
            hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_body_write_aborted();
        if is_cut {
            Some(Failure::ConnectionLost)
        } else {
            // The other side does not speak HTTP, or its headers exceed hyper's limit.
            hyper.is_parse().then_some(Failure::InvalidResponse)
        }
    })
}

fn io_failure(kind: io::ErrorKind) -> Option<Failure> {
    use io::ErrorKind as Kind;
    match kind {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::AddrNotAvailable
        | Kind::NetworkDown => Some(Failure::Unreachable),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof
        | Kind::NotConnected => Some(Failure::ConnectionLost),
        _ => None,
    }
}
