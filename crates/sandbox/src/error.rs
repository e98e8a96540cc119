//! What can go wrong outside a signed request: starting, storing, and what the console is asked to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::policy::PolicyError;

#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("the sandbox cannot listen on {addr}: {source}")]
    Bind { addr: SocketAddr, source: io::Error },
    #[error("the sandbox cannot use {}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("the sandbox cannot read its state in {}: {detail}", path.display())]
    State { path: PathBuf, detail: String },
    #[error("the operating system gave no randomness: {0}")]
    Random(String),
    /// What was asked for cannot be; the words are for whoever asked.
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error("There is no bucket named \"{0}\".")]
    NoSuchBucket(String),
    #[error("There is no object at \"{0}\".")]
    NoSuchKey(String),
    #[error("There is a bucket named \"{0}\" already.")]
    BucketExists(String),
    #[error("The bucket \"{0}\" still holds objects: delete them first.")]
    BucketNotEmpty(String),
    /// `If-None-Match` or `If-Match` did not hold.
    #[error("The object is not in the state the request asked for.")]
    Precondition,
}

impl SandboxError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
