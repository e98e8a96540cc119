//! The open connections. If a limit is reached, the connection that has been idle longest is closed for a new one.

use super::connection_limits::ConnectionLimits;
use crate::client_address::network_of;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::collections::HashMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// The open connections and their limits. Clones share them.
#[derive(Clone)]
pub struct OpenConnections {
    limits: ConnectionLimits,
    table: Arc<Mutex<ConnectionTable>>,
}

#[derive(Default)]
struct ConnectionTable {
    next_id: u64,
    connections: HashMap<u64, OpenConnection>,
    count_by_network: HashMap<IpAddr, usize>,
}

struct OpenConnection {
    network: IpAddr,
    /// The number of requests whose answers have not been sent in full.
    requests: usize,
    /// When the connection was opened, or its last answer was sent in full.
    idle_since: Instant,
    eviction: CancellationToken,
}

/// One connection's entry in the table. It is removed when this and all of its [`RequestGuard`]s are dropped.
pub struct ConnectionSlot(Arc<TableEntry>);

struct TableEntry {
    id: u64,
    eviction: CancellationToken,
    open_connections: OpenConnections,
}

/// Marks a request as under way. Its connection is not idle until this is dropped.
pub struct RequestGuard(Arc<TableEntry>);

impl OpenConnections {
    pub fn new(limits: ConnectionLimits) -> Self {
        Self {
            limits,
            table: Arc::default(),
        }
    }

