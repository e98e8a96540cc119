//! Limits concurrent calls to what the store accepts, and memory to the job's budget.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

/// Bytes of memory per semaphore permit. Counting single bytes would exceed what a semaphore can hold.
const MEMORY_UNIT: u64 = 64 * 1024;
/// How many parts of large files are transferred at once. A part has 8 MiB, so more of them would not be faster but
/// would take more memory.
const MAX_PARTS: usize = 8;
/// How many threads read and write files.
const MAX_DISK_THREADS: u32 = 8;
/// How many calls must succeed, with none throttled in between, before the limit of concurrent calls grows by one.
const SUCCESSES_PER_INCREASE: usize = 10;

/// The limits of one job. Clones share them.
#[derive(Clone, Debug)]
pub struct Limiter {
    files: Arc<Semaphore>,
    parts: Arc<Semaphore>,
    disk: Arc<Semaphore>,
    calls: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    /// All permits of `memory`.
    memory_units: u32,
    /// The current limit of concurrent calls, between 1 and `max_calls`.
    call_limit: Arc<AtomicUsize>,
    max_calls: usize,
    /// Calls that succeeded since the limit last changed.
    successes: Arc<AtomicUsize>,
}

/// Permission to make one call to the store.
#[derive(Debug)]
pub(crate) struct CallPermit(OwnedSemaphorePermit);

/// Permission to work on a file, or on a part of a large one, together with the memory for it.
#[derive(Debug)]
pub(crate) struct WorkPermit {
    _slot: OwnedSemaphorePermit,
    _memory: OwnedSemaphorePermit,
}

impl Limiter {
    /// Creates a limiter for at most `max_calls` concurrent calls and `memory` bytes.
    pub fn new(max_calls: usize, memory: u64) -> Self {
        let max_calls = max_calls.clamp(1, 1_024);
        let memory_units = u32::try_from((memory / MEMORY_UNIT).clamp(1, 1 << 20)).unwrap_or(1);
        Self {
            files: Arc::new(Semaphore::new(max_calls)),
            parts: Arc::new(Semaphore::new(MAX_PARTS.min(max_calls))),
            disk: Arc::new(Semaphore::new(MAX_DISK_THREADS as usize)),
            calls: Arc::new(Semaphore::new(max_calls)),
            memory: Arc::new(Semaphore::new(memory_units as usize)),
            memory_units,
            call_limit: Arc::new(AtomicUsize::new(max_calls)),
            max_calls,
            successes: Arc::default(),
        }
    }

    /// Waits until another file that needs this many bytes of memory may start.
    pub(crate) async fn acquire_file(&self, bytes: u64) -> WorkPermit {
        self.acquire_work(&self.files, bytes).await
    }

    /// Waits until another part of a large file that needs this many bytes of memory may start.
    pub(crate) async fn acquire_part(&self, bytes: u64) -> WorkPermit {
        self.acquire_work(&self.parts, bytes).await
    }

    async fn acquire_work(&self, slots: &Arc<Semaphore>, bytes: u64) -> WorkPermit {
        // A request for more than the whole budget would wait forever, so it takes the whole budget instead.
        let units = u32::try_from(bytes.div_ceil(MEMORY_UNIT)).unwrap_or(u32::MAX);
        let units = units.min(self.memory_units);
        WorkPermit {
            _slot: acquire(slots, 1).await,
            _memory: acquire(&self.memory, units).await,
        }
    }

    /// Waits until another call to the store may start.
    pub(crate) async fn acquire_call(&self) -> CallPermit {
        CallPermit(acquire(&self.calls, 1).await)
    }

    /// Runs blocking file operations on a thread of their own. Once started, they run to their end, even if the
    /// returned future is dropped.
    ///
    /// # Errors
    /// Returns the operation's error, or an error if it panicked.
    pub(crate) async fn run_on_disk<T: Send + 'static>(
        &self,
        operation: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let permit = acquire(&self.disk, 1).await;
        let running = spawn_blocking(move || {
            let output = operation();
            // Held inside the thread, so that `wait_for_disk` also waits for operations whose future was dropped.
            drop(permit);
            output
        });
        running.await.map_err(io::Error::other)?
    }

    /// Waits until every file operation that has started is done.
    pub(crate) async fn wait_for_disk(&self) {
        drop(acquire(&self.disk, MAX_DISK_THREADS).await);
    }

    /// Lowers the limit of concurrent calls by one, because the store asked the call with this permit to slow down.
    pub(crate) fn slow_down(&self, permit: CallPermit) {
        self.successes.store(0, Ordering::Relaxed);
        let decrement = |limit: usize| (limit > 1).then(|| limit - 1);
        if self
            .call_limit
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, decrement)
            .is_ok()
        {
            // A forgotten permit does not return to the semaphore.
            permit.0.forget();
        }
    }

    /// Counts a call that succeeded. After enough of them, raises the limit of concurrent calls by one.
    pub(crate) fn record_success(&self) {
        if self.call_limit.load(Ordering::Relaxed) >= self.max_calls {
            return;
        }
        if self.successes.fetch_add(1, Ordering::Relaxed) + 1 >= SUCCESSES_PER_INCREASE {
            self.successes.store(0, Ordering::Relaxed);
            self.call_limit.fetch_add(1, Ordering::Relaxed);
            self.calls.add_permits(1);
        }
    }
}

async fn acquire(semaphore: &Arc<Semaphore>, permits: u32) -> OwnedSemaphorePermit {
    let permit = Arc::clone(semaphore).acquire_many_owned(permits).await;
    permit.unwrap_or_else(|_| unreachable!("no semaphore is ever closed"))
}
