//! Multipart uploads that are under way. They end with the process: their parts lie among the unfinished files.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use time::OffsetDateTime;

use super::{Attributes, Received};

#[derive(Debug, Default)]
pub struct Uploads(Mutex<HashMap<String, Upload>>);

#[derive(Debug, Clone)]
pub struct Upload {
    pub bucket: String,
    pub key: String,
    pub attributes: Attributes,
    /// How the object's checksum is made.
    pub checksum: UploadChecksum,
    pub parts: BTreeMap<i32, Arc<UploadPart>>,
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
#[derive(Debug, Clone)]
pub struct UploadChecksum {
    /// One of [`super::ALGORITHMS`].
    pub algorithm: &'static str,
    /// Made of the parts' checksums, not of the bytes.
    pub is_composite: bool,
}

pub struct UploadPart {
    pub received: Received,
    pub modified: OffsetDateTime,
}

impl std::fmt::Debug for UploadPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadPart")
            .field("etag", &self.received.etag)
            .field("size", &self.received.size)
            .finish_non_exhaustive()
    }
}

impl UploadPart {
    pub fn path(&self) -> &std::path::Path {
        &self.received.file
    }
}

impl Uploads {
    pub fn begin(&self, id: String, upload: Upload) {
        self.lock().insert(id, upload);
    }

    /// The upload as it stands, when `id` is one of this very object.
    pub fn find(&self, id: &str, bucket: &str, key: &str) -> Option<Upload> {
        self.lock()
            .get(id)
            .filter(|u| u.bucket == bucket && u.key == key)
            .cloned()
    }

    /// Keeps a part, unless the upload has ended meanwhile.
    #[must_use]
    pub fn add(&self, id: &str, number: i32, received: Received) -> bool {
        let part = UploadPart {
            received,
            modified: OffsetDateTime::now_utc(),
        };
        self.lock()
            .get_mut(id)
            .map(|upload| upload.parts.insert(number, Arc::new(part)))
            .is_some()
    }

    /// Ends an upload; its parts go as soon as nobody reads them.
    pub fn end(&self, id: &str) -> Option<Upload> {
        self.lock().remove(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
