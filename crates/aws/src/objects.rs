//! The objects of one bucket, for moving them: list, read and write.
//!
//! Each function makes one attempt. Whoever moves objects decides whether there is another, and when, because a
//! store that asks to be slower asks that of the whole job.

mod checksum;
mod credentials;
mod fault;
mod reading;
mod writing;

pub use checksum::{Checksum, Sum, Summed};
pub use fault::Fault;
pub use reading::{Body, From, Listed, Page};
pub use writing::{Part, Written};

use crate::clients::Aws;
use crate::http;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{IdentityCache, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use credentials::OneSession;
use domain::{Access, AccountId, BucketName, ExternalId, KmsKeyArn, Region, TenantId};
use futures::FutureExt as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The longest a store may take until its response begins. Reading the body has a limit of its own: see [`Body`].
const RESPONSE_WITHIN: Duration = Duration::from_mins(1);
/// The slowest that a body may be sent, in bytes per second, on top of [`RESPONSE_WITHIN`].
const SLOWEST_UPLOAD: u64 = 64 * 1024;

/// Where objects are, and whose credentials open the bucket.
#[derive(Clone, Debug)]
pub struct Place {
    pub bucket: BucketName,
    /// `None` where nobody knows it yet: then the bucket is asked.
    pub region: Option<Region>,
    /// The address of a store of another make.
    pub endpoint: Option<String>,
    /// Encrypts what is written.
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    pub access: Access,
    /// For a role, tried in this order.
    pub external_ids: Vec<ExternalId>,
    /// Named in the role owner's `CloudTrail`.
    pub tenant: TenantId,
    /// Whether the vendor named the endpoint, which may then be on the vendor's own network.
    pub trusted: bool,
}

/// One bucket. Clones share its connections and its session.
#[derive(Clone, Debug)]
pub struct Objects {
    s3: aws_sdk_s3::Client,
    session: Arc<OneSession>,
    bucket: String,
    owner: Option<String>,
    kms_key: Option<String>,
    store: Store,
}

/// What the store can do.
#[derive(Clone, Copy, Debug)]
struct Store {
    /// S3 itself: it knows checksum headers, and tells of objects that are restored from an archive.
    is_s3: bool,
    /// Nobody can change bytes on the way, so they need not be signed.
    has_tls: bool,
}

impl Aws {
    /// Opens a bucket for moving objects. Nothing is asked before the first call, but for the bucket's region where it
    /// is not known.
    pub async fn objects(&self, place: &Place) -> Objects {
        let session = Arc::new(OneSession::new(self, place));
        let url = place.endpoint.as_deref();
        let store = Store {
            is_s3: url.is_none(),
            has_tls: url
                .or(self.s3_endpoint())
                .is_none_or(|url| url.starts_with("https://")),
        };
        let region = match &place.region {
            Some(region) => region.clone(),
            None => self.region_of(place, &session, store).await,
        };
        Objects {
            s3: self.client_for_objects(place, &session, store, &region),
            session,
            bucket: place.bucket.as_str().to_owned(),
            owner: place.bucket_owner.as_ref().map(ToString::to_string),
            kms_key: place.kms_key.as_ref().map(|key| key.as_str().to_owned()),
            store,
        }
    }

    /// S3 says where a bucket is even to those who may not look at it. Where nobody says, ours is as good as any.
    async fn region_of(&self, place: &Place, session: &Arc<OneSession>, store: Store) -> Region {
        let home = self.home_in(session.partition());
        let ear = crate::answer::Ear::default();
        let s3 = self.client_for_objects(place, session, store, &home);
        let call = s3.head_bucket().bucket(place.bucket.as_str());
        let _ = call.customize().interceptor(ear.clone()).send().await;
        ear.region().unwrap_or(home)
    }

    fn client_for_objects(
        &self,
        place: &Place,
        session: &Arc<OneSession>,
        store: Store,
        region: &Region,
    ) -> aws_sdk_s3::Client {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(self.settings().connect_timeout)
            .build();
        let client = if store.is_s3 || place.trusted {
            self.http_for_objects(http::Destination::Aws)
        } else {
            self.http_for_objects(http::Destination::TenantStore)
        };
        let mut config = self
            .s3_config(region)
            .credentials_provider(credentials::Shared(Arc::clone(session)))
            .identity_cache(IdentityCache::no_cache())
            .retry_config(RetryConfig::disabled())
            .timeout_config(timeouts)
            .http_client(client);
        let url = place
            .endpoint
            .clone()
            .or_else(|| self.s3_endpoint().map(str::to_owned));
        config = config
            .force_path_style(url.is_some())
            // The SDK makes an error of a wrong checksum, and some stores of other makes send wrong ones. `transfer`
            // compares them itself.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        if !store.is_s3 {
            // Stores of other makes refuse checksum headers that they do not know.
            config = config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        }
        config.set_endpoint_url(url);
        aws_sdk_s3::Client::from_conf(config.build())
    }
}

/// Waits for a call so long, and says `slow` when there is no answer by then.
fn answer<T, E>(
    within: Duration,
    slow: &'static str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
) -> impl Future<Output = Result<T, Fault>>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    // The SDK's futures are large; an async function would hold this one twice.
    timeout(within, call).map(move |answered| {
        let answered = answered.map_err(|_| Fault::Passing(slow.to_owned()))?;
        answered.map_err(|error| Fault::of(&error))
    })
}

impl Objects {
    /// Asks for new credentials at the next call: the store says that the present ones are over.
    pub async fn renew(&self) {
        self.session.forget().await;
    }

    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Whether it is S3 itself, and no store of another make.
    pub fn is_s3(&self) -> bool {
        self.store.is_s3
    }

    /// Whether TLS keeps bytes from being changed on the way.
    pub fn has_tls(&self) -> bool {
        self.store.has_tls
    }

    /// The longest that a call may take which sends so many bytes.
    fn within(bytes: usize) -> Duration {
        RESPONSE_WITHIN + Duration::from_secs(bytes as u64 / SLOWEST_UPLOAD)
    }
}
