//! What every use case needs: the database, AWS, the clock, the limits, and who is acting.

use crate::api_call_limit::ApiCallLimit;
use crate::api_key_usage::ApiKeyUsage;
use crate::check_limits::{CheckLimits, LinkId};
use crate::clock::Clock;
use crate::idempotency_limit::IdempotencyLimit;
use crate::known_api_keys::KnownApiKeys;
use crate::rate_limit::RateLimit;
use crate::session_cache::SessionCache;
use aws::Aws;
use domain::PrincipalArn;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;
use store::{Actor, SessionKind, Store};
use tokio::sync::{Mutex, watch};

/// How many refused sign-ins are recorded before only one in each period is.
const REFUSED_SIGN_INS: u32 = 60;
const REFUSED_SIGN_IN_PERIOD: Duration = Duration::from_secs(10);

/// The use cases, carried out for one actor. Cloning is cheap.
#[derive(Clone)]
pub struct Service {
    pub(crate) store: Store,
    pub(crate) aws: Aws,
    pub(crate) clock: Clock,
    pub(crate) principal: Arc<watch::Sender<Option<PrincipalArn>>>,
    pub(crate) check_limits: CheckLimits,
    pub(crate) actor: Actor,
    /// The connect link in use, if the actor came with one.
    pub(crate) link: Option<LinkId>,
    pub(crate) api_key_usage: ApiKeyUsage,
    pub(crate) known_api_keys: KnownApiKeys,
    pub(crate) api_call_limit: Option<ApiCallLimit>,
    pub(crate) idempotency_limit: IdempotencyLimit,
    /// Temporary credentials that were issued.
    pub(crate) sessions: SessionCache,
    /// Locked by a search that reads the settings of all flows.
    pub(crate) settings_search: Arc<Mutex<()>>,
    /// Limits how many refused sign-ins are recorded.
    pub(crate) refused_sign_ins: Arc<RateLimit<()>>,
}

impl Service {
    /// Creates the service. `principal` is the AWS identity that tenants' trust policies name. If it is `None`,
    /// [`Service::fetch_principal`] asks AWS for it.
    pub fn new(store: Store, aws: Aws, clock: Clock, principal: Option<PrincipalArn>) -> Self {
        Self {
            store,
            aws,
            clock,
            principal: Arc::new(watch::Sender::new(principal)),
            check_limits: CheckLimits::new(),
            actor: Actor::Server,
            link: None,
            api_key_usage: ApiKeyUsage::default(),
            known_api_keys: KnownApiKeys::new(),
            api_call_limit: None,
            idempotency_limit: IdempotencyLimit::default(),
            sessions: SessionCache::new(),
            settings_search: Arc::default(),
            refused_sign_ins: Arc::new(RateLimit::new(REFUSED_SIGN_INS, REFUSED_SIGN_IN_PERIOD)),
        }
    }

    /// Returns the same service, acting for somebody else. The audit log names the actor.
    #[must_use]
    pub fn with_actor(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }

    /// Returns the same service, acting for whoever opened this link. The link gets its own rate limit.
    #[must_use]
    pub fn with_link(&self, token: &SecretString, kind: SessionKind) -> Self {
        let actor = match kind {
            SessionKind::Tenant => Actor::Tenant,
            SessionKind::Forwarded => Actor::ForwardedLink,
        };
        Self {
            link: Some(self.check_limits.link_id(token)),
            ..self.with_actor(actor)
        }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Returns the present time in Unix milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}
