//! Deletes sessions, events and answers that are no longer needed, in the background.

use crate::service::Service;
use std::time::Duration;

const INTERVAL: Duration = Duration::from_hours(1);
/// A server that just started has more urgent work.
const FIRST_DELAY: Duration = Duration::from_mins(1);
const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// How long an expired session is kept, so that its link is answered with “expired” rather than “unknown”.
const EXPIRED_SESSION_RETENTION_MS: i64 = 30 * DAY_MS;
/// How long events about checks, links, credentials and sign-ins stay in the log. All others stay forever.
const EVENT_RETENTION_MS: i64 = 400 * DAY_MS;

impl Service {
    /// Cleans up once an hour, and never returns. Several servers can do so on the same database.
    pub async fn clean_up_periodically(self) {
        let mut delay = FIRST_DELAY;
        loop {
            tokio::time::sleep(delay).await;
            self.clean_up().await;
            delay = INTERVAL;
        }
    }

    /// Deletes old sessions, events and answers. An error is only logged, because the next cleanup tries again.
    pub async fn clean_up(&self) {
        let now = self.now();
        let sessions = self
            .store
            .purge_sessions(now - EXPIRED_SESSION_RETENTION_MS);
        if let Err(error) = sessions.await {
            tracing::warn!(%error, "Could not delete expired links.");
        }
        let events = self.store.purge_events(now - EVENT_RETENTION_MS);
        if let Err(error) = events.await {
            tracing::warn!(%error, "Could not delete old events from the audit log.");
        }
        let sign_ins = self.store.purge_sign_ins(now - EVENT_RETENTION_MS);
        if let Err(error) = sign_ins.await {
            tracing::warn!(%error, "Could not delete old sign-ins from the server's log.");
        }
        let answers = self.store.purge_idempotency_keys(now);
        if let Err(error) = answers.await {
            tracing::warn!(%error, "Could not delete expired idempotency keys.");
        }
    }
}
