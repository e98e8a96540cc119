//! Limits checks: 64 run at once, at most 4 of them for one tenant, with 16 more of that tenant waiting. Besides, neither
//! a tenant nor a link can start checks faster than a person who fixes one problem after another. Requests for temporary
//! credentials have the same rate per tenant, as far as AWS has to answer them.
//!
//! Each check uses up the vendor's request quota at AWS and adds an event to the audit log. A request for credentials uses
//! up the quota too.

use crate::error::Error;
use crate::rate_limit::RateLimit;
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use store::TenantScope;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Each running check holds a few connections to AWS.
const MAX_RUNNING: usize = 64;
const MAX_RUNNING_PER_TENANT: usize = 4;
const MAX_WAITING_PER_TENANT: usize = 16;
/// A check that waits longer is refused, and the caller has to try again.
const MAX_WAIT: Duration = Duration::from_mins(1);
const TENANT_BURST: u32 = 60;
const TENANT_INTERVAL: Duration = Duration::from_secs(5);
const LINK_BURST: u32 = 30;
const LINK_INTERVAL: Duration = Duration::from_secs(10);

/// The limits of all checks. Clones share them.
#[derive(Clone)]
pub struct CheckLimits {
    all: Arc<Semaphore>,
    tenants: Arc<Mutex<HashMap<TenantScope, Weak<Semaphore>>>>,
    rates: Arc<Rates>,
}

struct Rates {
    tenants: RateLimit<TenantScope>,
    links: RateLimit<LinkId>,
    sessions: RateLimit<TenantScope>,
    hasher: RandomState,
}

/// Identifies a link in memory without its token, as a hash with a random key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkId(u64);

