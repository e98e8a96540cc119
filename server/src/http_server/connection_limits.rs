//! How many connections may be open.

use crate::client_address::TrustedProxies;

/// The upper bound, if there are file descriptors for so many.
const MAX_CONNECTIONS: usize = 4_096;
/// The lower bound, even if file descriptors may run out.
const MIN_CONNECTIONS: usize = 64;
const MAX_PER_ADDRESS: usize = 256;
/// File descriptors for everything else: checks, the database and files. 64 checks hold about eight sockets each.
const RESERVED_DESCRIPTORS: u64 = 640;
const DESCRIPTORS_IF_UNKNOWN: u64 = 1_024;

/// The limits on open connections.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    pub total: usize,
    /// From one IPv4 address, or one IPv6 network of 64 bits.
    pub per_address: usize,
    /// All clients connect through these proxies, so only the total counts for them.
    pub trusted_proxies: TrustedProxies,
}

impl ConnectionLimits {
    /// Returns limits that fit the file descriptors of this process. Raises the process's own limit as far as the
    /// system allows.
    pub fn for_this_process(trusted_proxies: TrustedProxies) -> Self {
        // If the limit cannot be raised, the current one applies.
        let descriptors = rlimit::increase_nofile_limit(u64::MAX)
            .or_else(|_| rlimit::getrlimit(rlimit::Resource::NOFILE).map(|(soft, _)| soft))
            .unwrap_or(DESCRIPTORS_IF_UNKNOWN);
        let available = usize::try_from(descriptors.saturating_sub(RESERVED_DESCRIPTORS));
        Self {
            total: available
                .unwrap_or(usize::MAX)
                .clamp(MIN_CONNECTIONS, MAX_CONNECTIONS),
            per_address: MAX_PER_ADDRESS,
            trusted_proxies,
        }
    }
}
