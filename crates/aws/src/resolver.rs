//! Looks host names up, and for a tenant's own store leaves out addresses inside our network.

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use domain::endpoint::is_private;
use std::net::IpAddr;

/// Asks the system, as everything else does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Resolver {
    Any,
    /// Whatever a tenant's name resolves to, it must not lead to a machine of ours. The connection is made to the
    /// addresses returned here, so a name that changes between two look-ups gains nothing.
    PublicOnly,
}

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(ResolveDnsError::new)?;
            let addresses: Vec<IpAddr> = found
                .map(|address| address.ip())
                .filter(|ip| matches!(self, Self::Any) || !is_private(*ip))
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

    /// The last three are other ways to write 127.0.0.1, which the system understands without asking DNS.
    #[tokio::test]
    async fn refuses_names_of_our_own_network() {
        for name in ["localhost", "127.1", "0x7f.0.0.1", "2130706433"] {
            assert!(Resolver::Any.resolve_dns(name).await.is_ok(), "{name}");
            let error = Resolver::PublicOnly.resolve_dns(name).await;
            assert!(error.is_err(), "{name}");
        }
    }
}
