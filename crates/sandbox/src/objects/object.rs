//! What is known about a stored object.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The description of one stored object, without its bytes.
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
    /// The algorithm, as its header spells it, and the value in base 64.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub checksum: Option<(String, String)>,
    /// The name of the file that holds the bytes.
    pub(super) blob: String,
}

/// What the writer of an object declared about it.
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

/// The objects of one bucket by key, in the order in which S3 lists them: by the bytes of their UTF-8 keys.
pub type Index = BTreeMap<String, Arc<Object>>;
