//! Multipart uploads that are in progress. They end with the process, because their parts are unfinished files.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use time::OffsetDateTime;

use super::body_writer::TempBody;
use super::object::Attributes;

/// All multipart uploads, by upload ID.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<HashMap<String, Upload>>);

/// One multipart upload with the parts that it has so far, by part number.
#[derive(Debug, Clone)]
pub struct Upload {
    pub bucket: String,
    pub key: String,
    pub attributes: Attributes,
    pub checksum: UploadChecksum,
    pub parts: BTreeMap<i32, Arc<UploadPart>>,
}

/// How the checksum of the object is made.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
#[derive(Debug, Clone)]
pub struct UploadChecksum {
    /// One of [`super::ALGORITHMS`].
    pub algorithm: &'static str,
    /// Whether it is made of the parts' checksums. If not, it is made of the bytes of the whole object.
    pub is_composite: bool,
}

pub struct UploadPart {
    pub body: TempBody,
    pub modified: OffsetDateTime,
}

impl std::fmt::Debug for UploadPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadPart")
            .field("etag", &self.body.etag)
            .field("size", &self.body.size)
            .finish_non_exhaustive()
    }
}

impl UploadPart {
    /// Returns the path of the file with the bytes.
    pub fn path(&self) -> &std::path::Path {
        &self.body.file
    }
}

impl Uploads {
    /// Adds a new upload.
    pub fn begin(&self, id: String, upload: Upload) {
        self.lock().insert(id, upload);
    }

    /// Returns an upload with the parts that it has now. Returns `None` if the ID belongs to an upload of another
    /// object.
    pub fn find(&self, id: &str, bucket: &str, key: &str) -> Option<Upload> {
        self.lock()
            .get(id)
            .filter(|u| u.bucket == bucket && u.key == key)
            .cloned()
    }

    /// Adds a part or replaces it. Returns `false` if the upload has ended meanwhile.
    #[must_use]
    pub fn add_part(&self, id: &str, number: i32, body: TempBody) -> bool {
        let part = UploadPart {
            body,
            modified: OffsetDateTime::now_utc(),
        };
        self.lock()
            .get_mut(id)
            .map(|upload| upload.parts.insert(number, Arc::new(part)))
            .is_some()
    }

    /// Removes an upload.
    pub fn remove(&self, id: &str) -> Option<Upload> {
        // The files of the parts go when the last `Arc` does, so a request that reads them can finish.
        self.lock().remove(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
