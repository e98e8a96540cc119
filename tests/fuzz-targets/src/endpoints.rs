//! Endpoints of stores other than AWS.

use crate::answer_texts::Input;
use crate::input_bytes::text;
use crate::round_trip::parse_and_check;
use domain::Endpoint;
use domain::endpoint::is_private;
use std::net::IpAddr;
use url::{Host, Url};

/// Checks the parser of endpoints. The input is one text.
pub fn endpoints(data: &[u8]) {
    let text = text(data);
    let Some(endpoint) =
        parse_and_check(&Input::new(&text), &text, Endpoint::parse, Endpoint::as_str)
    else {
        return;
    };
    let endpoint = endpoint.as_str();
    // Other URL parsers may read the endpoint differently. For them too, it must not lead to a private address.
    let url = match Url::parse(endpoint) {
        Ok(url) => url,
        // Invalid Punycode is harmless, because no host can have such a name.
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
            let is_private_name = name == "localhost"
                || !name.contains('.')
                || [".localhost", ".local", ".internal"]
                    .iter()
                    .any(|end| name.ends_with(end));
            assert!(!is_private_name, "{endpoint} is a private name");
        }
        None => panic!("{endpoint} has no host"),
    }
}
