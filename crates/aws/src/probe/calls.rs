//! The calls themselves, one function each.

use super::plan::Plan;
use crate::answer::{Answer, Ear, Failure, Good, Operation, ask};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Object, RequestPayer, ServerSideEncryption};

const MARKER_TEXT: &[u8] =
    b"s3-connect wrote this file to check that it may write here. It can be deleted.\n";

/// In bytes. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
pub(super) const LONGEST_KEY: usize = 1_024;

/// The tenant's bucket, through credentials of the tenant's.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub(crate) s3: aws_sdk_s3::Client,
    name: String,
    /// Where it is known, S3 refuses to touch a bucket of any other account.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html>
    owner: Option<String>,
    prefix: String,
    marker: String,
    kms_key: Option<String>,
    recheck: bool,
}

impl Bucket {
    pub(crate) fn new(plan: &Plan, s3: aws_sdk_s3::Client) -> Self {
        Self {
            s3,
            name: plan.draft.bucket.as_str().to_owned(),
            owner: plan
                .draft
                .bucket_owner
                .as_ref()
                .map(|owner| owner.as_str().to_owned()),
            prefix: plan.draft.static_prefix().to_owned(),
            marker: plan.marker(),
            kms_key: plan
                .draft
                .kms_key
                .as_ref()
                .map(|key| key.as_str().to_owned()),
            recheck: plan.recheck,
        }
    }

    /// The same without the owner: a refusal that this lifts was about the owner.
    pub(crate) fn unpinned(mut self) -> Self {
        self.owner = None;
        self
    }

    pub(crate) async fn head(self) -> Answer {
        let ear = Ear::default();
        let call = self
            .s3
            .head_bucket()
            .bucket(self.name)
            .set_expected_bucket_owner(self.owner);
        let call = call.customize().interceptor(ear.clone()).send();
        ask(Operation::HeadBucket, ear, call, |_| Ok(Good::Done)).await
    }

    /// Every bucket of the account, which no policy of ours asks for.
    pub(crate) async fn all_buckets(self) -> Answer {
        let ear = Ear::default();
        let call = self.s3.list_buckets().max_buckets(1).customize();
        let call = call.interceptor(ear.clone()).send();
        ask(Operation::ListBuckets, ear, call, |_| Ok(Good::Done)).await
    }

    /// With exactly the saved prefix: a policy cut to it refuses a List without.
    pub(crate) async fn list(self, payer: Option<RequestPayer>) -> Answer {
        let ear = Ear::default();
        let call = self
            .s3
            .list_objects_v2()
            .bucket(self.name)
            .set_prefix((!self.prefix.is_empty()).then_some(self.prefix))
            .max_keys(5)
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner)
            .customize()
            .interceptor(ear.clone())
            .send();
        ask(Operation::ListObjectsV2, ear, call, |output| {
            let mut objects = output.contents.unwrap_or_default();
            let readable = |key: &String| *key != self.marker && key.len() <= LONGEST_KEY;
            objects.retain(|object| object.key.as_ref().is_some_and(readable));
            // A folder made in the console is an empty object, which takes no key of KMS to read.
            let full = |object: &Object| object.size.unwrap_or_default() > 0;
            let best = objects.iter().position(full).unwrap_or_default();
            let best = (best < objects.len()).then(|| objects.swap_remove(best));
            Ok(Good::Listed(best.and_then(|object| object.key)))
        })
        .await
    }

    /// With the encryption of a real export: that of the key the tenant named, if there is one.
    pub(crate) async fn put(self, payer: Option<RequestPayer>) -> Answer {
        let encryption = self
            .kms_key
            .is_some()
            .then_some(ServerSideEncryption::AwsKms);
        self.put_with(encryption, payer).await
    }

    pub(crate) async fn put_with(
        self,
        encryption: Option<ServerSideEncryption>,
        payer: Option<RequestPayer>,
    ) -> Answer {
        let ear = Ear::default();
        let call = self
            .s3
            .put_object()
            .bucket(self.name)
            .key(self.marker)
            .body(ByteStream::from_static(MARKER_TEXT))
            .content_type("text/plain")
            .set_server_side_encryption(encryption)
            .set_ssekms_key_id(self.kms_key)
            .set_if_none_match(self.recheck.then(|| "*".to_owned()))
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner)
            .customize()
            .interceptor(ear.clone())
            .send();
        ask(Operation::PutObject, ear, call, |output| {
            from_a_store(output.e_tag)
        })
        .await
    }

    /// The first byte of `key`, or of the marker.
    pub(crate) async fn get(self, key: Option<String>) -> Answer {
        let ear = Ear::default();
        let call = self
            .s3
            .get_object()
            .bucket(self.name)
            .key(key.unwrap_or(self.marker))
            .range("bytes=0-0")
            .set_expected_bucket_owner(self.owner)
            .customize()
            .interceptor(ear.clone())
            .send();
        ask(Operation::GetObject, ear, call, |output| {
            from_a_store(output.e_tag)
        })
        .await
    }

    /// Exactly what was written: in a bucket that keeps versions a plain Delete would only add to them.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html>
    pub(crate) async fn delete(self, versions: Vec<String>, payer: Option<RequestPayer>) -> Answer {
        let mut versions = versions.into_iter();
        let mut answer = self.delete_one(versions.next(), payer.clone()).await;
        for version in versions {
            if !answer.is_ok() {
                break;
            }
            let elapsed = answer.elapsed;
            answer = self.delete_one(Some(version), payer.clone()).await;
            answer.elapsed += elapsed;
        }
        answer
    }

    async fn delete_one(&self, version: Option<String>, payer: Option<RequestPayer>) -> Answer {
        let ear = Ear::default();
        let call = self
            .s3
            .delete_object()
            .bucket(&self.name)
            .key(&self.marker)
            .set_version_id(version)
            .set_request_payer(payer)
            .set_expected_bucket_owner(self.owner.clone())
            .customize()
            .interceptor(ear.clone())
            .send();
        ask(Operation::DeleteObject, ear, call, |_| Ok(Good::Done)).await
    }
}

/// S3 and its kind always give an `ETag`; a proxy's page with a 200 has none.
fn from_a_store(e_tag: Option<String>) -> Result<Good, Failure> {
    e_tag.map(|_| Good::Done).ok_or(Failure::Garbled)
}
