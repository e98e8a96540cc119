//! Listing a bucket, and reading an object of it.

use super::{Checksum, Fault, Objects, RESPONSE_WITHIN, answer};
use crate::answer::Ear;
use aws_sdk_s3::operation::list_objects_v2::builders::ListObjectsV2FluentBuilder;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    ChecksumMode, EncodingType, Object, ObjectStorageClass, OptionalObjectAttributes,
};
use bytes::Bytes;
use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;
use tokio::time::timeout;

/// Why a call is given up.
const SLOW: &str = "the store did not answer in time";

/// How many objects a page has at most.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
const MOST_LISTED: usize = 1_000;

/// The longest that a body may pause. The SDK's own protection counts bytes per second, and so ends slow transfers
/// that go on.
const STALLED_AFTER: Duration = Duration::from_secs(20);

/// One object, as a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub key: String,
    /// With its quotation marks, as it is sent back; empty where the store gives none.
    pub etag: String,
    /// In bytes.
    pub size: u64,
    /// Unix milliseconds.
    pub modified: i64,
    /// It is in an archive, and no copy of it was restored.
    pub archived: bool,
}

impl Listed {
    /// That the object is still the one that was listed; none where the store gives no ETag.
    fn condition(&self) -> Option<String> {
        (!self.etag.is_empty()).then(|| self.etag.clone())
    }
}

/// Up to 1,000 objects.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub objects: Vec<Listed>,
    /// Where the next page begins, unless this was the last.
    pub next: Option<String>,
    /// The list is in the order of the keys' bytes. Stores of other makes go folder by folder at times.
    pub in_order: bool,
}

/// Where a list begins.
#[derive(Clone, Copy, Debug)]
pub enum From<'a> {
    Start,
    /// After this key, whether there is such an object or not.
    After(&'a str),
    /// At [`Page::next`].
    Page(&'a str),
}

/// The bytes of an object, or of a range of it, as they come.
#[derive(Debug)]
pub struct Body {
    stream: ByteStream,
    /// In bytes.
    left: u64,
    checksum: Option<Checksum>,
}

impl Objects {
    /// Lists objects whose keys begin with `prefix`.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
    ///
    /// # Errors
    /// Why there is no page.
    pub async fn list(&self, prefix: &str, from: From<'_>) -> Result<Page, Fault> {
        let restored = self
            .store
            .is_s3
            .then_some(OptionalObjectAttributes::RestoreStatus);
        let call = self
            .list_call(prefix, from)
            .set_optional_object_attributes(restored.map(|restored| vec![restored]));
        let ear = Ear::default();
        let call = call.customize().interceptor(ear.clone());
        let output = answer(RESPONSE_WITHIN, SLOW, call.send()).await?;
        let encoded = output.encoding_type == Some(EncodingType::Url);
        let objects = output.contents.unwrap_or_default();
        let token = output
            .next_continuation_token
            .filter(|token| !token.is_empty());
        let next = match (output.is_truncated, token) {
            (Some(false), _) | (None, None) => None,
            (Some(true), None) => {
                return Err(wrong_list(
                    "it ends early and does not say where it goes on",
                ));
            }
            (_, token) => token,
        };
        if matches!(from, From::Page(token) if next.as_deref() == Some(token)) {
            return Err(wrong_list("it goes on where it began"));
        }
        if objects.len() > MOST_LISTED {
            return Err(wrong_list("a page of it has more than 1,000 objects"));
        }
        let objects: Vec<Listed> = objects
            .into_iter()
            .map(|object| listed(object, encoded, self.store.is_s3))
            .collect();
        if objects.iter().any(|object| !object.key.starts_with(prefix)) {
            return Err(wrong_list("it has keys that were not asked for"));
        }
        Ok(Page {
            objects,
            next,
            in_order: self.store.is_s3 && ear.is_s3(),
        })
    }

    /// Lists the prefixes one level below `prefix` and after `after`, as far as one page goes.
    ///
    /// # Errors
    /// Why there is no page.
    pub async fn folders(&self, prefix: &str, after: &str) -> Result<Vec<String>, Fault> {
        let call = self.list_call(prefix, From::After(after)).delimiter("/");
        let output = answer(RESPONSE_WITHIN, SLOW, call.send()).await?;
        let encoded = output.encoding_type == Some(EncodingType::Url);
        let folders = output.common_prefixes.unwrap_or_default().into_iter();
        let name = |prefix: String| if encoded { decoded(&prefix) } else { prefix };
        Ok(folders
            .filter_map(|folder| folder.prefix.map(name))
            .collect())
    }

    fn list_call(&self, prefix: &str, from: From<'_>) -> ListObjectsV2FluentBuilder {
        let (after, token) = match from {
            From::Start => (None, None),
            From::After(key) => (Some(key.to_owned()), None),
            From::Page(token) => (None, Some(token.to_owned())),
        };
        self.s3
            .list_objects_v2()
            .bucket(&self.bucket)
            .set_prefix((!prefix.is_empty()).then(|| prefix.to_owned()))
            .set_start_after(after)
            .set_continuation_token(token)
            // XML cannot hold every character that a key may have.
            .encoding_type(EncodingType::Url)
            .set_expected_bucket_owner(self.owner.clone())
    }

    /// Reads an object, or a range of it, if it is still the one that was listed.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
    ///
    /// # Errors
    /// Why there is nothing to read.
    pub async fn get(&self, object: &Listed, range: Option<Range<u64>>) -> Result<Body, Fault> {
        let expected = range
            .as_ref()
            .map_or(object.size, |range| range.end - range.start);
        let span = range.map(|range| format!("{}-{}", range.start, range.end - 1));
        let call = self
            .s3
            .get_object()
            .bucket(&self.bucket)
            .key(&object.key)
            .set_if_match(object.condition())
            .set_range(span.as_ref().map(|span| format!("bytes={span}")))
            .set_expected_bucket_owner(self.owner.clone())
            .customize();
        let call = if span.is_none() && self.may_have_checksums() {
            // Asked for by its setter, a checksum is compared by the SDK.
            call.mutate_request(|request| {
                let mode = ChecksumMode::Enabled.as_str();
                request.headers_mut().insert("x-amz-checksum-mode", mode);
            })
        } else {
            call
        };
        let output = answer(RESPONSE_WITHIN, SLOW, call.send()).await?;
        let length = output
            .content_length
            .and_then(|length| u64::try_from(length).ok());
        if length.is_some_and(|length| length != expected) {
            // Without an ETag nobody else would notice that it was replaced.
            return Err(Fault::Changed);
        }
        // A store that ignores the condition or the range sends other bytes of the same length.
        let etag = output.e_tag.as_deref().unwrap_or_default();
        if !etag.is_empty() && !object.etag.is_empty() && bare(etag) != bare(&object.etag) {
            return Err(Fault::Changed);
        }
        if let (Some(span), Some(sent)) = (&span, &output.content_range)
            && !sent.starts_with(&format!("bytes {span}/"))
        {
            return Err(Fault::Passing("the store sent another range".to_owned()));
        }
        let checksum = Checksum::read(
            output.checksum_crc32.as_deref(),
            output.checksum_crc32_c.as_deref(),
            output.checksum_crc64_nvme.as_deref(),
        );
        Ok(Body {
            stream: output.body,
            left: expected,
            // Sent with a range, it is not one of the range.
            checksum: checksum.filter(|_| span.is_none()),
        })
    }

    /// Returns the checksum of a whole object, where the store has one. A response with a range does not say it.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn checksum_of(&self, object: &Listed) -> Result<Option<Checksum>, Fault> {
        let call = self
            .s3
            .head_object()
            .bucket(&self.bucket)
            .key(&object.key)
            .set_if_match(object.condition())
            .checksum_mode(ChecksumMode::Enabled)
            .set_expected_bucket_owner(self.owner.clone());
        let output = answer(RESPONSE_WITHIN, SLOW, call.send()).await?;
        Ok(Checksum::read(
            output.checksum_crc32.as_deref(),
            output.checksum_crc32_c.as_deref(),
            output.checksum_crc64_nvme.as_deref(),
        ))
    }

    /// Stores of other makes may refuse a question that they do not know. Over TLS it is not worth that.
    fn may_have_checksums(&self) -> bool {
        self.store.is_s3 || !self.store.has_tls
    }
}

