//! Host names to addresses, and for a tenant's own store none that lie inside our network.

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use domain::endpoint::is_private;
use std::net::IpAddr;

/// Asks the system, as everything else does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver {
    /// A tenant's text must not send us to a machine of ours, whatever name it has.
    pub(crate) public_only: bool,
}

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(ResolveDnsError::new)?;
            let addresses: Vec<IpAddr> = found
                .map(|address| address.ip())
                .filter(|ip| !(self.public_only && is_private(*ip)))
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
        let inside = Resolver { public_only: false };
        assert!(inside.resolve_dns("localhost").await.is_ok());
        let outside = Resolver { public_only: true };
        assert!(outside.resolve_dns("localhost").await.is_err());
    }
}
