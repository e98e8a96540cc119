//! Objects in a folder: one file with the bytes, one small file that describes them, and an index in memory.
//! File names are digests or random, so no key can reach outside, and `a` beside `a/b` is no trouble.

mod incoming;
mod listing;
mod uploads;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use s3s::crypto::{Checksum as _, Sha256};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use time::OffsetDateTime;

use crate::SandboxError;

pub use incoming::{ALGORITHMS, DEFAULT_ALGORITHM, Received, composite, digest};
pub use listing::{After, Listing, Query};
pub use uploads::{Upload, UploadChecksum, UploadPart, Uploads};

/// What is known of one stored object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Object {
    pub key: String,
    pub size: u64,
    /// Without quotes.
    pub etag: String,
    #[serde(with = "time::serde::rfc3339")]
    pub modified: OffsetDateTime,
    #[serde(flatten)]
    pub attributes: Attributes,
    /// Algorithm, in the spelling of its header, and base-64 value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub checksum: Option<(String, String)>,
    /// File name of the bytes.
    blob: String,
}

/// What the writer of an object says about it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Attributes {
    pub content_type: Option<String>,
    pub content_encoding: Option<String>,
    pub content_disposition: Option<String>,
    pub content_language: Option<String>,
    pub cache_control: Option<String>,
    pub encryption: Option<String>,
    pub kms_key: Option<String>,
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// What must hold of the object now at the key for a write to go ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Always,
    Absent,
    ETag(String),
}

type Index = BTreeMap<String, Arc<Object>>;

/// All buckets' objects.
#[derive(Debug)]
pub struct Objects {
    dir: PathBuf,
    buckets: RwLock<HashMap<String, Index>>,
    pub uploads: Uploads,
}

