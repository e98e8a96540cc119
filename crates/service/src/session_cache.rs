//! Sessions of tenants' roles and users, in memory: many askers cause one call to AWS.

use aws::{NarrowedSession, NarrowedSessionError};
use domain::{Direction, FlowId};
use futures::future::{BoxFuture, FutureExt as _, Shared};
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Actor, TenantScope};

/// How many sessions are remembered. When there is no room, the one that was used longest ago is forgotten.
const MAX_SESSIONS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);

/// Which session is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionKey {
    pub scope: TenantScope,
    pub flow: FlowId,
    /// When the connection was created, and its version. A connection that was replaced, or removed and created again,
    /// differs in one of them.
    pub created_at: i64,
    pub version: i64,
    pub access: Direction,
    pub seconds: i32,
}

/// A session, until it is time for a new one.
pub struct CachedSession {
    pub session: NarrowedSession,
    /// The session reaches the keys that begin with this, and no others.
    pub prefix: String,
    /// Half of the session's life. From then on, askers get a new one.
    pub renew_at: i64,
    /// Who got the session already, as the audit log knows. Locked while an event is written.
    pub recipients: tokio::sync::Mutex<Vec<Actor>>,
}

pub type SessionResult = Result<Arc<CachedSession>, NarrowedSessionError>;

/// One call to AWS, which all who ask for the same session wait for.
type SharedCall = Shared<BoxFuture<'static, SessionResult>>;

/// The sessions of all tenants. Clones share them.
#[derive(Clone)]
pub struct SessionCache(Arc<Mutex<LruCache<SessionKey, SharedCall>>>);

