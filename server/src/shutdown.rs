//! Stopping in good order: no new requests, those under way may end, and not for ever.

use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// A check takes half a minute at most.
pub const GRACE: Duration = Duration::from_secs(35);

/// Ends with the first Ctrl-C or SIGTERM, and says what follows for a server.
pub async fn asked() {
    signalled().await;
    tracing::info!(
        "stopping: requests under way have {} s to end",
        GRACE.as_secs()
    );
}

/// Ends with the first Ctrl-C or SIGTERM.
pub async fn signalled() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        drop(tokio::signal::ctrl_c().await);
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
