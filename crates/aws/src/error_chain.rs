//! Finds an error of a certain type in the chain of causes below another error.

use std::error::Error;
use std::io;

/// Returns the first error of type `T` in the chain that begins with `error`.
pub(crate) fn find_error<'a, T: Error + 'static>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a T> {
    error_chain(error).find_map(|error| error.downcast_ref())
}

/// Iterates over `error` and its causes.
pub(crate) fn error_chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        // `io::Error::source` skips the error that it wraps and returns that error's source.
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}
