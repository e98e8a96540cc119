//! The record of earlier transfers, which lets an incremental transfer skip unchanged files.

use aws::ObjectMeta;
use futures::FutureExt as _;
use futures::future::BoxFuture;

pub type LedgerError = Box<dyn std::error::Error + Send + Sync>;

/// Records each transferred object with its key, ETag, size and modification time.
///
/// An object is unchanged only if all of them are equal. Comparing times alone is not enough: an object that arrives
/// late can carry an old time.
pub trait Ledger: Send + Sync {
    /// Returns, for each object in order, whether it was transferred before and has not changed since.
    fn are_unchanged<'a>(
        &'a self,
        objects: &'a [ObjectMeta],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>>;

    /// Records transferred objects. Their files must already survive a loss of power.
    fn record<'a>(&'a self, objects: &'a [ObjectMeta]) -> BoxFuture<'a, Result<(), LedgerError>>;

    /// Forgets objects below the prefix that this job did not record. Call it only after a job that looked at every
    /// object below the prefix.
    fn forget_unrecorded<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>>;
}

/// A ledger that records nothing, so no object is ever unchanged.
#[derive(Clone, Copy, Debug)]
pub struct NoLedger;

impl Ledger for NoLedger {
    fn are_unchanged<'a>(
        &'a self,
        objects: &'a [ObjectMeta],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        async { Ok(vec![false; objects.len()]) }.boxed()
    }

    fn record<'a>(&'a self, _: &'a [ObjectMeta]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async { Ok(()) }.boxed()
    }

    fn forget_unrecorded<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async { Ok(()) }.boxed()
    }
}
