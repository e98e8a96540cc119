//! Stopping the server: it takes no new requests, and those under way get a limited time to end.

use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long requests under way may take to end. A check takes half a minute at most.
pub const GRACE_PERIOD: Duration = Duration::from_secs(35);

/// Waits for the first Ctrl-C or SIGTERM, and logs that the server stops.
pub async fn wait_for_stop() {
    wait_for_signal().await;
    tracing::info!(
        "stopping: requests under way have {} s to end",
        GRACE_PERIOD.as_secs()
    );
}

/// Waits for the first Ctrl-C or SIGTERM.
pub async fn wait_for_signal() {
    // Without a handler for SIGTERM the process still ends on Ctrl-C.
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        drop(tokio::signal::ctrl_c().await);
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