impl Objects {
    /// Reads the index of each of `buckets`; leftovers of an interrupted run are removed.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open<'a>(
        dir: &Path,
        buckets: impl Iterator<Item = &'a String>,
    ) -> Result<Self, SandboxError> {
        let objects = Self {
            dir: dir.to_owned(),
            buckets: RwLock::default(),
            uploads: Uploads::default(),
        };
        let unfinished = objects.unfinished();
        match std::fs::remove_dir_all(&unfinished) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(SandboxError::io(unfinished)(e));
            }
            _ => make(&unfinished)?,
        }
        for bucket in buckets {
            let index = objects.read_index(bucket)?;
            objects.write().insert(bucket.clone(), index);
        }
        Ok(objects)
    }

    fn read_index(&self, bucket: &str) -> Result<Index, SandboxError> {
        let (index_dir, blob_dir) = (self.index_dir(bucket), self.blob_dir(bucket));
        make(&index_dir)?;
        make(&blob_dir)?;
        let mut index = Index::new();
        for path in files(&index_dir)? {
            let text = std::fs::read(&path).map_err(SandboxError::io(&path))?;
            let object: Object =
                serde_json::from_slice(&text).map_err(|e| SandboxError::State {
                    path: path.clone(),
                    detail: e.to_string(),
                })?;
            index.insert(object.key.clone(), Arc::new(object));
        }
        let known: HashSet<&str> = index.values().map(|object| object.blob.as_str()).collect();
        for path in files(&blob_dir)? {
            let named = path.file_name().and_then(|name| name.to_str());
            if !named.is_some_and(|name| known.contains(name)) {
                std::fs::remove_file(&path).map_err(SandboxError::io(&path))?;
            }
        }
        Ok(index)
    }

    /// # Errors
    /// When there is one already, or the folder cannot be written.
    pub fn create_bucket(&self, bucket: &str) -> Result<(), SandboxError> {
        let mut buckets = self.write();
        if buckets.contains_key(bucket) {
            return Err(SandboxError::BucketExists(bucket.to_owned()));
        }
        make(&self.index_dir(bucket))?;
        make(&self.blob_dir(bucket))?;
        buckets.insert(bucket.to_owned(), Index::new());
        Ok(())
    }

    /// # Errors
    /// When there is none, or it holds objects.
    pub fn delete_bucket(&self, bucket: &str) -> Result<(), SandboxError> {
        let mut buckets = self.write();
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        if !index.is_empty() {
            return Err(SandboxError::BucketNotEmpty(bucket.to_owned()));
        }
        let dir = self.bucket_dir(bucket);
        std::fs::remove_dir_all(&dir).map_err(SandboxError::io(&dir))?;
        buckets.remove(bucket);
        Ok(())
    }

    /// # Errors
    /// When there is no such bucket or key.
    pub fn find(&self, bucket: &str, key: &str) -> Result<Arc<Object>, SandboxError> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        index
            .get(key)
            .cloned()
            .ok_or_else(|| SandboxError::NoSuchKey(key.to_owned()))
    }

    /// The description and the open file belong together, also when the key is written meanwhile.
    ///
    /// # Errors
    /// When there is no such bucket or key, or its file cannot be opened.
    pub fn open_object(
        &self,
        bucket: &str,
        key: &str,
    ) -> Result<(Arc<Object>, std::fs::File), SandboxError> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        let object = index
            .get(key)
            .cloned()
            .ok_or_else(|| SandboxError::NoSuchKey(key.to_owned()))?;
        let path = self.blob_dir(bucket).join(&object.blob);
        let file = std::fs::File::open(&path).map_err(SandboxError::io(path))?;
        Ok((object, file))
    }

    /// # Errors
    /// When there is no such bucket.
    pub fn list(&self, bucket: &str, query: &Query<'_>) -> Result<Listing, SandboxError> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        Ok(listing::list(index, query))
    }

    /// Puts received bytes at a key. The rename of the description is the moment the object changes: before it
    /// the old object is whole, after it the new one is. Nothing is flushed to the disk: a sandbox may lose its
    /// last objects with the machine, never with the process.
    ///
    /// # Errors
    /// When there is no such bucket, the condition does not hold, or the folder cannot be written.
    pub fn commit(
        &self,
        bucket: &str,
        key: &str,
        received: Received,
        attributes: Attributes,
        condition: &Condition,
    ) -> Result<Arc<Object>, SandboxError> {
        let mut buckets = self.write();
        let index = buckets
            .get_mut(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        let old = index.get(key);
        match condition {
            Condition::Always => {}
            Condition::Absent if old.is_none() => {}
            Condition::ETag(etag) if old.is_some_and(|object| object.etag == *etag) => {}
            Condition::ETag(_) if old.is_none() => {
                return Err(SandboxError::NoSuchKey(key.to_owned()));
            }
            Condition::Absent | Condition::ETag(_) => return Err(SandboxError::Precondition),
        }
        let object = Object {
            key: key.to_owned(),
            size: received.size,
            etag: received.etag,
            modified: OffsetDateTime::now_utc(),
            attributes,
            checksum: received.checksum,
            blob: crate::iam::random_id("b")?,
        };
        let blob = self.blob_dir(bucket).join(&object.blob);
        received
            .file
            .persist(&blob)
            .map_err(|e| SandboxError::io(&blob)(e.error))?;
        self.describe(bucket, &object)?;
        let object = Arc::new(object);
        if let Some(old) = index.insert(key.to_owned(), Arc::clone(&object)) {
            self.forget(bucket, &old);
        }
        Ok(object)
    }

    /// Deleting what is not there succeeds, as in S3.
    ///
    /// # Errors
    /// When there is no such bucket, or the folder cannot be written.
    pub fn delete(&self, bucket: &str, key: &str) -> Result<(), SandboxError> {
        let mut buckets = self.write();
        let index = buckets
            .get_mut(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        if let Some(old) = index.get(key) {
            let path = self.index_dir(bucket).join(file_name(key));
            std::fs::remove_file(&path).map_err(SandboxError::io(&path))?;
            self.forget(bucket, old);
            index.remove(key);
        }
        Ok(())
    }

    fn describe(&self, bucket: &str, object: &Object) -> Result<(), SandboxError> {
        let path = self.index_dir(bucket).join(file_name(&object.key));
        let write = || {
            let mut file = NamedTempFile::new_in(self.unfinished())?;
            file.write_all(&serde_json::to_vec(object)?)?;
            file.persist(&path).map_err(|e| e.error)
        };
        write().map(drop).map_err(SandboxError::io(&path))
    }

    /// A file left behind costs space until the next start, and nothing else.
    fn forget(&self, bucket: &str, old: &Object) {
        let path = self.blob_dir(bucket).join(&old.blob);
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(%error, "the bytes of a replaced object could not be removed");
        }
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<String, Index>> {
        self.buckets.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn unfinished(&self) -> PathBuf {
        self.dir.join("unfinished")
    }

    /// Bucket names are checked before they get here: letters, digits, dots and hyphens, never `..`.
    fn bucket_dir(&self, bucket: &str) -> PathBuf {
        self.dir.join("buckets").join(bucket)
    }

    fn index_dir(&self, bucket: &str) -> PathBuf {
        self.bucket_dir(bucket).join("index")
    }

    fn blob_dir(&self, bucket: &str) -> PathBuf {
        self.bucket_dir(bucket).join("bytes")
    }
}

fn file_name(key: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(key.as_bytes());
    format!("{}.json", hex::encode(digest.finalize()))
}

fn make(dir: &Path) -> Result<(), SandboxError> {
    std::fs::create_dir_all(dir).map_err(SandboxError::io(dir))
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, SandboxError> {
    let read = || {
        std::fs::read_dir(dir)?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()
    };
    read().map_err(SandboxError::io(dir))
}
