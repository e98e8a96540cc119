//! [`Aws`]: the vendor's AWS configuration, and the SDK clients built from it.
//!
//! Only [`Aws::s3`] and `BucketClient` build clients for a tenant's bucket. Both take the tenant's credentials, so no
//! request to a bucket is ever signed with the vendor's.

use crate::aws_settings::AwsSettings;
use crate::http_client::{self, Destination, ResponseKind};
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_sdk_s3::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    Credentials, IdentityCache, RequestChecksumCalculation, ResponseChecksumValidation,
    SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_types::service_config::ServiceConfigKey;
use domain::{BucketAddress, Endpoint, Partition, Region};

/// The vendor's AWS configuration and credentials. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Aws {
    sdk: SdkConfig,
    settings: AwsSettings,
    s3_endpoint: Option<String>,
    sts_endpoint: Option<String>,
    /// For probes of stores whose address a tenant typed. The client for probes of AWS is in `sdk`.
    tenant_store_http: SharedHttpClient,
    /// For transfers with AWS, or with a store whose address the vendor configured.
    transfer_http: SharedHttpClient,
    /// For transfers with stores whose address a tenant typed.
    tenant_store_transfer_http: SharedHttpClient,
}

impl Aws {
    pub fn new(sdk: SdkConfig, settings: AwsSettings) -> Self {
        let mut builder = sdk.to_builder();
        let limited_client = |destination, responses| {
            let client = sdk.http_client();
            http_client::limit_http_client(
                client.unwrap_or_else(|| http_client::build_http_client(destination)),
                destination,
                responses,
            )
        };
        builder.set_http_client(Some(limited_client(Destination::Aws, ResponseKind::Short)));
        if sdk.behavior_version().is_none() {
            builder = builder.behavior_version(BehaviorVersion::latest());
        }
        if sdk.identity_cache().is_none() {
            // Without a shared cache, each client would load the vendor's credentials again.
            builder.set_identity_cache(Some(IdentityCache::lazy().build()));
        }
        if sdk.app_name().is_none() {
            builder.set_app_name(AppName::new("s3-connect").ok());
        }
        Self {
            s3_endpoint: settings
                .s3_endpoint
                .clone()
                .or_else(|| configured_endpoint(&sdk, "S3")),
            sts_endpoint: settings
                .sts_endpoint
                .clone()
                .or_else(|| configured_endpoint(&sdk, "STS")),
            tenant_store_http: limited_client(Destination::TenantStore, ResponseKind::Short),
            transfer_http: limited_client(Destination::Aws, ResponseKind::Objects),
            tenant_store_transfer_http: limited_client(
                Destination::TenantStore,
                ResponseKind::Objects,
            ),
            sdk: builder.build(),
            settings,
        }
    }

    pub(crate) fn settings(&self) -> &AwsSettings {
        &self.settings
    }

    /// Returns the region that the SDK's configuration names, which is usually the one we run in.
    pub(crate) fn home_region(&self) -> Option<Region> {
        self.sdk
            .region()
            .and_then(|region| Region::parse(region.as_ref()).ok())
    }

    /// Returns the region to begin with if the region of a bucket is unknown: our own, if it is in `partition`.
    pub(crate) fn home_region_in(&self, partition: Partition) -> Region {
        self.home_region()
            .filter(|home| home.partition() == partition)
            .unwrap_or_else(|| default_region(partition))
    }

    pub(crate) fn s3_endpoint(&self) -> Option<&str> {
        self.s3_endpoint.as_deref()
    }

    pub(crate) fn transfer_http(&self, destination: Destination) -> SharedHttpClient {
        match destination {
            Destination::Aws => self.transfer_http.clone(),
            Destination::TenantStore => self.tenant_store_transfer_http.clone(),
        }
    }

    /// Returns the configuration that all S3 clients share.
    pub(crate) fn s3_config(&self, region: &Region) -> aws_sdk_s3::config::Builder {
        aws_sdk_s3::config::Builder::from(&self.sdk)
            .region(aws_config::Region::new(region.as_str().to_owned()))
            // This protection measures bytes per second, and so ends slow transfers that still make progress. Our own
            // timeouts apply instead.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
    }

