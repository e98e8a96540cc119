//! Why a call brought no answer: what lies at the bottom of the SDK's error.

use crate::answer::Failure;
use crate::http::TooLarge;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;
use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use std::error::Error;
use std::io;

pub(crate) fn failure<E: Error + 'static>(error: &SdkError<E, HttpResponse>) -> Failure {
    match error {
        SdkError::ServiceError(_) => Failure::Refused,
        SdkError::TimeoutError(_) => Failure::TimedOut,
        SdkError::ConstructionFailure(_) => Failure::NotSent,
        SdkError::DispatchFailure(dispatch) if dispatch.is_user() => Failure::NotSent,
        SdkError::DispatchFailure(dispatch) => {
            let carried = dispatch.is_io() || dispatch.is_timeout();
            on_the_wire(error).unwrap_or(if carried {
                Failure::Unreachable
            } else if find::<hyper::Error>(error).is_some() {
                Failure::Garbled
            } else {
                // No credentials were found, or the request could not be signed.
                Failure::NotSent
            })
        }
        _ => on_the_wire(error).unwrap_or(Failure::Garbled),
    }
}

fn on_the_wire(error: &(dyn Error + 'static)) -> Option<Failure> {
    if find::<TooLarge>(error).is_some() {
        return Some(Failure::TooLarge);
    }
    if find::<ResolveDnsError>(error).is_some() {
        return Some(Failure::NoAddress);
    }
    if find::<rustls::Error>(error).is_some() {
        return Some(Failure::NoTls);
    }
    chain(error).find_map(|error| {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return of_io(io.kind());
        }
        let hyper = error.downcast_ref::<hyper::Error>()?;
        // Closed before or in the middle of an answer.
        let cut =
            hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_body_write_aborted();
        if cut {
            Some(Failure::Cut)
        } else {
            // What answers there does not speak HTTP, or its headers have no end.
            hyper.is_parse().then_some(Failure::Garbled)
        }
    })
}

fn of_io(kind: io::ErrorKind) -> Option<Failure> {
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
        | Kind::NotConnected => Some(Failure::Cut),
        _ => None,
    }
}

pub(crate) fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// An `io::Error` leaves the error it wraps out of its `source`.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}
