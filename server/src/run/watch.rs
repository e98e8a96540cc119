//! What a run tells of itself, as it happens.

use service::MovedTo;
use std::path::Path;
use transfer::{Stop, Tell};

/// Hears how far a run is.
pub trait Watch: Send + Sync {
    fn begun(&self, job: &str, folder: &Path);
    /// Events of the part of the run that moves files to there.
    fn moves(&self, to: MovedTo, bucket: &str, prefix: &str) -> Tell;
    /// Whether every file that was to be moved is where it should be. Shows what became of them.
    fn moved(&self, ended: &Result<(), Stop>) -> bool;
    fn starts(&self, command: &[String]);
    fn translate(&self, output: Output<'_>);
}

/// A line of the command's.
#[derive(Clone, Copy, Debug)]
pub enum Output<'a> {
    Out(&'a str),
    Err(&'a str),
}