impl SessionCache {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(MAX_SESSIONS))))
    }

    /// Returns the session, if it is there and it is not yet time for a new one.
    pub fn find(&self, key: &SessionKey, now: i64) -> Option<Arc<CachedSession>> {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let result = calls.get(key)?.clone().now_or_never()?;
        result.ok().filter(|cached| now < cached.renew_at)
    }

    /// Returns the session, or the result of `call` if there is none or it is time for a new one. If the same call is
    /// under way, its result is returned. An error is returned to those who wait for it, and to nobody else.
    ///
    /// The call ends even if all who wait for it have left.
    pub async fn get_or_call(
        &self,
        key: SessionKey,
        now: i64,
        call: impl Future<Output = SessionResult> + Send + 'static,
    ) -> SessionResult {
        let shared = {
            let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = calls.get(&key).cloned();
            let is_usable = |call: &SharedCall| match call.clone().now_or_never() {
                // Still under way.
                None => true,
                Some(Ok(cached)) => now < cached.renew_at,
                Some(Err(_)) => false,
            };
            if let Some(known) = known.filter(is_usable) {
                known
            } else {
                let task = tokio::spawn(call);
                let call = async move {
                    let result = task.await;
                    // The task panicked, or the server is about to stop.
                    result.unwrap_or(Err(NarrowedSessionError::Undetermined(
                        domain::Cause::BadAnswer,
                    )))
                };
                let call = call.boxed().shared();
                calls.put(key, call.clone());
                call
            }
        };
        shared.await
    }

    /// Forgets the sessions of a connection that was replaced or removed.
    pub fn forget(&self, scope: &TenantScope, flow: &FlowId) {
        self.forget_if(|key| key.scope == *scope && key.flow == *flow);
    }

    /// Forgets the sessions of all connections of a tenant that was deleted.
    pub fn forget_tenant(&self, scope: &TenantScope) {
        self.forget_if(|key| key.scope == *scope);
    }

    fn forget_if(&self, is_forgotten: impl Fn(&SessionKey) -> bool) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<SessionKey> = calls
            .iter()
            .map(|(key, _)| key)
            .filter(|key| is_forgotten(key))
            .cloned()
            .collect();
        for key in keys {
            calls.pop(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Cause, EnvironmentId, TenantId};
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::Notify;

    const HOUR_MS: i64 = 3_600_000;

    fn key(tenant: &str, version: i64) -> SessionKey {
        let environment = EnvironmentId::parse("dev").expect("id");
        SessionKey {
            scope: TenantScope::new(environment, TenantId::parse(tenant).expect("id")),
            flow: FlowId::parse("demo").expect("id"),
            created_at: 0,
            version,
            access: Direction::Read,
            seconds: 3_600,
        }
    }

    fn session(name: &str) -> Arc<CachedSession> {
        Arc::new(CachedSession {
            session: NarrowedSession {
                access_key_id: name.to_owned(),
                secret_access_key: "secret".into(),
                session_token: "token".into(),
                expires_at: HOUR_MS,
            },
            prefix: String::new(),
            renew_at: HOUR_MS / 2,
            recipients: tokio::sync::Mutex::default(),
        })
    }

    async fn name_at(cache: &SessionCache, key: SessionKey, now: i64, new: &'static str) -> String {
        let result = cache
            .get_or_call(key, now, async { Ok(session(new)) })
            .await;
        match result {
            Ok(cached) => cached.session.access_key_id.clone(),
            Err(error) => format!("{error:?}"),
        }
    }

    #[tokio::test]
    async fn renews_a_session_after_half_of_its_life() {
        let cache = SessionCache::new();
        for (now, new, expected) in [
            (0, "first", "first"),
            (HOUR_MS / 2 - 1, "second", "first"),
            (HOUR_MS / 2, "third", "third"),
        ] {
            let is_known = cache.find(&key("acme", 1), now).is_some();
            assert_eq!(is_known, new != expected, "{now}");
            assert_eq!(name_at(&cache, key("acme", 1), now, new).await, expected);
        }
    }

    #[tokio::test]
    async fn keeps_tenants_and_versions_apart_and_forgets_one_connection() {
        let cache = SessionCache::new();
        for (tenant, version, name) in [("acme", 1, "a"), ("acme", 2, "b"), ("beta", 1, "c")] {
            let found = name_at(&cache, key(tenant, version), 0, name).await;
            assert_eq!(found, name);
        }
        let acme = key("acme", 1);
        cache.forget(&acme.scope, &acme.flow);
        assert_eq!(name_at(&cache, acme, 0, "new").await, "new");
        assert_eq!(name_at(&cache, key("beta", 1), 0, "new").await, "c");
        cache.forget_tenant(&key("beta", 1).scope);
        assert_eq!(name_at(&cache, key("beta", 1), 0, "newer").await, "newer");
        assert_eq!(name_at(&cache, key("acme", 1), 0, "newer").await, "new");
    }

    #[tokio::test]
    async fn all_who_wait_share_one_call_and_its_error_is_not_kept() {
        let cache = SessionCache::new();
        let (calls, answer) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
        let ask = || {
            let (calls, answer) = (Arc::clone(&calls), Arc::clone(&answer));
            cache.get_or_call(key("acme", 1), 0, async move {
                calls.fetch_add(1, Ordering::Relaxed);
                answer.notified().await;
                Err(NarrowedSessionError::Refused(Cause::RoleNotAssumable))
            })
        };
        // The first asker leaves before the answer.
        assert!(ask().now_or_never().is_none());
        let release = async {
            tokio::task::yield_now().await;
            answer.notify_one();
        };
        let (results, ()) =
            tokio::join!(futures::future::join_all((0..200).map(|_| ask())), release);
        assert!(results.iter().all(Result::is_err));
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        assert_eq!(name_at(&cache, key("acme", 1), 0, "later").await, "later");
    }

    #[tokio::test]
    async fn a_call_that_panics_is_not_kept() {
        let cache = SessionCache::new();
        let result = cache.get_or_call(key("acme", 1), 0, async { panic!("in a test") });
        assert!(result.await.is_err());
        assert_eq!(name_at(&cache, key("acme", 1), 0, "later").await, "later");
    }

    #[tokio::test]
    async fn the_table_is_bounded() {
        let cache = SessionCache::new();
        for version in 0..10_100 {
            name_at(&cache, key("acme", version), 0, "a").await;
        }
        assert_eq!(cache.0.lock().expect("lock").len(), 10_000);
    }
}
