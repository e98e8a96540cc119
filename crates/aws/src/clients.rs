//! The vendor's side of AWS, and the clients made from it.
//!
//! A client for a tenant's bucket is made in one function, [`Aws::s3`], which takes the credentials to
//! sign with, so that no bucket is ever touched with the vendor's.

use crate::http::{self, Destination, Reads};
use crate::settings::AwsSettings;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_sdk_s3::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    Credentials, IdentityCache, RequestChecksumCalculation, SharedHttpClient,
    StalledStreamProtectionConfig,
};
use aws_types::service_config::ServiceConfigKey;
use domain::{Endpoint, Partition, Region};

/// The vendor's AWS configuration and credentials. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Aws {
    sdk: SdkConfig,
    settings: AwsSettings,
    s3_endpoint: Option<String>,
    sts_endpoint: Option<String>,
    /// Connects to stores whose address a tenant typed.
    for_tenant_stores: SharedHttpClient,
    /// The same two, for moving objects.
    for_objects: SharedHttpClient,
    for_objects_of_tenants: SharedHttpClient,
}

impl Aws {
    pub fn new(sdk: SdkConfig, settings: AwsSettings) -> Self {
        let mut builder = sdk.to_builder();
        let guarded = |destination, reads| {
            let given = sdk.http_client();
            http::guard(
                given.unwrap_or_else(|| http::client(destination)),
                destination,
                reads,
            )
        };
        builder.set_http_client(Some(guarded(Destination::Aws, Reads::Answers)));
        if sdk.behavior_version().is_none() {
            builder = builder.behavior_version(BehaviorVersion::latest());
        }
        if sdk.identity_cache().is_none() {
            // Without it each client would ask for the vendor's credentials anew.
            builder.set_identity_cache(Some(IdentityCache::lazy().build()));
        }
        if sdk.app_name().is_none() {
            builder.set_app_name(AppName::new("s3-connect").ok());
        }
        Self {
            s3_endpoint: settings
                .s3_endpoint
                .clone()
                .or_else(|| endpoint_of(&sdk, "S3")),
            sts_endpoint: settings
                .sts_endpoint
                .clone()
                .or_else(|| endpoint_of(&sdk, "STS")),
            for_tenant_stores: guarded(Destination::TenantStore, Reads::Answers),
            for_objects: guarded(Destination::Aws, Reads::Objects),
            for_objects_of_tenants: guarded(Destination::TenantStore, Reads::Objects),
            sdk: builder.build(),
            settings,
        }
    }

    pub(crate) fn settings(&self) -> &AwsSettings {
        &self.settings
    }

    /// The region we run in, if the SDK's configuration has one.
    pub(crate) fn home(&self) -> Option<Region> {
        self.sdk
            .region()
            .and_then(|region| Region::parse(region.as_ref()).ok())
    }

    /// Where to begin when nobody said where the bucket is.
    pub(crate) fn home_in(&self, partition: Partition) -> Region {
        self.home()
            .filter(|home| home.partition() == partition)
            .unwrap_or_else(|| first_region(partition))
    }

    pub(crate) fn s3_endpoint(&self) -> Option<&str> {
        self.s3_endpoint.as_deref()
    }

    pub(crate) fn http_for_objects(&self, destination: Destination) -> SharedHttpClient {
        match destination {
            Destination::Aws => self.for_objects.clone(),
            Destination::TenantStore => self.for_objects_of_tenants.clone(),
        }
    }

    /// What every S3 client begins with.
    pub(crate) fn s3_config(&self, region: &Region) -> aws_sdk_s3::config::Builder {
        aws_sdk_s3::config::Builder::from(&self.sdk)
            .region(aws_config::Region::new(region.as_str().to_owned()))
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
    }

    /// STS for the vendor's own credentials, or for a tenant's where they are given.
    pub(crate) fn sts(
        &self,
        region: &Region,
        credentials: Option<Credentials>,
    ) -> aws_sdk_sts::Client {
        let mut config = aws_sdk_sts::config::Builder::from(&self.sdk)
            .region(aws_config::Region::new(region.as_str().to_owned()))
            .retry_config(self.retries())
            .retry_classifier(http::NeverAfterTooLarge)
            .timeout_config(self.timeouts())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config.set_endpoint_url(self.sts_endpoint.clone());
        if let Some(credentials) = credentials {
            config = config
                .credentials_provider(credentials)
                .identity_cache(IdentityCache::no_cache());
        }
        aws_sdk_sts::Client::from_conf(config.build())
    }

