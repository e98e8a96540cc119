//! The ledger of a run, which is saved only if the run succeeds.
//!
//! If the run fails, the next run fetches the same files again, because the command may not have processed them.

use aws::ObjectMeta;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use transfer::{Ledger, LedgerError};

/// How many objects are recorded with one call.
const BATCH: usize = 500;

/// Answers questions from another ledger, and writes records to a file until they are committed.
pub(super) struct PendingLedger {
    ledger: Arc<dyn Ledger>,
    path: PathBuf,
    /// A file, because a fetch may bring more objects than should be held in memory.
    file: Mutex<BufWriter<File>>,
    /// The prefix below which unrecorded objects are to be forgotten.
    forgotten_prefix: Mutex<Option<String>>,
}

/// A recorded object as a line of JSON.
#[derive(Serialize, Deserialize)]
struct Record {
    key: String,
    etag: String,
    size: u64,
    modified: i64,
}

impl PendingLedger {
    /// Creates the file in the job's folder.
    pub(super) fn new(ledger: Arc<dyn Ledger>, job_folder: &Path) -> io::Result<Self> {
        let path = job_folder.join("fetched.jsonl");
        let file = File::create(&path)?;
        Ok(Self {
            ledger,
            path,
            file: Mutex::new(BufWriter::new(file)),
            forgotten_prefix: Mutex::default(),
        })
    }

    /// Passes all records to the ledger behind this one.
    pub(super) async fn commit(&self) -> Result<(), LedgerError> {
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()?;
        let mut objects = Vec::new();
        for line in BufReader::new(File::open(&self.path)?).lines() {
            let record: Record = serde_json::from_str(&line?)?;
            objects.push(ObjectMeta {
                key: record.key,
                etag: record.etag,
                size: record.size,
                modified: record.modified,
                archived: false,
            });
            if objects.len() >= BATCH {
                self.ledger.record(&objects).await?;
                objects.clear();
            }
        }
        self.ledger.record(&objects).await?;
        let forgotten_prefix = self
            .forgotten_prefix
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // After the records, because it forgets everything that this job has not recorded.
        match forgotten_prefix {
            Some(prefix) => self.ledger.forget_unrecorded(&prefix).await,
            None => Ok(()),
        }
    }
}

impl Ledger for PendingLedger {
    fn are_unchanged<'a>(
        &'a self,
        objects: &'a [ObjectMeta],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        self.ledger.are_unchanged(objects)
    }

    fn record<'a>(&'a self, objects: &'a [ObjectMeta]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            for object in objects {
                let record = Record {
                    key: object.key.clone(),
                    etag: object.etag.clone(),
                    size: object.size,
                    modified: object.modified,
                };
                serde_json::to_writer(&mut *file, &record)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        }
        .boxed()
    }

    fn forget_unrecorded<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            *self
                .forgotten_prefix
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Some(prefix.to_owned());
            Ok(())
        }
        .boxed()
    }
}
