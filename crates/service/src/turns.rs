//! Limits checks: 64 run at once, 4 of one tenant, with 16 more of it waiting; and neither a tenant nor a link starts
//! them faster than a person who mends one thing after another would.
//!
//! Each check asks AWS with the vendor's own quota and leaves an event in the log.

use crate::Error;
use crate::rate::Rate;
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use store::TenantScope;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Each holds a few connections to AWS.
const AT_ONCE: usize = 64;
const AT_ONCE_OF_A_TENANT: usize = 4;
const WAITING_OF_A_TENANT: usize = 16;
/// Who waits longer than this is told to come back.
const WAIT_AT_MOST: Duration = Duration::from_mins(1);
const BURST_OF_A_TENANT: u32 = 60;
const EVERY_OF_A_TENANT: Duration = Duration::from_secs(5);
const BURST_OF_A_LINK: u32 = 30;
const EVERY_OF_A_LINK: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub struct Turns {
    all: Arc<Semaphore>,
    tenants: Arc<Mutex<HashMap<TenantScope, Weak<Semaphore>>>>,
    rates: Arc<Rates>,
}

struct Rates {
    tenants: Rate<TenantScope>,
    links: Rate<LinkKey>,
    hasher: RandomState,
}

/// Stands for a link's token, which is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkKey(u64);

/// A check's turn, over when it is dropped.
#[must_use]
pub struct Turn {
    _of_tenant: Option<OwnedSemaphorePermit>,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl Turns {
    pub fn new() -> Self {
        Self {
            all: Arc::new(Semaphore::new(AT_ONCE)),
            tenants: Arc::default(),
            rates: Arc::new(Rates {
                tenants: Rate::new(BURST_OF_A_TENANT, EVERY_OF_A_TENANT),
                links: Rate::new(BURST_OF_A_LINK, EVERY_OF_A_LINK),
                hasher: RandomState::new(),
            }),
        }
    }

    pub fn link(&self, token: &SecretString) -> LinkKey {
        LinkKey(self.rates.hasher.hash_one(token.expose_secret()))
    }

    /// Waits for a turn, first come, first served.
    ///
    /// # Errors
    /// [`Error::TooManyChecks`] if too many checks of this tenant wait already, or none ends in time;
    /// [`Error::TooManyChecksLately`] if the tenant or the link starts them too fast.
    pub async fn wait(&self, scope: &TenantScope, link: Option<LinkKey>) -> Result<Turn, Error> {
        let of_tenant = self.of(scope).ok_or(Error::TooManyChecks)?;
        let lately = |wait| Error::TooManyChecksLately { wait };
        if let Some(link) = link {
            self.rates.links.take(&link).map_err(lately)?;
        }
        self.rates.tenants.take(scope).map_err(lately)?;
        let turn = async {
            Turn {
                // The semaphores are never closed, so waiting for them cannot fail.
                _of_tenant: of_tenant.acquire_owned().await.ok(),
                _of_all: self.all.clone().acquire_owned().await.ok(),
            }
        };
        timeout(WAIT_AT_MOST, turn)
            .await
            .map_err(|_| Error::TooManyChecks)
    }

    fn of(&self, scope: &TenantScope) -> Option<Arc<Semaphore>> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tenants.get(scope).and_then(Weak::upgrade) {
            // Whoever is checked or waits holds it, and so does this caller by now.
            let room = Arc::strong_count(&known) <= AT_ONCE_OF_A_TENANT + WAITING_OF_A_TENANT;
            return room.then_some(known);
        }
        // Whoever is neither checked nor waiting is forgotten.
        tenants.retain(|_, semaphore| semaphore.strong_count() > 0);
        let new = Arc::new(Semaphore::new(AT_ONCE_OF_A_TENANT));
        tenants.insert(scope.clone(), Arc::downgrade(&new));
        Some(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{EnvironmentId, TenantId};
    use futures::FutureExt;

    fn scope(tenant: &str) -> TenantScope {
        let environment = EnvironmentId::parse("dev").expect("an environment");
        TenantScope::new(environment, TenantId::parse(tenant).expect("a tenant"))
    }

    #[tokio::test]
    async fn one_tenant_does_not_take_all_the_turns() {
        let turns = Turns::new();
        let mut held = Vec::new();
        for _ in 0..AT_ONCE_OF_A_TENANT {
            held.push(turns.wait(&scope("eager"), None).await.expect("a turn"));
        }
        assert!(turns.wait(&scope("eager"), None).now_or_never().is_none());
        assert!(turns.wait(&scope("other"), None).now_or_never().is_some());
        held.pop();
        assert!(turns.wait(&scope("eager"), None).now_or_never().is_some());
    }

    #[tokio::test]
    async fn one_tenant_does_not_wait_without_end() {
        let (turns, eager) = (Turns::new(), scope("eager"));
        let mut held = Vec::new();
        for _ in 0..AT_ONCE_OF_A_TENANT {
            held.push(turns.wait(&eager, None).await.expect("a turn"));
        }
        let mut waiting = Vec::new();
        for _ in 0..WAITING_OF_A_TENANT {
            let mut wait = Box::pin(turns.wait(&eager, None));
            assert!(futures::poll!(&mut wait).is_pending());
            waiting.push(wait);
        }
        let refused = |scope: &TenantScope| {
            let waited = turns.wait(scope, None).now_or_never();
            matches!(waited, Some(Err(Error::TooManyChecks)))
        };
        assert!(refused(&eager) && !refused(&scope("other")));
        // One goes away, and another comes in its place; then one has ended.
        drop(waiting.pop());
        let mut another = Box::pin(turns.wait(&eager, None));
        assert!(futures::poll!(&mut another).is_pending());
        assert!(refused(&eager));
        held.pop();
        assert!(waiting.remove(0).await.is_ok());
        assert!(
            turns.wait(&eager, None).now_or_never().is_none(),
            "it may wait"
        );
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_is_not_there() {
        let turns = Turns::new();
        drop(turns.wait(&scope("gone"), None).await);
        let _turn = turns.wait(&scope("here"), None).await;
        assert_eq!(turns.tenants.lock().map(|all| all.len()).ok(), Some(1));
    }

    #[tokio::test]
    async fn a_link_and_a_tenant_have_a_rate_of_their_own() {
        let (turns, eager) = (Turns::new(), scope("eager"));
        let link = turns.link(&SecretString::from("token"));
        for _ in 0..BURST_OF_A_LINK {
            assert!(turns.wait(&eager, Some(link)).await.is_ok());
        }
        let too_fast = |waited: Result<Turn, Error>| match waited {
            Err(Error::TooManyChecksLately { wait }) => wait,
            _ => panic!("it was not refused"),
        };
        let wait = too_fast(turns.wait(&eager, Some(link)).await);
        assert!(wait <= EVERY_OF_A_LINK, "{wait:?}");
        let another = turns.link(&SecretString::from("another"));
        for _ in BURST_OF_A_LINK..BURST_OF_A_TENANT {
            assert!(turns.wait(&eager, Some(another)).await.is_ok());
        }
        too_fast(turns.wait(&eager, None).await);
        assert!(turns.wait(&scope("other"), None).await.is_ok());
    }
}
