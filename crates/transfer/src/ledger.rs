//! What was fetched before, so that an incremental fetch leaves it out.

use aws::Listed;
use futures::FutureExt as _;
use futures::future::BoxFuture;

pub type LedgerError = Box<dyn std::error::Error + Send + Sync>;

/// Remembers each object that was fetched by key, ETag, size and time. An object counts as fetched while all of them
/// are the same: times alone say nothing, for an object that arrives late may have an old one.
pub trait Ledger: Send + Sync {
    /// Says of each object whether it was fetched as it is now.
    fn unchanged<'a>(
        &'a self,
        objects: &'a [Listed],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>>;

    /// Remembers objects whose files are in place, and stay there when the power goes.
    fn record<'a>(&'a self, objects: &'a [Listed]) -> BoxFuture<'a, Result<(), LedgerError>>;

    /// Forgets what this job did not record below the prefix: it looked at everything there.
    fn saw_all<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>>;
}

/// Remembers nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoLedger;

impl Ledger for NoLedger {
    fn unchanged<'a>(
        &'a self,
        objects: &'a [Listed],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        async { Ok(vec![false; objects.len()]) }.boxed()
    }

    fn record<'a>(&'a self, _: &'a [Listed]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async { Ok(()) }.boxed()
    }

    fn saw_all<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async { Ok(()) }.boxed()
    }
}
