//! Which connections are open. When there is no room, the one that has been idle longest makes room.

use super::Limits;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// The open connections. Clones share them.
#[derive(Clone)]
pub struct InUse {
    limits: Limits,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, Connection>,
    per_network: HashMap<IpAddr, usize>,
}

struct Connection {
    network: IpAddr,
    /// Requests that are not answered in full yet.
    busy: usize,
    /// When it was opened, or its last answer was handed over.
    idle_since: Instant,
    evicted: CancellationToken,
}

/// One connection's place, given back when it is dropped.
pub struct Place(Arc<Seat>);

struct Seat {
    id: u64,
    evicted: CancellationToken,
    in_use: InUse,
}

/// A request under way: its connection is not idle until this is dropped.
pub struct Busy(Arc<Seat>);

impl InUse {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            open: Arc::default(),
        }
    }

    /// Takes a place for a new connection. Returns `None` if every place is taken by a connection with a request
    /// under way.
    pub fn admit(&self, address: IpAddr) -> Option<Place> {
        let network = network_of(address);
        let mut open = self.lock();
        if open.of(network) >= self.limits.per_address {
            open.evict(|connection| connection.network == network)?;
        } else if open.connections.len() >= self.limits.in_all {
            open.evict(|_| true)?;
        }
        let id = open.next;
        open.next += 1;
        let evicted = CancellationToken::new();
        let connection = Connection {
            network,
            busy: 0,
            idle_since: Instant::now(),
            evicted: evicted.clone(),
        };
        open.connections.insert(id, connection);
        *open.per_network.entry(network).or_default() += 1;
        Some(Place(Arc::new(Seat {
            id,
            evicted,
            in_use: self.clone(),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn of(&self, network: IpAddr) -> usize {
        self.per_network.get(&network).copied().unwrap_or_default()
    }

    /// Ends the connection that has been idle longest.
    fn evict(&mut self, among: impl Fn(&Connection) -> bool) -> Option<()> {
        let idle = self
            .connections
            .iter()
            .filter(|(_, c)| c.busy == 0 && among(c));
        let (id, _) = idle.min_by_key(|(_, connection)| connection.idle_since)?;
        let id = *id;
        self.remove(id)?.evicted.cancel();
        Some(())
    }

    fn remove(&mut self, id: u64) -> Option<Connection> {
        let connection = self.connections.remove(&id)?;
        if let Some(count) = self.per_network.get_mut(&connection.network) {
            *count -= 1;
            if *count == 0 {
                self.per_network.remove(&connection.network);
            }
        }
        Some(connection)
    }
}

impl Place {
    /// Is cancelled when this connection has to make room.
    pub fn evicted(&self) -> CancellationToken {
        self.0.evicted.clone()
    }

    pub fn request(&self) -> Busy {
        if let Some(connection) = self.0.in_use.lock().connections.get_mut(&self.0.id) {
            connection.busy += 1;
        }
        Busy(Arc::clone(&self.0))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.in_use.lock().remove(self.id);
    }
}

impl Busy {
    /// Keeps the connection busy until the answer's last byte was handed over.
    pub fn until_sent(self, response: Response) -> Response {
        response.map(|body| Body::new(Sending { body, _busy: self }))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(connection) = self.0.in_use.lock().connections.get_mut(&self.0.id) {
            connection.busy -= 1;
            connection.idle_since = Instant::now();
        }
    }
}

struct Sending {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Whoever has one IPv6 address has its whole network of 64 bits.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let bits = u128::from(v6) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(bits))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    fn in_use(in_all: usize, per_address: usize) -> InUse {
        InUse::new(Limits {
            in_all,
            per_address,
        })
    }

    #[test]
    fn the_longest_idle_connection_makes_room() {
        let all = in_use(2, 2);
        let first = all.admit(address("192.0.2.1")).expect("room");
        let second = all.admit(address("192.0.2.2")).expect("room");
        drop(first.request());
        let third = all.admit(address("192.0.2.3")).expect("room");
        assert!(second.evicted().is_cancelled());
        assert!(!first.evicted().is_cancelled() && !third.evicted().is_cancelled());
    }

    #[test]
    fn a_connection_with_a_request_under_way_keeps_its_place() {
        let all = in_use(2, 2);
        let first = all.admit(address("192.0.2.1")).expect("room");
        let second = all.admit(address("192.0.2.2")).expect("room");
        let requests = (first.request(), second.request());
        assert!(all.admit(address("192.0.2.3")).is_none());
        drop(requests.1);
        assert!(all.admit(address("192.0.2.3")).is_some());
        assert!(second.evicted().is_cancelled() && !first.evicted().is_cancelled());
    }

    #[test]
    fn an_address_takes_no_place_from_others() {
        let all = in_use(10, 2);
        let other = all.admit(address("198.51.100.1")).expect("room");
        let first = all.admit(address("2001:db8::1")).expect("room");
        let _second = all.admit(address("2001:db8::2")).expect("room");
        let _third = all.admit(address("2001:db8::3")).expect("room");
        assert!(first.evicted().is_cancelled() && !other.evicted().is_cancelled());
    }

    #[test]
    fn forgets_connections_that_ended() {
        let all = in_use(10, 10);
        let place = all.admit(address("192.0.2.1")).expect("room");
        let request = place.request();
        drop(place);
        assert_eq!(all.lock().connections.len(), 1, "its answer is being sent");
        drop(request);
        let open = all.lock();
        assert!(open.connections.is_empty() && open.per_network.is_empty());
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        for (one, other, same) in [
            ("2001:db8::1", "2001:db8::ffff:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            assert_eq!(
                network_of(address(one)) == network_of(address(other)),
                same,
                "{one} {other}"
            );
        }
    }
}
