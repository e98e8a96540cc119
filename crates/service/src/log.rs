//! Who acts, and what goes into the audit log.

use crate::{Error, Service};
use domain::{Cause, EnvironmentId, FlowId, Outcome, Report, TenantId};
use secrecy::SecretString;
use serde_json::{Map, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Actor, Event, EventsOf, NewEvent, SessionKind, TenantScope};

/// As much of the log as one page shows.
pub const EVENTS_A_PAGE: usize = 50;
/// What actions begin with.
pub const KINDS: [&str; 10] = [
    "check",
    "connection",
    "connector",
    "environment",
    "external_id",
    "key",
    "link",
    "origins",
    "template",
    "theme",
];
/// Checks and links are kept for so long, and everything else for good.
const KEPT_MS: i64 = 400 * DAY_MS;
const DAY_MS: i64 = 24 * 3_600 * 1_000;
const TIDIED_EVERY_MS: i64 = 3_600 * 1_000;

/// When what is old was last deleted from the log.
#[derive(Clone, Default)]
pub struct Tidied(Arc<AtomicI64>);

impl Tidied {
    /// Whether it is time to do it again; then it counts as done.
    fn is_due(&self, now: i64) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        now - last >= TIDIED_EVERY_MS
            && self
                .0
                .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

/// Which part of the log is asked for.
#[derive(Clone, Copy, Debug)]
pub struct EventsAsked<'a> {
    pub tenant: Option<&'a TenantId>,
    /// One of [`KINDS`].
    pub kind: Option<&'a str>,
    /// What the page before gave as its next.
    pub before: Option<&'a str>,
    pub limit: usize,
}

impl Default for EventsAsked<'_> {
    fn default() -> Self {
        Self {
            tenant: None,
            kind: None,
            before: None,
            limit: EVENTS_A_PAGE,
        }
    }
}

impl Service {
    /// The same use cases, done by somebody: the audit log says who.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }

    /// The same use cases, done by whoever opened this link.
    #[must_use]
    pub fn by_link(&self, token: &SecretString, kind: SessionKind) -> Self {
        let actor = match kind {
            SessionKind::Tenant => Actor::Tenant,
            SessionKind::Forwarded => Actor::ForwardedLink,
        };
        Self {
            link: Some(self.turns.link(token)),
            ..self.by(actor)
        }
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) fn event(&self, environment: &EnvironmentId, action: &'static str) -> NewEvent {
        NewEvent {
            environment: environment.clone(),
            actor: self.actor.clone(),
            action,
            tenant: None,
            flow: None,
            detail: Map::new(),
        }
    }

    /// An event about one tenant and flow, without details.
    pub(crate) fn event_of(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        action: &'static str,
    ) -> NewEvent {
        self.event(&scope.environment, action)
            .on(&scope.tenant, Some(flow))
    }

    /// Deletes old checks and links from the log, now and then. It is called by what adds some, and fails nothing.
    pub(crate) async fn tidy_log(&self) {
        let now = self.now();
        if self.tidied.is_due(now)
            && let Err(error) = self.store.purge_events(now - KEPT_MS).await
        {
            tracing::warn!(%error, "the audit log could not be tidied");
        }
    }

    /// The event of a check with this report.
    pub(crate) fn check_event(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        report: &Report,
    ) -> NewEvent {
        let causes: Vec<&str> = report
            .steps
            .iter()
            .filter_map(|step| step.cause.map(Cause::code))
            .collect();
        let action = match report.outcome {
            Outcome::Passed => "check.passed",
            Outcome::Failed => "check.failed",
            Outcome::Undetermined => "check.undetermined",
        };
        let detail = json!({ "causes": causes, "duration_ms": report.duration_ms });
        self.event_of(scope, flow, action).with(detail)
    }

    /// A page of the log, the newest first, and where the next one goes on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn events(
        &self,
        environment: &EnvironmentId,
        asked: EventsAsked<'_>,
    ) -> Result<(Vec<Event>, Option<String>), Error> {
        let of = EventsOf {
            tenant: asked.tenant,
            kind: asked.kind,
            before: asked.before,
            limit: i64::try_from(asked.limit + 1).unwrap_or(i64::MAX),
        };
        let mut events = self.store.events(environment, &of).await?;
        let page = asked.limit;
        let more = events.len() > page;
        events.truncate(page);
        let next = events.last().filter(|_| more).map(|event| event.id.clone());
        Ok((events, next))
    }
}
