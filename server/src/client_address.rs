//! Finds the address that a request comes from, also behind trusted proxies.

use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The proxies whose `X-Forwarded-For` header counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl Default for TrustedProxies {
    /// Trusts only a proxy on this machine.
    fn default() -> Self {
        // Private addresses are not trusted: in a container network every client has one, and a trusted client could
        // make up another address for each sign-in attempt.
        Self(vec![
            IpNet::new_assert(IpAddr::V4(Ipv4Addr::LOCALHOST), 8).trunc(),
            IpNet::from(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        ])
    }
}

impl TrustedProxies {
    /// Returns whether this is the address of a trusted proxy.
    pub fn includes(&self, address: IpAddr) -> bool {
        // A socket that listens on IPv6 reports IPv4 clients as `::ffff:192.0.2.1`.
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    /// Parses addresses and networks in CIDR notation, separated by commas. `off` trusts nobody.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim() == "off" {
            return Ok(Self(Vec::new()));
        }
        let parts = text.split(',').map(str::trim);
        let networks = parts.map(|part| {
            let address = part
                .parse()
                .map(|address: IpAddr| IpNet::from(address.to_canonical()));
            address.or_else(|_| part.parse()).map_err(|_| {
                format!("“{part}” is neither an address nor a network such as 10.0.0.0/8")
            })
        });
        networks.collect::<Result<_, _>>().map(Self)
    }
}

/// Returns the address of the client that sent a request.
///
/// That is the peer, unless the peer is a trusted proxy. A proxy appends the address of its own client to
/// `X-Forwarded-For`, so the header is read from right to left, as long as the addresses are trusted. The client may
/// have made up everything to the left of the first address that is not trusted.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut entries = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer.to_canonical();
    while trusted.includes(client) {
        let Some(previous_hop) = entries.next().and_then(parse_entry) else {
            break;
        };
        client = previous_hop;
    }
    client
}

/// Returns the network to count an address under. An IPv6 client usually controls all 2^64 addresses of its network, so
/// they count as one.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// Parses one entry of `X-Forwarded-For`.
fn parse_entry(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    // Some proxies write the port as well.
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|both| both.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn find_client(trusted: &TrustedProxies, peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            let value = HeaderValue::from_str(line).expect("a header");
            headers.append("x-forwarded-for", value);
        }
        client_address(peer.parse().expect("an address"), &headers, trusted).to_string()
    }

    #[test]
    fn trusts_only_a_proxy_on_this_machine_by_default() {
        let trusted = TrustedProxies::default();
        for (peer, lines, client) in [
            ("203.0.113.9", &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.7"], "203.0.113.9"),
            ("10.0.0.2", &["198.51.100.7"], "10.0.0.2"),
            ("fd00::1", &["198.51.100.7"], "fd00::1"),
            ("127.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("::1", &["198.51.100.7"], "198.51.100.7"),
            ("::ffff:127.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &["1.1.1.1", "2001:db8::7"], "2001:db8::7"),
            (
                "127.0.0.1",
                &["1.1.1.1, 198.51.100.7, 127.0.0.1"],
                "198.51.100.7",
            ),
            ("127.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("127.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("127.0.0.1", &["::ffff:198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &["nobody"], "127.0.0.1"),
            ("127.0.0.1", &["198.51.100.7, unknown"], "127.0.0.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
        ] {
            assert_eq!(
                find_client(&trusted, peer, lines),
                client,
                "{peer} {lines:?}"
            );
        }
    }

    #[test]
    fn follows_the_header_through_all_trusted_proxies() {
        let trusted: TrustedProxies = "10.0.0.0/8, 2001:db8:1::/48, 192.0.2.1"
            .parse()
            .expect("proxies");
        for (peer, lines, client) in [
            ("10.0.0.2", &["198.51.100.7"][..], "198.51.100.7"),
            (
                "10.0.0.2",
                &["6.6.6.6, 198.51.100.7, 192.0.2.1, 10.9.9.9"],
                "198.51.100.7",
            ),
            (
                "2001:db8:1::5",
                &["6.6.6.6", "198.51.100.7", "10.1.1.1"],
                "198.51.100.7",
            ),
            // All addresses are trusted, so the first one is the client.
            ("10.0.0.2", &["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
            ("192.0.2.2", &["198.51.100.7"], "192.0.2.2"),
            // The setting replaces the default.
            ("127.0.0.1", &["198.51.100.7"], "127.0.0.1"),
        ] {
            assert_eq!(
                find_client(&trusted, peer, lines),
                client,
                "{peer} {lines:?}"
            );
        }
        let nobody: TrustedProxies = "off".parse().expect("nobody");
        assert_eq!(find_client(&nobody, "127.0.0.1", &["1.1.1.1"]), "127.0.0.1");
    }

    #[test]
    fn refuses_texts_that_are_not_networks() {
        for bad in [
            "",
            "10.0.0.0/33",
            "10.0.0",
            "proxy",
            "10.0.0.1,",
            "10.0.0.1 10.0.0.2",
        ] {
            assert!(bad.parse::<TrustedProxies>().is_err(), "{bad:?}");
        }
    }
}
