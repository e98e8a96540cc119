//! A transfer's ledger in the database.

use aws::ObjectMeta;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use store::{LedgerId, MovedObject, Store};
use transfer::{Ledger, LedgerError};

/// The ledger of one connection, bucket and direction, as one job uses it.
pub(crate) struct DatabaseLedger {
    pub store: Store,
    pub ledger: LedgerId,
    /// The ledger of this connection's exports, if this is a fetch. A fetch skips files that we exported ourselves.
    pub exports: Option<LedgerId>,
    pub job: String,
}

impl Ledger for DatabaseLedger {
    fn are_unchanged<'a>(
        &'a self,
        objects: &'a [ObjectMeta],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        async move {
            let objects: Vec<MovedObject> = objects.iter().map(to_moved_object).collect();
            let keys = || objects.iter().map(|object| object.key.as_str());
            let recorded = self.store.find_moved(&self.ledger, keys()).await?;
            let Some(exports) = &self.exports else {
                // This is an export, and local files have no ETag.
                let is_unchanged = |object: &MovedObject| {
                    let recorded = recorded.get(&object.key);
                    recorded.is_some_and(|recorded| {
                        (recorded.size, recorded.modified) == (object.size, object.modified)
                    })
                };
                return Ok(objects.iter().map(is_unchanged).collect());
            };
            let exported = self.store.find_moved(exports, keys()).await?;
            let is_unchanged = |object: &MovedObject| {
                // The export recorded the local file's time, so only the ETag can show that the object is the same.
                let is_our_export = exported.get(&object.key).is_some_and(|exported| {
                    !exported.etag.is_empty() && exported.etag == object.etag
                });
                is_our_export || recorded.get(&object.key) == Some(object)
            };
            Ok(objects.iter().map(is_unchanged).collect())
        }
        .boxed()
    }

    fn record<'a>(&'a self, objects: &'a [ObjectMeta]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            let objects: Vec<MovedObject> = objects.iter().map(to_moved_object).collect();
            self.store
                .record_moved(&self.ledger, &self.job, &objects)
                .await?;
            Ok(())
        }
        .boxed()
    }

    fn forget_unrecorded<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            self.store
                .delete_moved_by_other_jobs(&self.ledger, &self.job, &escape_nul(prefix))
                .await?;
            Ok(())
        }
        .boxed()
    }
}

fn to_moved_object(object: &ObjectMeta) -> MovedObject {
    MovedObject {
        key: escape_nul(&object.key),
        etag: object.etag.clone(),
        size: i64::try_from(object.size).unwrap_or(i64::MAX),
        modified: object.modified,
    }
}

/// Escapes NUL characters in a key, because PostgreSQL does not accept them in text. Different keys stay different.
fn escape_nul(key: &str) -> String {
    key.replace("%(", "%(25)(").replace('\0', "%(00)")
}
