//! Finds the address that a request comes from, behind proxies that the settings name.

use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The proxies that are believed when they say for whom they ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// Only a proxy on this machine. A private address isn't enough: in a container network everybody has one, and whoever
/// is believed can make up an address for each attempt to sign in.
impl Default for TrustedProxies {
    fn default() -> Self {
        Self(vec![
            IpNet::new_assert(IpAddr::V4(Ipv4Addr::LOCALHOST), 8).trunc(),
            IpNet::from(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        ])
    }
}

impl TrustedProxies {
    /// Returns whether this address is a trusted proxy's. An IPv4 address may be written as an IPv6 one.
    pub fn includes(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }
}

/// Addresses and networks in CIDR notation, separated by commas; `off` trusts nobody.
impl FromStr for TrustedProxies {
    type Err = String;

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

/// Returns the address of whoever asks: the peer, or if that is a trusted proxy, the address it wrote last into
/// `X-Forwarded-For`, and so on from right to left. What stands to the left of the first address that isn't trusted
/// may have been made up by the client.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut written = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer.to_canonical();
    while trusted.includes(client) {
        let Some(before) = written.next().and_then(parse) else {
            break;
        };
        client = before;
    }
    client
}

/// Returns whom an address stands for where something is counted. Whoever has one IPv6 address has the 2^64 of its
/// network.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// Some proxies write the port as well.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|both| both.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asks(trusted: &TrustedProxies, peer: &str, written: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in written {
            let value = HeaderValue::from_str(line).expect("a header");
            headers.append("x-forwarded-for", value);
        }
        client_address(peer.parse().expect("an address"), &headers, trusted).to_string()
    }

    #[test]
    fn believes_only_a_proxy_on_this_machine_unless_told_otherwise() {
        let trusted = TrustedProxies::default();
        for (peer, written, client) in [
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
            assert_eq!(asks(&trusted, peer, written), client, "{peer} {written:?}");
        }
    }

    #[test]
    fn walks_through_the_proxies_that_are_named() {
        let trusted: TrustedProxies = "10.0.0.0/8, 2001:db8:1::/48, 192.0.2.1"
            .parse()
            .expect("proxies");
        for (peer, written, client) in [
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
            // Everybody on the way is trusted: the first of them asks.
            ("10.0.0.2", &["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
            ("192.0.2.2", &["198.51.100.7"], "192.0.2.2"),
            // The setting replaces the default.
            ("127.0.0.1", &["198.51.100.7"], "127.0.0.1"),
        ] {
            assert_eq!(asks(&trusted, peer, written), client, "{peer} {written:?}");
        }
        let nobody: TrustedProxies = "off".parse().expect("nobody");
        assert_eq!(asks(&nobody, "127.0.0.1", &["1.1.1.1"]), "127.0.0.1");
    }

    #[test]
    fn refuses_what_is_no_network() {
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
