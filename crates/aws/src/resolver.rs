//! Host names to addresses, and for a tenant's own store none that lie inside our network.

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use domain::endpoint::is_private;
use std::net::IpAddr;

/// Asks the system, as everything else does.
#[derive(Clone, Debug)]
pub(crate) struct Resolver {
    /// A tenant's text must not send us to a machine of ours, whatever name it has.
    pub(crate) public_only: bool,
    /// A proxy of ours may be one all the same.
    pub(crate) proxies: Vec<String>,
}

impl Resolver {
    pub(crate) fn new(public_only: bool) -> Self {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        let set = names
            .into_iter()
            .filter_map(|name| std::env::var(name).ok());
        Self {
            public_only,
            proxies: set.filter_map(|proxy| host(&proxy)).collect(),
        }
    }
}

/// Of `http://user:password@host:port/`.
fn host(proxy: &str) -> Option<String> {
    let (_, rest) = proxy.split_once("://").unwrap_or(("", proxy));
    let authority = rest.split('/').next()?;
    let (_, address) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let guarded = self.public_only && !self.proxies.contains(&name.to_ascii_lowercase());
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(ResolveDnsError::new)?;
            let addresses: Vec<IpAddr> = found
                .map(|address| address.ip())
                .filter(|ip| !guarded || !is_private(*ip))
                .collect();
            if addresses.is_empty() {
                return Err(ResolveDnsError::new("no public address has this name"));
            }
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_of_our_own_network_is_nobody_elses_store() {
        let inside = Resolver::new(false);
        assert!(inside.resolve_dns("localhost").await.is_ok());
        let mut outside = Resolver::new(true);
        assert!(outside.resolve_dns("localhost").await.is_err());
        outside.proxies = host("http://user:word@localhost:3128/")
            .into_iter()
            .collect();
        assert!(
            outside.resolve_dns("localhost").await.is_ok(),
            "our own proxy"
        );
    }
}
