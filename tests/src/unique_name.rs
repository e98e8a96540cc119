//! Names that no other test uses, so tests can share one MiniStack and one PostgreSQL server.

use domain::ExternalId;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Returns `stem` with a suffix that no other test of any process uses.
pub fn unique_name(stem: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    // Process ids are reused, so the time is part of the name. Its low 32 bits of microseconds keep the name short:
    // they repeat after 71 minutes.
    format!(
        "{stem}-{:x}-{:x}-{next}",
        std::process::id(),
        since_epoch.as_micros() & 0xffff_ffff
    )
}

/// Returns an external ID that no other test uses.
///
/// # Panics
/// Never: a unique name has only characters that an external ID allows.
pub fn unique_external_id() -> ExternalId {
    let text = unique_name("s3c");
    ExternalId::parse(&text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}