    /// S3 for a tenant's bucket. A tenant's store of another make has its own `endpoint`.
    pub(crate) fn s3(
        &self,
        region: &Region,
        credentials: Credentials,
        endpoint: Option<&Endpoint>,
    ) -> aws_sdk_s3::Client {
        let url = endpoint
            .map(|endpoint| endpoint.as_str().to_owned())
            .or_else(|| self.s3_endpoint.clone());
        let mut config = self
            .s3_config(region)
            .credentials_provider(credentials)
            // The vendor's cache outlives the probe; a tenant's credentials must not.
            .identity_cache(IdentityCache::no_cache())
            .retry_config(self.retries())
            .retry_classifier(http::NeverAfterTooLarge)
            .timeout_config(self.timeouts())
            .force_path_style(url.is_some());
        if endpoint.is_some() {
            // The SDK has one budget of retries for all of S3. A store that always fails must not use it up.
            let own_budget = RetryPartition::custom("tenant store")
                .token_bucket(TokenBucket::default())
                .build();
            // Stores of other makes refuse checksum headers they do not know.
            config = config
                .http_client(self.for_tenant_stores.clone())
                .retry_partition(own_budget)
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        }
        config.set_endpoint_url(url);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    fn retries(&self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(self.settings.max_attempts.max(1))
            .with_initial_backoff(self.settings.initial_backoff)
    }

    fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.settings.connect_timeout)
            .operation_attempt_timeout(self.settings.attempt_timeout)
            .build()
    }
}

/// The endpoint that the environment or the profile names for a service, as the SDK's own clients find it.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
fn endpoint_of(sdk: &SdkConfig, service: &str) -> Option<String> {
    let in_code = sdk.get_origin("endpoint_url").is_client_config();
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok();
    let named = key
        .filter(|_| !in_code)
        .zip(sdk.service_config())
        .and_then(|(key, config)| config.load_config(key));
    named.or_else(|| sdk.endpoint_url().map(str::to_owned))
}

pub(crate) fn first_region(partition: Partition) -> Region {
    let code = match partition {
        Partition::Aws => "us-east-1",
        Partition::China => "cn-north-1",
        Partition::UsGov => "us-gov-west-1",
    };
    // A code in this list always parses.
    Region::parse(code).unwrap_or_else(|_| unreachable!("{code} is a region"))
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod proxy_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use aws_types::service_config::LoadServiceConfig;

    #[test]
    fn every_partition_has_a_first_region() {
        for partition in [Partition::Aws, Partition::China, Partition::UsGov] {
            assert_eq!(first_region(partition).partition(), partition);
        }
    }

    #[test]
    fn explicit_endpoints_win() {
        let sdk = SdkConfig::builder().endpoint_url("http://from.sdk").build();
        let aws = Aws::new(sdk.clone(), AwsSettings::default());
        assert_eq!(
            (aws.s3_endpoint.as_deref(), aws.sts_endpoint.as_deref()),
            (Some("http://from.sdk"), Some("http://from.sdk"))
        );
        let settings = AwsSettings {
            s3_endpoint: Some("http://from.settings".to_owned()),
            ..AwsSettings::default()
        };
        let aws = Aws::new(sdk, settings);
        assert_eq!(
            (aws.s3_endpoint.as_deref(), aws.sts_endpoint.as_deref()),
            (Some("http://from.settings"), Some("http://from.sdk"))
        );
    }

    #[derive(Debug)]
    struct NamesS3Only;

    impl LoadServiceConfig for NamesS3Only {
        fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
            let named = key.service_id() == "S3" && key.env() == "AWS_ENDPOINT_URL";
            named.then(|| "http://for.s3".to_owned())
        }
    }

    #[test]
    fn a_service_may_have_an_endpoint_of_its_own() {
        let sdk = SdkConfig::builder().service_config(NamesS3Only).build();
        let aws = Aws::new(sdk, AwsSettings::default());
        assert_eq!(
            (aws.s3_endpoint.as_deref(), aws.sts_endpoint),
            (Some("http://for.s3"), None)
        );
    }
}
