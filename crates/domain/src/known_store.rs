//! S3-compatible stores that we recognise by the host of their endpoint, and what we know about each.
//!
//! MinIO and other software that people run themselves has no host of its own, so it is not among them.

use crate::region::Region;

/// An S3-compatible store that is a public service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownStore {
    /// <https://developers.cloudflare.com/r2/api/s3/api/>
    CloudflareR2,
    /// <https://www.backblaze.com/docs/cloud-storage-s3-compatible-api>
    BackblazeB2,
    /// <https://docs.wasabi.com/docs/what-are-the-service-urls-for-wasabis-different-storage-regions>
    Wasabi,
    /// <https://cloud.google.com/storage/docs/interoperability>
    GoogleCloudStorage,
    /// <https://docs.hetzner.com/storage/object-storage/>
    Hetzner,
    /// <https://docs.digitalocean.com/reference/api/spaces/>
    DigitalOceanSpaces,
}

/// A store's endpoint, read from its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreEndpoint {
    pub store: KnownStore,
    /// The region that requests have to be signed for. `None` if the host names none that we understand.
    pub region: Option<Region>,
    /// The host without the bucket, if the host begins with a bucket. We put the bucket into the path instead.
    pub host_without_bucket: Option<String>,
}

impl KnownStore {
    pub const ALL: [Self; 6] = [
        Self::CloudflareR2,
        Self::BackblazeB2,
        Self::Wasabi,
        Self::GoogleCloudStorage,
        Self::Hetzner,
        Self::DigitalOceanSpaces,
    ];

    /// Returns the domain that all endpoints of the store belong to.
    pub fn domain(self) -> &'static str {
        match self {
            Self::CloudflareR2 => "r2.cloudflarestorage.com",
            Self::BackblazeB2 => "backblazeb2.com",
            Self::Wasabi => "wasabisys.com",
            Self::GoogleCloudStorage => "storage.googleapis.com",
            Self::Hetzner => "your-objectstorage.com",
            Self::DigitalOceanSpaces => "digitaloceanspaces.com",
        }
    }

    /// Returns the store that a host belongs to.
    pub fn at_host(host: &str) -> Option<Self> {
        let is_of = |store: &Self| labels_before(host, store.domain()).is_some();
        Self::ALL.into_iter().find(is_of)
    }
}

impl StoreEndpoint {
    /// Reads a host in small letters. Returns `None` if it belongs to none of the stores.
    pub(crate) fn of_host(host: &str) -> Option<Self> {
        let store = KnownStore::at_host(host)?;
        let domain = store.domain();
        let labels = labels_before(host, domain)?;
        let (region, bucket_labels) = match (store, labels.as_slice()) {
            // The account, and possibly a jurisdiction after it. R2 accepts no other region than this.
            (KnownStore::CloudflareR2, _) => (Some("auto"), 0),
            // GCS does not look at the region.
            (KnownStore::GoogleCloudStorage, all) => (Some("auto"), all.len()),
            (KnownStore::Wasabi, [bucket @ .., "s3"]) => (Some("us-east-1"), bucket.len()),
            (KnownStore::BackblazeB2 | KnownStore::Wasabi, [bucket @ .., "s3", region])
            | (KnownStore::Hetzner | KnownStore::DigitalOceanSpaces, [bucket @ .., region]) => {
                (Some(*region), bucket.len())
            }
            _ => (None, 0),
        };
        let kept = &labels[bucket_labels..];
        Some(Self {
            store,
            region: region.and_then(|code| Region::parse_at_store(code).ok()),
            host_without_bucket: (bucket_labels > 0).then(|| [kept, &[domain]].concat().join(".")),
        })
    }
}

/// Returns the labels of a host before a domain, or `None` if the host is not in the domain.
fn labels_before<'a>(host: &'a str, domain: &str) -> Option<Vec<&'a str>> {
    let before = host.strip_suffix(domain)?;
    if before.is_empty() {
        return Some(Vec::new());
    }
    before
        .strip_suffix('.')
        .map(|labels| labels.split('.').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_tells_store_region_and_bucket() {
        use KnownStore::{
            BackblazeB2, CloudflareR2, DigitalOceanSpaces, GoogleCloudStorage, Hetzner, Wasabi,
        };
        for (host, store, region, without_bucket) in [
            (
                "0123abcd.r2.cloudflarestorage.com",
                CloudflareR2,
                Some("auto"),
                None,
            ),
            (
                "0123abcd.eu.r2.cloudflarestorage.com",
                CloudflareR2,
                Some("auto"),
                None,
            ),
            (
                "s3.us-west-004.backblazeb2.com",
                BackblazeB2,
                Some("us-west-004"),
                None,
            ),
            (
                "my-data.s3.eu-central-003.backblazeb2.com",
                BackblazeB2,
                Some("eu-central-003"),
                Some("s3.eu-central-003.backblazeb2.com"),
            ),
            ("api.backblazeb2.com", BackblazeB2, None, None),
            ("s3.wasabisys.com", Wasabi, Some("us-east-1"), None),
            (
                "s3.eu-central-1.wasabisys.com",
                Wasabi,
                Some("eu-central-1"),
                None,
            ),
            (
                "my-data.s3.wasabisys.com",
                Wasabi,
                Some("us-east-1"),
                Some("s3.wasabisys.com"),
            ),
            (
                "storage.googleapis.com",
                GoogleCloudStorage,
                Some("auto"),
                None,
            ),
            (
                "my.data.storage.googleapis.com",
                GoogleCloudStorage,
                Some("auto"),
                Some("storage.googleapis.com"),
            ),
            ("fsn1.your-objectstorage.com", Hetzner, Some("fsn1"), None),
            (
                "my-data.nbg1.your-objectstorage.com",
                Hetzner,
                Some("nbg1"),
                Some("nbg1.your-objectstorage.com"),
            ),
            (
                "fra1.digitaloceanspaces.com",
                DigitalOceanSpaces,
                Some("fra1"),
                None,
            ),
            (
                "my-space.nyc3.digitaloceanspaces.com",
                DigitalOceanSpaces,
                Some("nyc3"),
                Some("nyc3.digitaloceanspaces.com"),
            ),
        ] {
            let found = StoreEndpoint::of_host(host).expect(host);
            assert_eq!(found.store, store, "{host}");
            assert_eq!(found.region.as_ref().map(Region::as_str), region, "{host}");
            assert_eq!(
                found.host_without_bucket.as_deref(),
                without_bucket,
                "{host}"
            );
        }
        for unknown in [
            "store.example.com",
            "notbackblazeb2.com",
            "wasabisys.com.example.com",
            "minio.example.com",
            "",
        ] {
            assert_eq!(StoreEndpoint::of_host(unknown), None, "{unknown}");
        }
    }
}
