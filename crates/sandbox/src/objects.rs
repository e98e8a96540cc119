//! Stores objects in a folder: for each object one file with the bytes and one small file that describes it.
//!
//! An index of all descriptions is in memory. File names are digests or random, so no key can reach a file outside the
//! folder, and the keys `a` and `a/b` can exist side by side.

mod body_writer;
mod checksums;
mod listing;
mod object;
mod uploads;

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use s3s::crypto::{Checksum as _, Sha256};
use tempfile::NamedTempFile;
use time::OffsetDateTime;

use crate::SandboxError;
use crate::random_ids::random_id;

use object::Index;

pub use body_writer::{BodyWriter, TempBody};
pub use checksums::{ALGORITHMS, DEFAULT_ALGORITHM, checksum_value, composite_checksum};
pub use listing::{ListPage, ListQuery, PageStart};
pub use object::{Attributes, Object};
pub use uploads::{Upload, UploadChecksum, UploadPart, Uploads};

/// What must be true of the object at a key for a write to that key to succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteCondition {
    Unconditional,
    KeyIsFree,
    ETagIs(String),
}

/// The objects of all buckets.
#[derive(Debug)]
pub struct ObjectStore {
    dir: PathBuf,
    buckets: RwLock<HashMap<String, Index>>,
    pub uploads: Uploads,
}