    /// Adds a new connection, and closes an idle one if a limit is reached. Returns `None` if a limit is reached and no
    /// connection that counts for it is idle.
    pub fn admit(&self, address: IpAddr) -> Option<ConnectionSlot> {
        let network = network_of(address);
        let mut table = self.lock();
        let is_limited_by_address = !self.limits.trusted_proxies.includes(address);
        // A network that is at its own limit closes one of its own connections, never one of somebody else.
        if is_limited_by_address && table.count(network) >= self.limits.per_address {
            table.evict_longest_idle(|connection| connection.network == network)?;
        } else if table.connections.len() >= self.limits.total {
            table.evict_longest_idle(|_| true)?;
        }
        let id = table.next_id;
        table.next_id += 1;
        let eviction = CancellationToken::new();
        let connection = OpenConnection {
            network,
            requests: 0,
            idle_since: Instant::now(),
            eviction: eviction.clone(),
        };
        table.connections.insert(id, connection);
        *table.count_by_network.entry(network).or_default() += 1;
        Some(ConnectionSlot(Arc::new(TableEntry {
            id,
            eviction,
            open_connections: self.clone(),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, ConnectionTable> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionTable {
    fn count(&self, network: IpAddr) -> usize {
        self.count_by_network
            .get(&network)
            .copied()
            .unwrap_or_default()
    }

    /// Closes the connection that has been idle longest, of those that `is_candidate` selects. Returns `None` if none
    /// of them is idle.
    fn evict_longest_idle(&mut self, is_candidate: impl Fn(&OpenConnection) -> bool) -> Option<()> {
        let idle = self
            .connections
            .iter()
            .filter(|(_, c)| c.requests == 0 && is_candidate(c));
        let (id, _) = idle.min_by_key(|(_, connection)| connection.idle_since)?;
        let id = *id;
        // Removed at once, although its task ends a moment later, so that the count is right for the next connection.
        self.remove(id)?.eviction.cancel();
        Some(())
    }

    fn remove(&mut self, id: u64) -> Option<OpenConnection> {
        let connection = self.connections.remove(&id)?;
        if let Some(count) = self.count_by_network.get_mut(&connection.network) {
            *count -= 1;
            // Entries at zero would add up to one for every address that ever connected.
            if *count == 0 {
                self.count_by_network.remove(&connection.network);
            }
        }
        Some(connection)
    }
}

impl ConnectionSlot {
    /// Returns a token that is cancelled when this connection has to close for a new one.
    pub fn eviction(&self) -> CancellationToken {
        self.0.eviction.clone()
    }

    /// Marks the connection as busy with one more request.
    pub fn start_request(&self) -> RequestGuard {
        self.0
            .with_connection(|connection| connection.requests += 1);
        RequestGuard(Arc::clone(&self.0))
    }
}

impl TableEntry {
    /// Changes the connection. Does nothing if it has been evicted.
    fn with_connection(&self, change: impl FnOnce(&mut OpenConnection)) {
        if let Some(connection) = self.open_connections.lock().connections.get_mut(&self.id) {
            change(connection);
        }
    }
}

impl Drop for TableEntry {
    fn drop(&mut self) {
        self.open_connections.lock().remove(self.id);
    }
}

impl RequestGuard {
    /// Keeps the connection busy until the answer's last byte has been passed to the system.
    pub fn hold_until_sent(self, response: Response) -> Response {
        response.map(|body| Body::new(GuardedBody { body, _guard: self }))
    }
}

impl Drop for RequestGuard {
    fn drop(&mut self) {
        self.0.with_connection(|connection| {
            connection.requests -= 1;
            connection.idle_since = Instant::now();
        });
    }
}

/// An answer's body that keeps its connection busy until it is dropped.
struct GuardedBody {
    body: Body,
    _guard: RequestGuard,
}

impl HttpBody for GuardedBody {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_address::TrustedProxies;

    fn address(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    fn open_connections(total: usize, per_address: usize) -> OpenConnections {
        OpenConnections::new(ConnectionLimits {
            total,
            per_address,
            trusted_proxies: TrustedProxies::default(),
        })
    }

    #[test]
    fn evicts_the_connection_that_has_been_idle_longest() {
        let all = open_connections(2, 2);
        let first = all.admit(address("192.0.2.1")).expect("room");
        let second = all.admit(address("192.0.2.2")).expect("room");
        drop(first.start_request());
        let third = all.admit(address("192.0.2.3")).expect("room");
        assert!(second.eviction().is_cancelled());
        assert!(!first.eviction().is_cancelled() && !third.eviction().is_cancelled());
    }

    #[test]
    fn does_not_evict_a_connection_with_a_request_under_way() {
        let all = open_connections(2, 2);
        let first = all.admit(address("192.0.2.1")).expect("room");
        let second = all.admit(address("192.0.2.2")).expect("room");
        let requests = (first.start_request(), second.start_request());
        assert!(all.admit(address("192.0.2.3")).is_none());
        drop(requests.1);
        assert!(all.admit(address("192.0.2.3")).is_some());
        assert!(second.eviction().is_cancelled() && !first.eviction().is_cancelled());
    }

    #[test]
    fn an_address_at_its_limit_evicts_only_its_own_connections() {
        let all = open_connections(10, 2);
        let other = all.admit(address("198.51.100.1")).expect("room");
        let first = all.admit(address("2001:db8::1")).expect("room");
        let _second = all.admit(address("2001:db8::2")).expect("room");
        let _third = all.admit(address("2001:db8::3")).expect("room");
        assert!(first.eviction().is_cancelled() && !other.eviction().is_cancelled());
    }

    #[test]
    fn a_trusted_proxy_has_no_limit_of_its_own() {
        let all = open_connections(3, 1);
        let first = all.admit(address("127.0.0.1")).expect("room");
        let _second = all.admit(address("127.0.0.1")).expect("room");
        assert!(!first.eviction().is_cancelled());
    }

    #[test]
    fn forgets_closed_connections() {
        let all = open_connections(10, 10);
        let slot = all.admit(address("192.0.2.1")).expect("room");
        let request = slot.start_request();
        drop(slot);
        assert_eq!(all.lock().connections.len(), 1, "its answer is being sent");
        drop(request);
        let table = all.lock();
        assert!(table.connections.is_empty() && table.count_by_network.is_empty());
    }
}