    /// Builds an STS client that signs with `credentials`, or else with the vendor's own.
    pub(crate) fn sts(
        &self,
        region: &Region,
        credentials: Option<Credentials>,
    ) -> aws_sdk_sts::Client {
        let mut config = aws_sdk_sts::config::Builder::from(&self.sdk)
            .region(aws_config::Region::new(region.as_str().to_owned()))
            .retry_config(self.retries())
            .retry_classifier(http_client::NoRetryAfterTooLarge)
            .timeout_config(self.timeouts())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config.set_endpoint_url(self.sts_endpoint.clone());
        if let Some(credentials) = credentials {
            // As in `s3`: the shared identity cache must not hold a tenant's credentials.
            config = config
                .credentials_provider(credentials)
                .identity_cache(IdentityCache::no_cache());
        }
        aws_sdk_sts::Client::from_conf(config.build())
    }

    /// Builds an S3 client for probes of a tenant's bucket. `endpoint` is the address of an S3-compatible store.
    pub(crate) fn s3(
        &self,
        region: &Region,
        credentials: Credentials,
        bucket: &BucketAddress,
        endpoint: Option<&Endpoint>,
    ) -> aws_sdk_s3::Client {
        let url = endpoint
            .map(|endpoint| endpoint.as_str().to_owned())
            .or_else(|| self.s3_endpoint.clone());
        let mut config = self
            .s3_config(region)
            .credentials_provider(credentials)
            // The shared identity cache outlives the probe. A tenant's credentials must not.
            .identity_cache(IdentityCache::no_cache())
            .retry_config(self.retries())
            .retry_classifier(http_client::NoRetryAfterTooLarge)
            .timeout_config(self.timeouts())
            .force_path_style(needs_path_style(bucket, url.as_deref()));
        if endpoint.is_some() {
            // By default, all S3 clients share one token bucket for retries. A store that always fails must not use up
            // the tokens of the others.
            let own_retries = RetryPartition::custom("tenant store")
                .token_bucket(TokenBucket::default())
                .build();
            // Some S3-compatible stores reject checksum headers that they do not know, and some send wrong checksums.
            config = config
                .http_client(self.tenant_store_http.clone())
                .retry_partition(own_retries)
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
                .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
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

/// Returns whether the bucket goes into the path of a URL instead of its host. It does so at every address but AWS's own,
/// because a host with the bucket in it may not exist there. The ARN of an access point fits into no path.
pub(crate) fn needs_path_style(bucket: &BucketAddress, url: Option<&str>) -> bool {
    url.is_some() && !bucket.is_arn()
}

/// Returns the endpoint that the environment or the profile sets for a service. The order of precedence is that of the
/// SDK's own clients.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
fn configured_endpoint(sdk: &SdkConfig, service: &str) -> Option<String> {
    // An endpoint that was set in code takes precedence over one for the service, such as `AWS_ENDPOINT_URL_S3`.
    let is_set_in_code = sdk.get_origin("endpoint_url").is_client_config();
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok();
    let for_service = key
        .filter(|_| !is_set_in_code)
        .zip(sdk.service_config())
        .and_then(|(key, config)| config.load_config(key));
    for_service.or_else(|| sdk.endpoint_url().map(str::to_owned))
}

/// Returns a partition's default region. Unlike opt-in regions, it is enabled in every account of the partition.
pub(crate) fn default_region(partition: Partition) -> Region {
    let code = match partition {
        Partition::Aws => "us-east-1",
        Partition::China => "cn-north-1",
        Partition::UsGov => "us-gov-west-1",
    };
    // These codes always parse: a test covers every partition.
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
    fn every_partition_has_a_default_region() {
        for partition in [Partition::Aws, Partition::China, Partition::UsGov] {
            assert_eq!(default_region(partition).partition(), partition);
        }
    }

    #[test]
    fn prefers_endpoints_of_the_settings_to_those_of_the_sdk() {
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
    struct S3EndpointOnly;

    impl LoadServiceConfig for S3EndpointOnly {
        fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
            let is_s3_endpoint = key.service_id() == "S3" && key.env() == "AWS_ENDPOINT_URL";
            is_s3_endpoint.then(|| "http://for.s3".to_owned())
        }
    }

    #[test]
    fn applies_the_endpoint_of_a_service_to_that_service_only() {
        let sdk = SdkConfig::builder().service_config(S3EndpointOnly).build();
        let aws = Aws::new(sdk, AwsSettings::default());
        assert_eq!(
            (aws.s3_endpoint.as_deref(), aws.sts_endpoint),
            (Some("http://for.s3"), None)
        );
    }
}
