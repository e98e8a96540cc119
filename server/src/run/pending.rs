//! What a run fetched, until the run has gone well: only then is it remembered. Otherwise the next run fetches it again,
//! for the command may not have seen it.

use aws::Listed;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use transfer::{Ledger, LedgerError};

const AT_ONCE: usize = 500;

/// Passes questions on to the ledger behind it, and writes what is to be remembered into a file.
pub(super) struct Pending {
    behind: Arc<dyn Ledger>,
    path: PathBuf,
    file: Mutex<BufWriter<File>>,
    /// The prefix of which everything was seen.
    saw_all: Mutex<Option<String>>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    etag: String,
    size: u64,
    modified: i64,
}

impl Pending {
    pub(super) fn new(behind: Arc<dyn Ledger>, job: &Path) -> io::Result<Self> {
        let path = job.join("fetched.jsonl");
        let file = File::create(&path)?;
        Ok(Self {
            behind,
            path,
            file: Mutex::new(BufWriter::new(file)),
            saw_all: Mutex::default(),
        })
    }

    /// Remembers everything.
    pub(super) async fn settle(&self) -> Result<(), LedgerError> {
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .flush()?;
        let mut objects = Vec::new();
        for line in BufReader::new(File::open(&self.path)?).lines() {
            let line: Line = serde_json::from_str(&line?)?;
            objects.push(Listed {
                key: line.key,
                etag: line.etag,
                size: line.size,
                modified: line.modified,
                archived: false,
            });
            if objects.len() >= AT_ONCE {
                self.behind.record(&objects).await?;
                objects.clear();
            }
        }
        self.behind.record(&objects).await?;
        let saw_all = self
            .saw_all
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match saw_all {
            Some(prefix) => self.behind.saw_all(&prefix).await,
            None => Ok(()),
        }
    }
}

impl Ledger for Pending {
    fn unchanged<'a>(
        &'a self,
        objects: &'a [Listed],
    ) -> BoxFuture<'a, Result<Vec<bool>, LedgerError>> {
        self.behind.unchanged(objects)
    }

    fn record<'a>(&'a self, objects: &'a [Listed]) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            for object in objects {
                let line = Line {
                    key: object.key.clone(),
                    etag: object.etag.clone(),
                    size: object.size,
                    modified: object.modified,
                };
                serde_json::to_writer(&mut *file, &line)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        }
        .boxed()
    }

    fn saw_all<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<(), LedgerError>> {
        async move {
            *self.saw_all.lock().unwrap_or_else(PoisonError::into_inner) = Some(prefix.to_owned());
            Ok(())
        }
        .boxed()
    }
}
