//! Answers guesses of API keys from memory, so that a flood of them causes few reads of the database.
//!
//! Memory holds the lookup values of all keys. A call with any other key waits for a read of all of them that begins after
//! the call arrived. All calls that wait share one read, and reads have a rate limit. So a new key is valid immediately, also
//! if another server created it, and during a flood it waits no longer than the next read.

use crate::rate_limit::RateLimit;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;

/// How many reads can follow each other without a pause.
const READ_BURST: u32 = 50;
const READ_INTERVAL: Duration = Duration::from_millis(100);

/// The keys that exist, as far as this process knows. Clones share them.
#[derive(Clone)]
pub struct KnownApiKeys(Arc<Shared>);

struct Shared {
    lookups: RwLock<HashSet<String>>,
    /// The number of the last read that was begun.
    begun: AtomicU64,
    /// The number of the last read that was completed. Whoever reads holds the lock.
    completed: Mutex<u64>,
    read_rate: RateLimit<()>,
}

impl KnownApiKeys {
    pub fn new() -> Self {
        Self(Arc::new(Shared {
            lookups: RwLock::default(),
            begun: AtomicU64::new(0),
            completed: Mutex::new(0),
            read_rate: RateLimit::new(READ_BURST, READ_INTERVAL),
        }))
    }

    /// Returns whether a key with this lookup value exists. `read` returns the lookup values of all keys. It is awaited only
    /// if it is needed.
    ///
    /// # Errors
    /// Returns the error of `read`.
    pub async fn contains<E>(
        &self,
        lookup: &str,
        read: impl Future<Output = Result<HashSet<String>, E>>,
    ) -> Result<bool, E> {
        let shared = &*self.0;
        if shared.knows(lookup) {
            return Ok(true);
        }
        let begun_before = shared.begun.load(Ordering::SeqCst);
        let mut completed = shared.completed.lock().await;
        if *completed <= begun_before {
            while let Err(wait) = shared.read_rate.try_acquire(&()) {
                tokio::time::sleep(wait).await;
            }
            let number = shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let lookups = read.await?;
            *shared
                .lookups
                .write()
                .unwrap_or_else(PoisonError::into_inner) = lookups;
            *completed = number;
        }
        drop(completed);
        Ok(shared.knows(lookup))
    }
}

impl Shared {
    fn knows(&self, lookup: &str) -> bool {
        let lookups = self.lookups.read().unwrap_or_else(PoisonError::into_inner);
        lookups.contains(lookup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;
    use futures::future::join_all;
    use std::cell::{Cell, RefCell};
    use std::convert::Infallible;

    fn keys(all: &[&str]) -> HashSet<String> {
        all.iter().map(|&key| key.to_owned()).collect()
    }

    #[tokio::test]
    async fn many_guesses_share_two_reads() {
        let known = KnownApiKeys::new();
        let reads = Cell::new(0);
        let read = async || {
            reads.set(reads.get() + 1);
            // The other guesses arrive during this read, so they have to wait for the next one.
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(keys(&["good"]))
        };
        let guesses: Vec<_> = (0..1_000).map(|number| format!("guess-{number}")).collect();
        let answers = join_all(guesses.iter().map(|guess| known.contains(guess, read()))).await;
        assert!(answers.iter().all(|answer| *answer == Ok(false)));
        assert_eq!(reads.get(), 2);
        for _ in 0..1_000 {
            assert_eq!(known.contains("good", read()).await, Ok(true));
        }
        assert_eq!(reads.get(), 2, "a key that is known needs no read");
    }

    #[tokio::test]
    async fn finds_a_key_that_was_created_after_the_last_read_began() {
        let known = KnownApiKeys::new();
        let stored = RefCell::new(keys(&["old"]));
        let read = async || {
            let all = stored.borrow().clone();
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(all)
        };
        let guess = known.contains("guess", read());
        let new = async {
            stored.borrow_mut().insert("new".to_owned());
            known.contains("new", read()).await
        };
        assert_eq!(tokio::join!(guess, new), (Ok(false), Ok(true)));
        assert_eq!(known.contains("old", read()).await, Ok(true));
    }

    #[tokio::test]
    async fn a_read_that_fails_or_is_cancelled_is_repeated_by_the_next_guess() {
        let known = KnownApiKeys::new();
        let failed = known.contains("good", async { Err("no database") }).await;
        assert_eq!(failed, Err("no database"));
        let never = std::future::pending::<Result<_, Infallible>>();
        assert_eq!(known.contains("good", never).now_or_never(), None);
        let read = async { Ok::<_, Infallible>(keys(&["good"])) };
        assert_eq!(known.contains("good", read).await, Ok(true));
    }
}