/// Permission to run one check. Dropping it lets the next check begin.
#[must_use]
pub struct CheckPermit {
    _tenant: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl CheckLimits {
    pub fn new() -> Self {
        Self {
            all: Arc::new(Semaphore::new(MAX_RUNNING)),
            tenants: Arc::default(),
            rates: Arc::new(Rates {
                tenants: RateLimit::new(TENANT_BURST, TENANT_INTERVAL),
                links: RateLimit::new(LINK_BURST, LINK_INTERVAL),
                sessions: RateLimit::new(TENANT_BURST, TENANT_INTERVAL),
                hasher: RandomState::new(),
            }),
        }
    }

    pub fn link_id(&self, token: &SecretString) -> LinkId {
        LinkId(self.rates.hasher.hash_one(token.expose_secret()))
    }

    /// Waits until a check of this tenant can run. Checks run in the order of their calls.
    ///
    /// # Errors
    /// - Returns [`Error::TooManyChecks`] if too many checks of this tenant are waiting, or if the wait takes too long.
    /// - Returns [`Error::TooManyChecksLately`] if the tenant or the link starts checks too fast.
    pub async fn acquire(
        &self,
        scope: &TenantScope,
        link: Option<LinkId>,
    ) -> Result<CheckPermit, Error> {
        let tenant = self.tenant_semaphore(scope).ok_or(Error::TooManyChecks)?;
        let too_fast = |wait| Error::TooManyChecksLately { wait };
        // The link comes first. If it is over its limit, its requests do not use up the tenant's limit.
        if let Some(link) = link {
            self.rates.links.try_acquire(&link).map_err(too_fast)?;
        }
        self.rates.tenants.try_acquire(scope).map_err(too_fast)?;
        // The tenant's permit comes first, so that one tenant's waiting checks do not occupy the shared permits.
        let permit = async {
            CheckPermit {
                // The semaphores are never closed, so waiting for them cannot fail.
                _tenant: tenant.acquire_owned().await.ok(),
                _all: self.all.clone().acquire_owned().await.ok(),
            }
        };
        timeout(MAX_WAIT, permit)
            .await
            .map_err(|_| Error::TooManyChecks)
    }

    /// Returns whether AWS can be asked for a session of this tenant now. Sessions can be requested at the rate of checks.
    pub fn can_request_session(&self, scope: &TenantScope) -> bool {
        self.rates.sessions.try_acquire(scope).is_ok()
    }

    /// Returns the tenant's semaphore, or `None` if too many of its checks are waiting.
    fn tenant_semaphore(&self, scope: &TenantScope) -> Option<Arc<Semaphore>> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(semaphore) = tenants.get(scope).and_then(Weak::upgrade) {
            // Every running or waiting check of the tenant holds a reference, and this call does too.
            let has_room =
                Arc::strong_count(&semaphore) <= MAX_RUNNING_PER_TENANT + MAX_WAITING_PER_TENANT;
            return has_room.then_some(semaphore);
        }
        // Remove the tenants without a running or waiting check. Only their weak references are left.
        tenants.retain(|_, semaphore| semaphore.strong_count() > 0);
        let semaphore = Arc::new(Semaphore::new(MAX_RUNNING_PER_TENANT));
        tenants.insert(scope.clone(), Arc::downgrade(&semaphore));
        Some(semaphore)
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
    async fn one_tenant_cannot_take_all_permits() {
        let limits = CheckLimits::new();
        let mut permits = Vec::new();
        for _ in 0..MAX_RUNNING_PER_TENANT {
            permits.push(
                limits
                    .acquire(&scope("eager"), None)
                    .await
                    .expect("a permit"),
            );
        }
        assert!(
            limits
                .acquire(&scope("eager"), None)
                .now_or_never()
                .is_none()
        );
        assert!(
            limits
                .acquire(&scope("other"), None)
                .now_or_never()
                .is_some()
        );
        permits.pop();
        assert!(
            limits
                .acquire(&scope("eager"), None)
                .now_or_never()
                .is_some()
        );
    }

    #[tokio::test]
    async fn refuses_a_tenant_with_too_many_waiting_checks() {
        let (limits, eager) = (CheckLimits::new(), scope("eager"));
        let mut permits = Vec::new();
        for _ in 0..MAX_RUNNING_PER_TENANT {
            permits.push(limits.acquire(&eager, None).await.expect("a permit"));
        }
        let mut waiting = Vec::new();
        for _ in 0..MAX_WAITING_PER_TENANT {
            let mut wait = Box::pin(limits.acquire(&eager, None));
            assert!(futures::poll!(&mut wait).is_pending());
            waiting.push(wait);
        }
        let is_refused = |scope: &TenantScope| {
            let result = limits.acquire(scope, None).now_or_never();
            matches!(result, Some(Err(Error::TooManyChecks)))
        };
        assert!(is_refused(&eager) && !is_refused(&scope("other")));
        // When one stops waiting, another can take its place. When one ends, the next one runs.
        drop(waiting.pop());
        let mut another = Box::pin(limits.acquire(&eager, None));
        assert!(futures::poll!(&mut another).is_pending());
        assert!(is_refused(&eager));
        permits.pop();
        assert!(waiting.remove(0).await.is_ok());
        assert!(
            limits.acquire(&eager, None).now_or_never().is_none(),
            "it is allowed to wait"
        );
    }

    #[tokio::test]
    async fn forgets_tenants_without_a_check() {
        let limits = CheckLimits::new();
        drop(limits.acquire(&scope("gone"), None).await);
        let _permit = limits.acquire(&scope("here"), None).await;
        assert_eq!(limits.tenants.lock().map(|all| all.len()).ok(), Some(1));
    }

    #[tokio::test]
    async fn links_and_tenants_have_separate_rate_limits() {
        let (limits, eager) = (CheckLimits::new(), scope("eager"));
        let link = limits.link_id(&SecretString::from("token"));
        for _ in 0..LINK_BURST {
            assert!(limits.acquire(&eager, Some(link)).await.is_ok());
        }
        let expect_too_fast = |result: Result<CheckPermit, Error>| match result {
            Err(Error::TooManyChecksLately { wait }) => wait,
            _ => panic!("it was not refused"),
        };
        let wait = expect_too_fast(limits.acquire(&eager, Some(link)).await);
        assert!(wait <= LINK_INTERVAL, "{wait:?}");
        let another = limits.link_id(&SecretString::from("another"));
        for _ in LINK_BURST..TENANT_BURST {
            assert!(limits.acquire(&eager, Some(another)).await.is_ok());
        }
        expect_too_fast(limits.acquire(&eager, None).await);
        assert!(limits.acquire(&scope("other"), None).await.is_ok());
    }
}
