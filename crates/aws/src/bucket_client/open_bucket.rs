//! [`BucketClient`]: opens a bucket for a transfer and sends requests to it.

use super::bucket_config::BucketConfig;
use super::bucket_credentials::{BucketCredentials, SharedCredentials};
use super::object_error::ObjectError;
use crate::http_client::Destination;
use crate::response_recorder::ResponseRecorder;
use crate::sdk_clients::{Aws, needs_path_style};
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{IdentityCache, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use domain::Region;
use domain::endpoint::known_store_at;
use futures::FutureExt as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long a store may take until its response begins. Reading the body has a timeout of its own, see
/// [`ObjectBody`](super::ObjectBody).
pub(super) const RESPONSE_TIMEOUT: Duration = Duration::from_mins(1);
/// The slowest upload that is accepted, in bytes per second. The time for it is added to [`RESPONSE_TIMEOUT`].
const MIN_UPLOAD_RATE: u64 = 64 * 1024;

/// A client for one bucket. Clones share its connections and its session.
#[derive(Clone, Debug)]
pub struct BucketClient {
    pub(super) s3: aws_sdk_s3::Client,
    credentials: Arc<BucketCredentials>,
    pub(super) bucket: String,
    pub(super) owner: Option<String>,
    pub(super) kms_key: Option<String>,
    pub(super) store: StoreFeatures,
}

/// What kind of store a bucket is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoreFeatures {
    /// Whether the store is S3 itself. S3 knows all checksum headers, and its lists show which archived objects are
    /// restored.
    pub(super) is_s3: bool,
    /// Whether TLS protects the connection. Nobody can then change bytes in transit, so they need no signature.
    pub(super) has_tls: bool,
}

impl Aws {
    /// Opens a bucket for a transfer. Sends no request, unless the bucket's region is unknown.
    pub async fn open_bucket(&self, config: &BucketConfig) -> BucketClient {
        let credentials = Arc::new(BucketCredentials::new(self, config));
        let url = config.endpoint.as_deref();
        let store = StoreFeatures {
            is_s3: url.is_none(),
            has_tls: url
                .or(self.s3_endpoint())
                .is_none_or(|url| url.starts_with("https://")),
        };
        let known_region = match (&config.region, url) {
            (Some(region), _) => Some(region.clone()),
            (None, Some(url)) => known_store_at(url).and_then(|store| store.region),
            (None, None) => config.bucket.region(),
        };
        let region = match known_region {
            Some(region) => region,
            None => self.find_region(config, &credentials, store).await,
        };
        BucketClient {
            s3: self.transfer_client(config, &credentials, store, &region),
            credentials,
            bucket: config.bucket.as_str().to_owned(),
            owner: config.bucket_owner.as_ref().map(ToString::to_string),
            kms_key: config.kms_key.as_ref().map(|key| key.as_str().to_owned()),
            store,
        }
    }

    /// Asks the store for the bucket's region. Falls back to our own region if the store does not name one.
    async fn find_region(
        &self,
        config: &BucketConfig,
        credentials: &Arc<BucketCredentials>,
        store: StoreFeatures,
    ) -> Region {
        let home = self.home_region_in(credentials.partition());
        let recorder = ResponseRecorder::default();
        let s3 = self.transfer_client(config, credentials, store, &home);
        let call = s3.head_bucket().bucket(config.bucket.as_str());
        // The result does not matter: S3 sends the region header with a 301 and a 403 as well.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
        let _ = call.customize().interceptor(recorder.clone()).send().await;
        recorder.take().region.unwrap_or(home)
    }

    fn transfer_client(
        &self,
        config: &BucketConfig,
        credentials: &Arc<BucketCredentials>,
        store: StoreFeatures,
        region: &Region,
    ) -> aws_sdk_s3::Client {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(self.settings().connect_timeout)
            .build();
        let http_client = if store.is_s3 || config.trusts_endpoint {
            self.transfer_http(Destination::Aws)
        } else {
            self.transfer_http(Destination::TenantStore)
        };
        let mut sdk_config = self
            .s3_config(region)
            .credentials_provider(SharedCredentials(Arc::clone(credentials)))
            // `BucketCredentials` caches and renews the session itself.
            .identity_cache(IdentityCache::no_cache())
            // The caller retries.
            .retry_config(RetryConfig::disabled())
            .timeout_config(timeouts)
            .http_client(http_client);
        let url = config
            .endpoint
            .clone()
            .or_else(|| self.s3_endpoint().map(str::to_owned));
        sdk_config = sdk_config
            .force_path_style(needs_path_style(&config.bucket, url.as_deref()))
            // The SDK fails if a checksum does not match, and some S3-compatible stores send wrong ones. The `transfer`
            // crate compares checksums itself.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        if !store.is_s3 {
            // Some S3-compatible stores reject checksum headers that they do not know.
            sdk_config =
                sdk_config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        }
        sdk_config.set_endpoint_url(url);
        aws_sdk_s3::Client::from_conf(sdk_config.build())
    }
}

/// Awaits a call for as long as `limit`. A timeout is a transient error with the message `timeout_message`.
pub(super) fn send_within<T, E>(
    limit: Duration,
    timeout_message: &'static str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
) -> impl Future<Output = Result<T, ObjectError>>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    // The SDK's futures are large, and an async function would store this one twice.
    timeout(limit, call).map(move |result| {
        let result = result.map_err(|_| ObjectError::Transient(timeout_message.to_owned()))?;
        result.map_err(|error| ObjectError::from_sdk_error(&error))
    })
}

impl BucketClient {
    /// Discards the session, so that the next call gets a new one. Call this if the store reports that the session has
    /// expired.
    pub async fn renew_credentials(&self) {
        self.credentials.discard_session().await;
    }

    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Returns whether the store is S3 itself, not an S3-compatible store.
    pub fn is_s3(&self) -> bool {
        self.store.is_s3
    }

    /// Returns whether TLS protects bytes from changes in transit.
    pub fn has_tls(&self) -> bool {
        self.store.has_tls
    }

    /// Returns how long a call that sends `bytes` bytes may take.
    pub(super) fn upload_timeout(bytes: usize) -> Duration {
        RESPONSE_TIMEOUT + Duration::from_secs(bytes as u64 / MIN_UPLOAD_RATE)
    }
}