impl Body {
    /// The checksum that the whole object has, where the store says it.
    pub fn checksum(&self) -> Option<Checksum> {
        self.checksum
    }

    /// Returns the next bytes, and `None` after the last.
    ///
    /// # Errors
    /// When the body pauses for too long, ends too early or is longer than it should be.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let next = timeout(STALLED_AFTER, self.stream.next())
            .await
            .map_err(|_| Fault::Passing("the store stopped sending".to_owned()))?;
        match next {
            Some(Ok(bytes)) => {
                let length = bytes.len() as u64;
                self.left = self.left.checked_sub(length).ok_or(Fault::Changed)?;
                Ok(Some(bytes))
            }
            Some(Err(error)) => Err(Fault::Passing(format!(
                "the object could not be read to its end: {}",
                reason(&error)
            ))),
            None if self.left > 0 => Err(Fault::Passing(
                "the connection was cut before the object’s end".to_owned(),
            )),
            None => Ok(None),
        }
    }
}

/// A list that is followed would leave objects out, or have no end.
fn wrong_list(how: &str) -> Fault {
    Fault::Refused {
        code: String::new(),
        message: format!("the store's list is wrong: {how}"),
    }
}

fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let deepest = std::iter::successors(Some(error), |error| error.source()).last();
    deepest.unwrap_or(error).to_string()
}

/// An ETag without its marks: some stores list them without quotation marks.
fn bare(etag: &str) -> &str {
    etag.trim_start_matches("W/").trim_matches('"')
}

/// Only S3 says in a list what was restored. With other stores the attempt to read an object shows it.
fn listed(object: Object, encoded: bool, says_restored: bool) -> Listed {
    let key = object.key.unwrap_or_default();
    let archive = matches!(
        object.storage_class,
        Some(ObjectStorageClass::Glacier | ObjectStorageClass::DeepArchive) if says_restored
    );
    let restored = object
        .restore_status
        .is_some_and(|status| status.restore_expiry_date.is_some());
    Listed {
        key: if encoded { decoded(&key) } else { key },
        etag: object.e_tag.unwrap_or_default(),
        size: object
            .size
            .and_then(|size| size.try_into().ok())
            .unwrap_or_default(),
        modified: object
            .last_modified
            .and_then(|at| at.to_millis().ok())
            .unwrap_or_default(),
        archived: archive && !restored,
    }
}

/// A key as a list with `encoding-type=url` spells it, where a blank is a plus sign.
fn decoded(key: &str) -> String {
    let spaced: Cow<'_, str> = if key.contains('+') {
        key.replace('+', " ").into()
    } else {
        key.into()
    };
    percent_encoding::percent_decode_str(&spaced)
        .decode_utf8_lossy()
        .into_owned()
}