impl ObjectStore {
    /// Reads the index of each bucket, and removes what an earlier run left unfinished.
    ///
    /// # Errors
    /// - Returns [`SandboxError::Io`] if the folder cannot be read or written.
    /// - Returns [`SandboxError::State`] if the description of an object cannot be parsed.
    pub fn open<'a>(
        dir: &Path,
        buckets: impl Iterator<Item = &'a String>,
    ) -> Result<Self, SandboxError> {
        let store = Self {
            dir: dir.to_owned(),
            buckets: RwLock::default(),
            uploads: Uploads::default(),
        };
        let unfinished = store.unfinished_dir();
        match std::fs::remove_dir_all(&unfinished) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(SandboxError::io(unfinished)(e));
            }
            _ => create_dir(&unfinished)?,
        }
        for bucket in buckets {
            let index = store.read_index(bucket)?;
            store.lock_for_writing().insert(bucket.clone(), index);
        }
        Ok(store)
    }

    fn read_index(&self, bucket: &str) -> Result<Index, SandboxError> {
        let (index_dir, blob_dir) = (self.index_dir(bucket), self.blob_dir(bucket));
        create_dir(&index_dir)?;
        create_dir(&blob_dir)?;
        let mut index = Index::new();
        for path in list_dir(&index_dir)? {
            let text = std::fs::read(&path).map_err(SandboxError::io(&path))?;
            let object: Object =
                serde_json::from_slice(&text).map_err(|e| SandboxError::State {
                    path: path.clone(),
                    detail: e.to_string(),
                })?;
            index.insert(object.key.clone(), Arc::new(object));
        }
        // A crash between the two renames of a write, or before the removal of replaced bytes, leaves a file that no
        // description names.
        let known_blobs: HashSet<&str> =
            index.values().map(|object| object.blob.as_str()).collect();
        for path in list_dir(&blob_dir)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if !name.is_some_and(|name| known_blobs.contains(name)) {
                std::fs::remove_file(&path).map_err(SandboxError::io(&path))?;
            }
        }
        Ok(index)
    }

    /// Creates an empty bucket. The caller must have checked the name, because it becomes the name of a folder. `save`
    /// saves what else has to change with the bucket. If it fails, the bucket does not exist.
    ///
    /// # Errors
    /// - Returns [`SandboxError::BucketExists`] if there is a bucket of this name.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    /// - Returns the error of `save`.
    pub fn create_bucket(
        &self,
        bucket: &str,
        save: impl FnOnce() -> Result<(), SandboxError>,
    ) -> Result<(), SandboxError> {
        let mut buckets = self.lock_for_writing();
        if buckets.contains_key(bucket) {
            return Err(SandboxError::BucketExists(bucket.to_owned()));
        }
        create_dir(&self.index_dir(bucket))?;
        create_dir(&self.blob_dir(bucket))?;
        if let Err(error) = save() {
            self.remove_bucket_dir(bucket);
            return Err(error);
        }
        buckets.insert(bucket.to_owned(), Index::new());
        Ok(())
    }

    /// Deletes an empty bucket. `save` saves what else has to change with the bucket. If it fails, the bucket stays.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::BucketNotEmpty`] if the bucket holds objects.
    /// - Returns the error of `save`.
    pub fn delete_bucket(
        &self,
        bucket: &str,
        save: impl FnOnce() -> Result<(), SandboxError>,
    ) -> Result<(), SandboxError> {
        let mut buckets = self.lock_for_writing();
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        if !index.is_empty() {
            return Err(SandboxError::BucketNotEmpty(bucket.to_owned()));
        }
        save()?;
        self.remove_bucket_dir(bucket);
        buckets.remove(bucket);
        Ok(())
    }

    fn remove_bucket_dir(&self, bucket: &str) {
        // The bucket does not exist any more. A new one of the same name would use a folder that stays.
        if let Err(error) = std::fs::remove_dir_all(self.bucket_dir(bucket)) {
            tracing::warn!(%error, "cannot remove the folder of a bucket");
        }
    }

    /// Returns the description of an object.
    ///
    /// # Errors
    /// Returns [`SandboxError::NoSuchBucket`] or [`SandboxError::NoSuchKey`] if there is none.
    pub fn find(&self, bucket: &str, key: &str) -> Result<Arc<Object>, SandboxError> {
        let buckets = self.lock_for_reading();
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        index
            .get(key)
            .cloned()
            .ok_or_else(|| SandboxError::NoSuchKey(key.to_owned()))
    }

    /// Returns the description of an object and a file with its bytes.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] or [`SandboxError::NoSuchKey`] if there is none.
    /// - Returns [`SandboxError::Io`] if the file cannot be opened.
    pub fn open_object(
        &self,
        bucket: &str,
        key: &str,
    ) -> Result<(Arc<Object>, std::fs::File), SandboxError> {
        // The file is opened under the lock, so that it belongs to the description even if the key is written
        // meanwhile. The open file stays readable after it was removed.
        let buckets = self.lock_for_reading();
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

    /// Returns one page of a bucket's objects.
    ///
    /// # Errors
    /// Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    pub fn list(&self, bucket: &str, query: &ListQuery<'_>) -> Result<ListPage, SandboxError> {
        let buckets = self.lock_for_reading();
        let index = buckets
            .get(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        Ok(listing::list(index, query))
    }

    /// Starts to receive a body. See [`BodyWriter`] for `algorithms`.
    ///
    /// # Errors
    /// Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn new_body(&self, algorithms: &[&str]) -> Result<BodyWriter, SandboxError> {
        BodyWriter::create_in(&self.unfinished_dir(), algorithms)
    }

    /// Stores a body at a key.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::NoSuchKey`] if the condition requires an ETag and there is no object.
    /// - Returns [`SandboxError::PreconditionFailed`] if the condition does not hold.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn commit(
        &self,
        bucket: &str,
        key: &str,
        body: TempBody,
        attributes: Attributes,
        condition: &WriteCondition,
    ) -> Result<Arc<Object>, SandboxError> {
        let mut buckets = self.lock_for_writing();
        let index = buckets
            .get_mut(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        let old = index.get(key);
        match condition {
            WriteCondition::Unconditional => {}
            WriteCondition::KeyIsFree if old.is_none() => {}
            WriteCondition::ETagIs(etag) if old.is_some_and(|object| object.etag == *etag) => {}
            WriteCondition::ETagIs(_) if old.is_none() => {
                return Err(SandboxError::NoSuchKey(key.to_owned()));
            }
            WriteCondition::KeyIsFree | WriteCondition::ETagIs(_) => {
                return Err(SandboxError::PreconditionFailed);
            }
        }
        let object = Object {
            key: key.to_owned(),
            size: body.size,
            etag: body.etag,
            modified: OffsetDateTime::now_utc(),
            attributes,
            checksum: body.checksum,
            blob: random_id("b")?,
        };
        // The bytes come first. The object changes when its description is renamed: until then the old object is
        // complete, from then on the new one is. Nothing is flushed to disk, so a loss of power can lose recent
        // objects. That is acceptable for a sandbox, and much faster.
        let blob = self.blob_dir(bucket).join(&object.blob);
        body.file
            .persist(&blob)
            .map_err(|e| SandboxError::io(&blob)(e.error))?;
        self.write_description(bucket, &object)?;
        let object = Arc::new(object);
        if let Some(old) = index.insert(key.to_owned(), Arc::clone(&object)) {
            self.remove_blob(bucket, &old);
        }
        Ok(object)
    }

    /// Deletes an object. Like S3, it succeeds if there is no object at the key.
    ///
    /// # Errors
    /// - Returns [`SandboxError::NoSuchBucket`] if there is no such bucket.
    /// - Returns [`SandboxError::Io`] if the folder cannot be written.
    pub fn delete(&self, bucket: &str, key: &str) -> Result<(), SandboxError> {
        let mut buckets = self.lock_for_writing();
        let index = buckets
            .get_mut(bucket)
            .ok_or_else(|| SandboxError::NoSuchBucket(bucket.to_owned()))?;
        if let Some(old) = index.get(key) {
            let path = self.index_dir(bucket).join(description_file_name(key));
            std::fs::remove_file(&path).map_err(SandboxError::io(&path))?;
            self.remove_blob(bucket, old);
            index.remove(key);
        }
        Ok(())
    }

    fn write_description(&self, bucket: &str, object: &Object) -> Result<(), SandboxError> {
        let path = self
            .index_dir(bucket)
            .join(description_file_name(&object.key));
        let write = || {
            let mut file = NamedTempFile::new_in(self.unfinished_dir())?;
            file.write_all(&serde_json::to_vec(object)?)?;
            file.persist(&path).map_err(|e| e.error)
        };
        write().map(drop).map_err(SandboxError::io(&path))
    }

    fn remove_blob(&self, bucket: &str, old: &Object) {
        let path = self.blob_dir(bucket).join(&old.blob);
        // The object itself is gone already. A file that stays takes space until the next start, and does no other
        // harm.
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(%error, "cannot remove the bytes of a replaced object");
        }
    }

    // A panic while the lock was held cannot leave the index half-changed: each change is one call to the map.
    fn lock_for_reading(&self) -> RwLockReadGuard<'_, HashMap<String, Index>> {
        self.buckets.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_for_writing(&self) -> RwLockWriteGuard<'_, HashMap<String, Index>> {
        self.buckets.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn unfinished_dir(&self) -> PathBuf {
        self.dir.join("unfinished")
    }

    fn bucket_dir(&self, bucket: &str) -> PathBuf {
        // A checked bucket name has only letters, digits, dots and hyphens, and never `..`. So it cannot leave the
        // folder.
        self.dir.join("buckets").join(bucket)
    }

    fn index_dir(&self, bucket: &str) -> PathBuf {
        self.bucket_dir(bucket).join("index")
    }

    fn blob_dir(&self, bucket: &str) -> PathBuf {
        self.bucket_dir(bucket).join("bytes")
    }
}

/// Returns the name of the file that describes the object at `key`.
fn description_file_name(key: &str) -> String {
    // A digest, because a key can hold `..` and `/`, and can be longer than a file name.
    let mut digest = Sha256::new();
    digest.update(key.as_bytes());
    format!("{}.json", hex::encode(digest.finalize()))
}

fn create_dir(dir: &Path) -> Result<(), SandboxError> {
    std::fs::create_dir_all(dir).map_err(SandboxError::io(dir))
}

fn list_dir(dir: &Path) -> Result<Vec<PathBuf>, SandboxError> {
    let read = || {
        std::fs::read_dir(dir)?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()
    };
    read().map_err(SandboxError::io(dir))
}
