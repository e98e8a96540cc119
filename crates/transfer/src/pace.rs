//! How much happens at once: as many calls as the store takes, and no more memory than was given.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One unit of memory, in bytes.
const UNIT: u64 = 64 * 1024;
/// After so many calls in a row without a word about slowness, one more may be under way.
const GOOD_CALLS: usize = 10;

/// Clones are the same pace.
#[derive(Clone, Debug)]
pub struct Pace {
    calls: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    large_files: Arc<Semaphore>,
    units: u32,
    now: Arc<AtomicUsize>,
    most: usize,
    good: Arc<AtomicUsize>,
}

/// A call may be under way while this is held.
#[derive(Debug)]
pub(crate) struct Turn(OwnedSemaphorePermit);

/// Memory may be used, or a large file may be under way, while this is held.
#[derive(Debug)]
pub(crate) struct Room(
    #[expect(dead_code, reason = "it is given back when it is dropped")] OwnedSemaphorePermit,
);

impl Pace {
    /// `most` calls at once, and `memory` bytes.
    pub fn new(most: usize, memory: u64) -> Self {
        let most = most.clamp(1, 1_024);
        let units = u32::try_from((memory / UNIT).clamp(1, 1 << 20)).unwrap_or(1);
        Self {
            calls: Arc::new(Semaphore::new(most)),
            memory: Arc::new(Semaphore::new(units as usize)),
            large_files: Arc::new(Semaphore::new(most)),
            units,
            now: Arc::new(AtomicUsize::new(most)),
            most,
            good: Arc::default(),
        }
    }

    pub(crate) async fn turn(&self) -> Turn {
        let permit = Arc::clone(&self.calls).acquire_owned().await;
        Turn(permit.unwrap_or_else(|_| unreachable!("nobody closes it")))
    }

    /// Waits for memory for so many bytes, or for all there is.
    pub(crate) async fn memory(&self, bytes: u64) -> Room {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        let units = units.clamp(1, self.units);
        let permit = Arc::clone(&self.memory).acquire_many_owned(units).await;
        Room(permit.unwrap_or_else(|_| unreachable!("nobody closes it")))
    }

    /// Waits until a file may be begun. One that is moved in parts has no memory of its own: files that wait for the
    /// memory of their parts could otherwise hold all there is.
    pub(crate) async fn file(&self, memory: Option<u64>) -> Room {
        if let Some(bytes) = memory {
            return self.memory(bytes).await;
        }
        let permit = Arc::clone(&self.large_files).acquire_owned().await;
        Room(permit.unwrap_or_else(|_| unreachable!("nobody closes it")))
    }

    /// The store asked the call of this turn to be slower: one call fewer at once from now on.
    pub(crate) fn slow_down(&self, turn: Turn) {
        self.good.store(0, Ordering::Relaxed);
        let fewer = |now: usize| (now > 1).then(|| now - 1);
        if self
            .now
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer)
            .is_ok()
        {
            turn.0.forget();
        }
    }

    /// A call went well: after a while of that, one more at once.
    pub(crate) fn went_well(&self) {
        if self.now.load(Ordering::Relaxed) >= self.most {
            return;
        }
        if self.good.fetch_add(1, Ordering::Relaxed) + 1 >= GOOD_CALLS {
            self.good.store(0, Ordering::Relaxed);
            self.now.fetch_add(1, Ordering::Relaxed);
            self.calls.add_permits(1);
        }
    }
}
