//! Lists, reads and writes the objects of one bucket, for transfers.
//!
//! Each method makes one attempt. The caller decides whether and when to retry, because a store that asks to slow down
//! asks that of the whole transfer.

mod bucket_config;
mod bucket_credentials;
mod checksum;
mod get_object;
mod list_objects;
mod object_error;
mod open_bucket;
mod upload;

pub use bucket_config::BucketConfig;
pub use checksum::{Checksum, ChecksumHasher, PieceChecksum};
pub use get_object::ObjectBody;
pub use list_objects::{ListFrom, ListPage, ObjectMeta};
pub use object_error::ObjectError;
pub use open_bucket::BucketClient;
pub use upload::{PutResult, UploadedPart};
