//! Whose turn it is: so many checks run at once, and of one tenant a few, so that nobody takes all the turns. Of one
//! tenant a few more may wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use store::TenantScope;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Each holds a few connections to AWS.
const AT_ONCE: usize = 64;
const AT_ONCE_OF_A_TENANT: usize = 4;
const WAITING_OF_A_TENANT: usize = 16;

#[derive(Clone)]
pub struct Turns {
    all: Arc<Semaphore>,
    tenants: Arc<Mutex<HashMap<TenantScope, Weak<Semaphore>>>>,
}

/// Over when it is dropped.
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
        }
    }

    /// First come, first served; `None` comes back where too many of this tenant wait already. The semaphores are
    /// never closed, so waiting for them cannot fail.
    pub async fn wait(&self, scope: &TenantScope) -> Option<Turn> {
        let of_tenant = self.of(scope)?.acquire_owned().await.ok();
        let of_all = self.all.clone().acquire_owned().await.ok();
        Some(Turn {
            _of_tenant: of_tenant,
            _of_all: of_all,
        })
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
            held.push(turns.wait(&scope("eager")).await.expect("a turn"));
        }
        assert!(turns.wait(&scope("eager")).now_or_never().is_none());
        assert!(turns.wait(&scope("other")).now_or_never().is_some());
        held.pop();
        assert!(turns.wait(&scope("eager")).now_or_never().is_some());
    }

    #[tokio::test]
    async fn one_tenant_does_not_wait_without_end() {
        let (turns, eager) = (Turns::new(), scope("eager"));
        let mut held = Vec::new();
        for _ in 0..AT_ONCE_OF_A_TENANT {
            held.push(turns.wait(&eager).await.expect("a turn"));
        }
        let mut waiting = Vec::new();
        for _ in 0..WAITING_OF_A_TENANT {
            let mut wait = Box::pin(turns.wait(&eager));
            assert!(futures::poll!(&mut wait).is_pending());
            waiting.push(wait);
        }
        let refused = |scope: &TenantScope| matches!(turns.wait(scope).now_or_never(), Some(None));
        assert!(refused(&eager) && !refused(&scope("other")));
        // One goes away, and another comes in its place; then one has ended.
        drop(waiting.pop());
        let mut another = Box::pin(turns.wait(&eager));
        assert!(futures::poll!(&mut another).is_pending());
        assert!(refused(&eager));
        held.pop();
        assert!(waiting.remove(0).await.is_some());
        assert!(turns.wait(&eager).now_or_never().is_none(), "it may wait");
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_is_not_there() {
        let turns = Turns::new();
        drop(turns.wait(&scope("gone")).await);
        let _turn = turns.wait(&scope("here")).await;
        assert_eq!(turns.tenants.lock().map(|all| all.len()).ok(), Some(1));
    }
}
