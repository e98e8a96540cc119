//! Addresses of stores that are not AWS.

use crate::arns::again;
use crate::text;
use crate::texts::Asked;
use domain::Endpoint;
use domain::endpoint::is_private;
use std::net::IpAddr;
use url::{Host, Url};

/// Takes one address.
pub fn endpoints(data: &[u8]) {
    let text = text(data);
    let Some(endpoint) = again(
        &Asked::text(&text),
        &text,
        Endpoint::parse,
        Endpoint::as_str,
    ) else {
        return;
    };
    let endpoint = endpoint.as_str();
    // Others may read the address in their own way; it has to lead to the same place, outside.
    let url = match Url::parse(endpoint) {
        Ok(url) => url,
        // Names in Punycode that are none are nobody's.
        Err(error) => {
            let punycode = endpoint.to_ascii_lowercase().contains("xn--");
            return assert!(punycode, "{endpoint}: {error}");
        }
    };
    assert_eq!(url.scheme(), "https");
    assert!(
        url.username().is_empty() && url.password().is_none(),
        "{endpoint}"
    );
    assert!(
        url.path() == "/" && url.query().is_none() && url.fragment().is_none(),
        "{endpoint}"
    );
    match url.host() {
        Some(Host::Ipv4(ip)) => assert!(!is_private(IpAddr::V4(ip)), "{endpoint} is {ip}"),
        Some(Host::Ipv6(ip)) => assert!(!is_private(IpAddr::V6(ip)), "{endpoint} is {ip}"),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let inside = name == "localhost"
                || !name.contains('.')
                || [".localhost", ".local", ".internal"]
                    .iter()
                    .any(|end| name.ends_with(end));
            assert!(!inside, "{endpoint} is inside");
        }
        None => panic!("{endpoint} has no host"),
    }
}
