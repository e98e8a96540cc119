//! Whose turn it is: so many checks run at once, and of one tenant a few, so that nobody takes all the turns.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use store::TenantScope;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Each holds a few connections to AWS.
const AT_ONCE: usize = 64;
const AT_ONCE_OF_A_TENANT: usize = 4;

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

    /// First come, first served. The semaphores are never closed, so waiting for them cannot fail.
    pub async fn wait(&self, scope: &TenantScope) -> Turn {
        let of_tenant = self.of(scope).acquire_owned().await.ok();
        let of_all = self.all.clone().acquire_owned().await.ok();
        Turn {
            _of_tenant: of_tenant,
            _of_all: of_all,
        }
    }

    fn of(&self, scope: &TenantScope) -> Arc<Semaphore> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tenants.get(scope).and_then(Weak::upgrade) {
            return known;
        }
        // Whoever is neither checked nor waiting is forgotten.
        tenants.retain(|_, semaphore| semaphore.strong_count() > 0);
        let new = Arc::new(Semaphore::new(AT_ONCE_OF_A_TENANT));
        tenants.insert(scope.clone(), Arc::downgrade(&new));
        new
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
            held.push(turns.wait(&scope("eager")).await);
        }
        assert!(turns.wait(&scope("eager")).now_or_never().is_none());
        assert!(turns.wait(&scope("other")).now_or_never().is_some());
        held.pop();
        assert!(turns.wait(&scope("eager")).now_or_never().is_some());
    }

    #[tokio::test]
    async fn nobody_is_remembered_who_is_not_there() {
        let turns = Turns::new();
        drop(turns.wait(&scope("gone")).await);
        let _turn = turns.wait(&scope("here")).await;
        assert_eq!(turns.tenants.lock().map(|all| all.len()).ok(), Some(1));
    }
}
