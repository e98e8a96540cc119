//! Resolves host names. For addresses that a tenant typed, private IP addresses are left out.

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use domain::endpoint::is_private;
use std::net::IpAddr;

/// Resolves names with the operating system's resolver.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Resolver {
    /// Returns all addresses.
    Any,
    /// Returns public addresses only, so that a name which a tenant typed cannot lead to a machine in our network. The
    /// client connects to exactly these addresses, so a name that resolves differently the next time (DNS rebinding)
    /// does not get past the check.
    PublicOnly,
}

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let name = if is_below_localhost(name) {
                "localhost"
            } else {
                name
            };
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

/// Returns whether a name is this machine by definition, which not every system's resolver knows. An emulator at
/// `localhost` has an access point at `NAME-ACCOUNT.localhost`. <https://www.rfc-editor.org/rfc/rfc6761#section-6.3>
fn is_below_localhost(name: &str) -> bool {
    name.trim_end_matches('.')
        .to_ascii_lowercase()
        .ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_below_localhost_are_this_machine() {
        for name in ["my-point-111122223333.localhost", "a.LOCALHOST."] {
            let found = Resolver::Any.resolve_dns(name).await.expect(name);
            assert!(found.iter().all(IpAddr::is_loopback), "{name}: {found:?}");
            assert!(Resolver::PublicOnly.resolve_dns(name).await.is_err());
        }
    }

    #[tokio::test]
    async fn rejects_names_of_private_addresses() {
        // The last three are other notations of 127.0.0.1. The system resolves them without DNS.
        for name in ["localhost", "127.1", "0x7f.0.0.1", "2130706433"] {
            assert!(Resolver::Any.resolve_dns(name).await.is_ok(), "{name}");
            let error = Resolver::PublicOnly.resolve_dns(name).await;
            assert!(error.is_err(), "{name}");
        }
    }
}
