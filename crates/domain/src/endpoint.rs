//! The address of an S3-compatible store that is not AWS.

use crate::message::{Message, form};
use crate::refusal::Refusal;
use crate::{lookalike, paste};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};

/// An `https://host[:port]` address. Loopback and private addresses are refused: a tenant's text must
/// not send the vendor's server to the vendor's own network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(String);

impl Endpoint {
    /// # Errors
    /// When the text is no such address, or one inside a private network.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = paste::bare(text).trim_end_matches('/');
        lookalike::refuse(text, |plain| Self::parse(plain).is_ok())?;
        let refuse = |detail: Message| Err(Refusal::new("bad_endpoint", detail));
        let Some(authority) = text.strip_prefix("https://") else {
            return refuse(form::endpoint_https());
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let digits = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
        if port.is_some_and(|port| !digits(port) || port.parse::<u16>().is_err()) {
            return refuse(form::endpoint_port());
        }
        if host.starts_with('[') {
            return refuse(form::endpoint_ipv6());
        }
        let host_char = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if host.is_empty() || host.len() > 253 || !host.chars().all(host_char) {
            return refuse(form::endpoint_host());
        }
        let lower = host.to_ascii_lowercase();
        let inside = lower == "localhost"
            || lower.ends_with(".localhost")
            || lower.ends_with(".internal")
            || lower.rsplit('.').next() == Some("local")
            || !lower.contains('.')
            || lower.parse::<IpAddr>().is_ok_and(is_private)
            // `https://127.1` and `https://0x7f.0x1`, which some resolvers read as an address.
            || (ends_in_number(&lower) && lower.parse::<Ipv4Addr>().is_err());
        if inside {
            return Err(Refusal::new("private_endpoint", form::endpoint_private()));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the last label is a number in any notation, as in <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let hex = last
        .strip_prefix("0x")
        .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    hex || last.bytes().all(|b| b.is_ascii_digit())
}

/// Inside a private network, or no address of a machine. IPv6 is private unless it is global unicast.
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let shared = ip.octets()[0] == 100 && (64..128).contains(&ip.octets()[1]);
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || shared
        }
        IpAddr::V6(ip) => {
            if let Some(ip) = ip.to_ipv4_mapped() {
                return is_private(IpAddr::V4(ip));
            }
            // 2000::/3 is all there is of global unicast; of it, 6to4 and Teredo carry IPv4 addresses inside.
            let [first, second, ..] = ip.segments();
            let teredo = first == 0x2001 && second == 0;
            first & 0xe000 != 0x2000 || first == 0x2002 || teredo
        }
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_stores_only() {
        for good in [
            "https://s3.eu-central-003.backblazeb2.com",
            "https://store.example.com:9000/",
            "https://8.8.8.8",
            "“https://store.example.com”",
        ] {
            assert!(Endpoint::parse(good).is_ok(), "{good}");
        }
        for (bad, code) in [
            ("", "bad_endpoint"),
            ("http://store.example.com", "bad_endpoint"),
            ("https://user:pw@store.example.com", "bad_endpoint"),
            ("https://store.example.com/path", "bad_endpoint"),
            ("https://store.example.com:99999", "bad_endpoint"),
            ("https://[::1]", "bad_endpoint"),
            ("https://localhost", "private_endpoint"),
            ("https://127.0.0.1", "private_endpoint"),
            ("https://127.1", "private_endpoint"),
            ("https://0x7f.0x1", "private_endpoint"),
            ("https://127.0.0.0X1", "private_endpoint"),
            ("https://store.example.com:+443", "bad_endpoint"),
            ("https://169.254.169.254", "private_endpoint"),
            ("https://10.0.0.8:9000", "private_endpoint"),
            ("https://metadata.google.internal", "private_endpoint"),
            ("https://minio", "private_endpoint"),
            ("https://store–1.example.com", "look_alike"),
        ] {
            assert_eq!(Endpoint::parse(bad).expect_err(bad).code, code, "{bad}");
        }
    }
}
