//! What can go wrong outside a signed request: starting the sandbox, storing its data, and using its console.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::policy::PolicyError;

/// Why the sandbox did not start, or did not do what its owner asked for.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address is taken, or not one of this machine.
    #[error("the sandbox cannot listen on {addr}: {source}")]
    Bind { addr: SocketAddr, source: io::Error },
    /// The folder of the sandbox cannot be read or written.
    #[error("the sandbox cannot use {}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// A file in the folder of the sandbox is not what the sandbox wrote.
    #[error("the sandbox cannot read its state in {}: {detail}", path.display())]
    State { path: PathBuf, detail: String },
    /// The operating system provides no random bytes.
    #[error("the operating system provides no random bytes: {0}")]
    Random(String),
    /// The request is invalid. The message is for the person who made it.
    #[error("{0}")]
    Refused(String),
    /// A policy is invalid, or says something that the sandbox does not support.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error("There is no bucket named \"{0}\".")]
    NoSuchBucket(String),
    #[error("There is no object at \"{0}\".")]
    NoSuchKey(String),
    #[error("A bucket named \"{0}\" already exists.")]
    BucketExists(String),
    #[error("The bucket \"{0}\" still holds objects. Delete them first.")]
    BucketNotEmpty(String),
    /// `If-None-Match` or `If-Match` did not hold.
    #[error("The object is not in the state that the request requires.")]
    PreconditionFailed,
}

impl SandboxError {
    /// Returns a function that adds `path` to an I/O error, for `map_err`.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
