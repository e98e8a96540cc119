//! How much happens at once: as many calls as the store takes, and no more memory than was given.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

/// One unit of memory, in bytes.
const UNIT: u64 = 64 * 1024;
/// So many parts of large files are under way at once. Each is 8 MiB, so more would be no faster, and take more memory.
const PARTS: usize = 8;
/// So many threads read and write files.
const DISK_TURNS: u32 = 8;
/// After so many calls in a row without a word about slowness, one more may be under way.
const GOOD_CALLS: usize = 10;

/// Clones are the same pace.
#[derive(Clone, Debug)]
pub struct Pace {
    files: Arc<Semaphore>,
    parts: Arc<Semaphore>,
    disk: Arc<Semaphore>,
    calls: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    units: u32,
    now: Arc<AtomicUsize>,
    most: usize,
    good: Arc<AtomicUsize>,
}

/// A call may be under way while this is held.
#[derive(Debug)]
pub(crate) struct Turn(OwnedSemaphorePermit);

/// A file, or a part of a large one, may be worked on while this is held.
#[derive(Debug)]
pub(crate) struct Work {
    _turn: OwnedSemaphorePermit,
    _memory: OwnedSemaphorePermit,
}

impl Pace {
    /// `most` calls at once, and `memory` bytes.
    pub fn new(most: usize, memory: u64) -> Self {
        let most = most.clamp(1, 1_024);
        let units = u32::try_from((memory / UNIT).clamp(1, 1 << 20)).unwrap_or(1);
        Self {
            files: Arc::new(Semaphore::new(most)),
            parts: Arc::new(Semaphore::new(PARTS.min(most))),
            disk: Arc::new(Semaphore::new(DISK_TURNS as usize)),
            calls: Arc::new(Semaphore::new(most)),
            memory: Arc::new(Semaphore::new(units as usize)),
            units,
            now: Arc::new(AtomicUsize::new(most)),
            most,
            good: Arc::default(),
        }
    }

    /// Waits until there is room for another file, which takes so many bytes of memory.
    pub(crate) async fn file(&self, bytes: u64) -> Work {
        self.work(&self.files, bytes).await
    }

    /// Waits until there is room for another part of a large file, which takes so many bytes of memory.
    pub(crate) async fn part(&self, bytes: u64) -> Work {
        self.work(&self.parts, bytes).await
    }

    async fn work(&self, turns: &Arc<Semaphore>, bytes: u64) -> Work {
        // Nothing takes more than all there is.
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        let units = units.min(self.units);
        Work {
            _turn: acquire(turns, 1).await,
            _memory: acquire(&self.memory, units).await,
        }
    }

    pub(crate) async fn turn(&self) -> Turn {
        Turn(acquire(&self.calls, 1).await)
    }

    /// Reads or writes files on a thread of their own. Once begun, the work goes on even if nobody waits for it any more.
    pub(crate) async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let turn = acquire(&self.disk, 1).await;
        let done = spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(io::Error::other)?
    }

    /// Waits until all work on files is done that was begun.
    pub(crate) async fn disk_rests(&self) {
        drop(acquire(&self.disk, DISK_TURNS).await);
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

async fn acquire(semaphore: &Arc<Semaphore>, permits: u32) -> OwnedSemaphorePermit {
    let permit = Arc::clone(semaphore).acquire_many_owned(permits).await;
    permit.unwrap_or_else(|_| unreachable!("nobody closes it"))
}
