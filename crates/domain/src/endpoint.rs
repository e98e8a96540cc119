//! The address of an S3-compatible store that is not AWS.

use crate::known_store::StoreEndpoint;
use crate::message::{Message, form};
use crate::refusal::Refusal;
use crate::{lookalike_characters, pasted_text};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};

/// An `https://host[:port]` address on the public internet. Loopback and private addresses are refused, because a
/// tenant must not make the vendor's server call the vendor's own network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(String);

impl Endpoint {
    /// Parses an endpoint. A public name that resolves to a private address passes here. It is refused when the
    /// connection is made, by [`is_private`].
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text is not `https://` followed by a host and at most a port,
    /// - or the host is a private address, or a name that only a private network resolves.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = pasted_text::clean(text).trim_end_matches('/');
        lookalike_characters::refuse(text, |ascii| Self::parse(ascii).is_ok())?;
        let refuse = |detail: Message| Err(Refusal::new("bad_endpoint", detail));
        let Some(authority) = text.strip_prefix("https://") else {
            return refuse(form::endpoint_https());
        };
        // A colon inside brackets or next to another one belongs to an IPv6 address, not to a port.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        // `u16::parse` accepts a plus sign, so digits are checked separately.
        let has_only_digits = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
        if port.is_some_and(|port| !has_only_digits(port) || port.parse::<u16>().is_err()) {
            return refuse(form::endpoint_port());
        }
        if host.starts_with('[') {
            return refuse(form::endpoint_ipv6());
        }
        let is_host_character = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if host.is_empty() || host.len() > 253 || !host.chars().all(is_host_character) {
            return refuse(form::endpoint_host());
        }
        let lower = host.to_ascii_lowercase();
        // Search domains resolve a name without a dot, and clouds resolve `.internal`, to machines of the network
        // itself.
        let is_internal = lower == "localhost"
            || lower.ends_with(".localhost")
            || lower.ends_with(".internal")
            || lower.rsplit('.').next() == Some("local")
            || !lower.contains('.')
            || lower.parse::<IpAddr>().is_ok_and(is_private)
            || is_odd_ipv4(&lower);
        if is_internal {
            return Err(Refusal::new("private_endpoint", form::endpoint_private()));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what the host tells, if it belongs to a store that we know.
    pub fn known_store(&self) -> Option<StoreEndpoint> {
        known_store_at(&self.0)
    }
}

/// Returns what the host of a URL tells, if it belongs to a store that we know.
pub fn known_store_at(url: &str) -> Option<StoreEndpoint> {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = authority.split(['/', ':']).next().unwrap_or_default();
    StoreEndpoint::of_host(&host.trim_end_matches('.').to_ascii_lowercase())
}

/// Returns whether some resolvers read the host as an IPv4 address although it is not in the usual form: `127.1`,
/// `0x7f.0.0.1`. No top-level domain is a number. <https://url.spec.whatwg.org/#ends-in-a-number-checker>
fn is_odd_ipv4(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_decimal = last.bytes().all(|b| b.is_ascii_digit());
    let hex = last.strip_prefix("0x");
    let is_hex = hex.is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    (is_decimal || is_hex) && host.parse::<Ipv4Addr>().is_err()
}

/// IPv4 ranges outside the public internet, as network and prefix length: those of IANA's special-purpose registry, and
/// the one public address at which a cloud serves its own machines.
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml>
const PRIVATE_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    // Carrier-grade NAT. Alibaba Cloud's metadata service is at 100.100.100.200.
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    // Azure's platform: metadata, DNS and the host agent.
    ([168, 63, 129, 16], 32),
    // Link-local. Most clouds' metadata services are at 169.254.169.254.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    // Oracle Cloud's metadata service was at 192.0.0.192.
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // Multicast, and the reserved range above it.
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// IPv6 ranges within `2000::/3`, the only global unicast range, that are outside the public internet nevertheless.
/// <https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml>
const PRIVATE_V6: [([u16; 2], u32); 5] = [
    // Protocol assignments, including Teredo (`2001::/32`) and benchmarking (`2001:2::/48`).
    ([0x2001, 0], 23),
    ([0x2001, 0xdb8], 32),
    // 6to4, which embeds an IPv4 address. No store is reached through it any more.
    ([0x2002, 0], 16),
    // The 6bone, returned in 2006.
    ([0x3ffe, 0], 16),
    ([0x3fff, 0], 20),
];

/// Returns whether an address belongs to a private network, or to no machine on the public internet.
///
/// An IPv6 address that embeds an IPv4 address is judged by that one if it may belong to a public store: IPv4-mapped
/// addresses, and NAT64 with its well-known prefix, through which a server without IPv4 reaches every IPv4 store.
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => PRIVATE_V4.iter().any(|(network, length)| {
            (u32::from(ip) ^ u32::from_be_bytes(*network)) >> (32 - length) == 0
        }),
        IpAddr::V6(ip) => {
            let segments = ip.segments();
            let [first, second, .., high, low] = segments;
            let embedded = IpAddr::V4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
            match segments {
                [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
                    is_private(embedded)
                }
                // ISATAP tunnels to the IPv4 address at the end, with any prefix.
                [_, _, _, _, 0 | 0x200, 0x5efe, ..] if is_private(embedded) => true,
                _ => {
                    let start = u32::from(first) << 16 | u32::from(second);
                    let is_within = |(network, length): &([u16; 2], u32)| {
                        let network = u32::from(network[0]) << 16 | u32::from(network[1]);
                        (start ^ network) >> (32 - length) == 0
                    };
                    first & 0xe000 != 0x2000 || PRIVATE_V6.iter().any(is_within)
                }
            }
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
    fn accepts_public_stores_only() {
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
            ("https://127.0.0.0x1", "private_endpoint"),
            ("https://0X7F.0.0.0X1", "private_endpoint"),
            ("https://127.0.0.1.", "private_endpoint"),
            ("https://localhost.", "private_endpoint"),
            ("https://168.63.129.16", "private_endpoint"),
            ("https://100.100.100.200", "private_endpoint"),
            ("https://0x7f.0x1", "private_endpoint"),
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

    #[test]
    fn recognises_a_store_by_its_host_alone() {
        for (url, is_known) in [
            ("https://S3.EU-central-003.backblazeb2.com:443", true),
            ("https://fsn1.your-objectstorage.com.", true),
            ("http://s3.wasabisys.com/", true),
            ("https://store.example.com/s3.wasabisys.com", false),
        ] {
            assert_eq!(known_store_at(url).is_some(), is_known, "{url}");
        }
    }

    /// Checks each range by its first and last address, and by the addresses just outside it.
    #[test]
    fn private_ranges_end_exactly_where_the_registries_say() {
        for private in "
            0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 100.100.100.200
            127.0.0.1 127.255.255.255 168.63.129.16 169.254.0.0 169.254.169.254 169.254.255.255
            172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.192 192.0.0.255 192.0.2.1 192.88.99.1
            192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.7
            224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.255
            :: ::1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.1.2.3 ::ffff:169.254.169.254 ::ffff:0:8.8.8.8
            64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8 64:ff9b:1:ffff::1
            64:ff9b:0:1::8.8.8.8 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1
            2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3ffe::1 3fff::1
            3fff:fff::1 2600:1f18::5efe:10.0.0.1 2600:1f18::200:5efe:192.168.1.1 4000::1 5f00::1
            fc00::1 fd00:ec2::254 fd20:ce::254 fdff::1 fe80::1 fe80::5efe:8.8.8.8 fec0::1 ff02::1 ffff::1"
            .split_whitespace()
        {
            let ip: IpAddr = private.parse().expect(private);
            assert!(is_private(ip), "{private}");
            if ip.is_ipv4() {
                let refused = Endpoint::parse(&format!("https://{private}:9000"));
                assert_eq!(refused.expect_err(private).code, "private_endpoint");
            }
        }
        for public in "
            1.0.0.0 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
            168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0
            192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0
            223.255.255.255 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2000::1 2001:200::1 2001:4860:4860::8888 2001:db7:ffff::1
            2001:db9::1 2003::1 2600:1f18::1 2600:1f18::5efe:8.8.8.8 2a05:d018::1 3ffd::1 3fff:1000::1"
            .split_whitespace()
        {
            assert!(!is_private(public.parse().expect(public)), "{public}");
        }
    }
}
