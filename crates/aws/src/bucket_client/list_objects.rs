//! Lists the objects and folders of a bucket.

use super::object_error::ObjectError;
use super::open_bucket::{BucketClient, RESPONSE_TIMEOUT, send_within};
use crate::response_recorder::ResponseRecorder;
use aws_sdk_s3::operation::list_objects_v2::builders::ListObjectsV2FluentBuilder;
use aws_sdk_s3::types::{EncodingType, Object, ObjectStorageClass, OptionalObjectAttributes};
use std::borrow::Cow;

const TIMEOUT_MESSAGE: &str = "the store did not answer in time";

/// The most objects in a page.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
const MAX_PAGE_OBJECTS: usize = 1_000;

/// The metadata of one object, as a list contains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectMeta {
    pub key: String,
    /// The ETag with its quotation marks, as `If-Match` needs it. It is empty if the store sends none.
    pub etag: String,
    /// The size in bytes.
    pub size: u64,
    /// The time of the last change, in milliseconds since the Unix epoch.
    pub modified: i64,
    /// Whether the object is archived and has no restored copy.
    pub archived: bool,
}

impl ObjectMeta {
    /// Returns the value of an `If-Match` header, which makes a request fail if the object was replaced since it was
    /// listed. Returns `None` if the store sends no ETag.
    pub(super) fn if_match(&self) -> Option<String> {
        (!self.etag.is_empty()).then(|| self.etag.clone())
    }
}

/// One page of a list, with up to 1,000 objects.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    pub objects: Vec<ObjectMeta>,
    /// The token of the next page. The last page has none.
    pub next_token: Option<String>,
    /// Whether the list is sorted by the bytes of the keys. S3 sorts it; some S3-compatible stores list folder by
    /// folder.
    pub is_sorted: bool,
}

/// Where a list begins.
#[derive(Clone, Copy, Debug)]
pub enum ListFrom<'a> {
    Start,
    /// After this key. The object does not have to exist.
    After(&'a str),
    /// At the page with this [`ListPage::next_token`].
    Token(&'a str),
}

impl BucketClient {
    /// Lists objects whose keys begin with `prefix`.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
    ///
    /// # Errors
    /// - Returns an error if the store does not answer or refuses the request.
    /// - Returns [`ObjectError::Refused`] if the list contradicts itself or the request.
    pub async fn list(&self, prefix: &str, from: ListFrom<'_>) -> Result<ListPage, ObjectError> {
        // S3-compatible stores may reject this optional attribute.
        let restore_status = self
            .store
            .is_s3
            .then_some(OptionalObjectAttributes::RestoreStatus);
        let call = self
            .list_request(prefix, from)
            .set_optional_object_attributes(restore_status.map(|attribute| vec![attribute]));
        let recorder = ResponseRecorder::default();
        let call = call.customize().interceptor(recorder.clone());
        let output = send_within(RESPONSE_TIMEOUT, TIMEOUT_MESSAGE, call.send()).await?;
        let is_url_encoded = output.encoding_type == Some(EncodingType::Url);
        let objects = output.contents.unwrap_or_default();
        let token = output
            .next_continuation_token
            .filter(|token| !token.is_empty());
        // Each of the following mistakes would leave objects out, or make the list endless.
        let next_token = match (output.is_truncated, token) {
            (Some(false), _) | (None, None) => None,
            (Some(true), None) => {
                return Err(invalid_list(
                    "it is truncated, but has no token for the rest",
                ));
            }
            (_, token) => token,
        };
        if matches!(from, ListFrom::Token(token) if next_token.as_deref() == Some(token)) {
            return Err(invalid_list("its next page is the same page again"));
        }
        if objects.len() > MAX_PAGE_OBJECTS {
            return Err(invalid_list("a page has more than 1,000 objects"));
        }
        let objects: Vec<ObjectMeta> = objects
            .into_iter()
            .map(|object| object_meta(object, is_url_encoded, self.store.is_s3))
            .collect();
        if objects.iter().any(|object| !object.key.starts_with(prefix)) {
            return Err(invalid_list("it has keys with another prefix"));
        }
        Ok(ListPage {
            objects,
            next_token,
            // The vendor's settings can name an emulator in place of AWS. Only S3 itself is known to sort.
            is_sorted: self.store.is_s3 && recorder.take().is_s3,
        })
    }

    /// Lists the folders directly below `prefix` that come after the key `after`, up to one page of them.
    ///
    /// # Errors
    /// Returns an error if the store does not answer or refuses the request.
    pub async fn list_folders(
        &self,
        prefix: &str,
        after: &str,
    ) -> Result<Vec<String>, ObjectError> {
        let call = self
            .list_request(prefix, ListFrom::After(after))
            .delimiter("/");
        let output = send_within(RESPONSE_TIMEOUT, TIMEOUT_MESSAGE, call.send()).await?;
        let is_url_encoded = output.encoding_type == Some(EncodingType::Url);
        let folders = output.common_prefixes.unwrap_or_default().into_iter();
        let name = |prefix: String| {
            if is_url_encoded {
                decode_key(&prefix)
            } else {
                prefix
            }
        };
        Ok(folders
            .filter_map(|folder| folder.prefix.map(name))
            .collect())
    }

    fn list_request(&self, prefix: &str, from: ListFrom<'_>) -> ListObjectsV2FluentBuilder {
        let (after, token) = match from {
            ListFrom::Start => (None, None),
            ListFrom::After(key) => (Some(key.to_owned()), None),
            ListFrom::Token(token) => (None, Some(token.to_owned())),
        };
        self.s3
            .list_objects_v2()
            .bucket(&self.bucket)
            .set_prefix((!prefix.is_empty()).then(|| prefix.to_owned()))
            .set_start_after(after)
            .set_continuation_token(token)
            // Keys can contain characters that XML cannot represent.
            .encoding_type(EncodingType::Url)
            .set_expected_bucket_owner(self.owner.clone())
    }
}

fn invalid_list(reason: &str) -> ObjectError {
    ObjectError::Refused {
        code: String::new(),
        message: format!("the store's list is invalid: {reason}"),
    }
}

/// Converts an object of a list. `has_restore_status` is whether the list shows which objects are restored.
fn object_meta(object: Object, is_url_encoded: bool, has_restore_status: bool) -> ObjectMeta {
    let key = object.key.unwrap_or_default();
    // Without a restore status, an archived object can be readable. The attempt to read it then decides.
    let is_archive_class = matches!(
        object.storage_class,
        Some(ObjectStorageClass::Glacier | ObjectStorageClass::DeepArchive) if has_restore_status
    );
    // Only a completed restore has an expiry date.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreStatus.html
    let is_restored = object
        .restore_status
        .is_some_and(|status| status.restore_expiry_date.is_some());
    ObjectMeta {
        key: if is_url_encoded {
            decode_key(&key)
        } else {
            key
        },
        etag: object.e_tag.unwrap_or_default(),
        size: object
            .size
            .and_then(|size| size.try_into().ok())
            .unwrap_or_default(),
        modified: object
            .last_modified
            .and_then(|at| at.to_millis().ok())
            .unwrap_or_default(),
        archived: is_archive_class && !is_restored,
    }
}

/// Decodes a key of a list with `encoding-type=url`. S3 encodes a blank as a plus sign.
fn decode_key(key: &str) -> String {
    let key: Cow<'_, str> = if key.contains('+') {
        key.replace('+', " ").into()
    } else {
        key.into()
    };
    percent_encoding::percent_decode_str(&key)
        .decode_utf8_lossy()
        .into_owned()
}
