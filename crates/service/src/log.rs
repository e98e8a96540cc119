//! Who acts, and what goes into the audit log.

use crate::{Error, Service};
use domain::{Cause, EnvironmentId, FlowId, Outcome, Report, TenantId};
use serde_json::{Map, Value, json};
use store::{Actor, Event, EventsOf, NewEvent, TenantScope};

/// As much of the log as one page shows.
pub const EVENTS_A_PAGE: i64 = 50;

impl Service {
    /// The same use cases, done by somebody: the audit log says who.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
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

    /// Keeps in the log what has been done. That it cannot be kept does not undo it, and is told to whoever
    /// runs the server.
    pub(crate) async fn log(&self, event: NewEvent) {
        if let Err(error) = self.store.record_event(&event, self.now()).await {
            tracing::error!(%error, action = event.action, "the audit log could not be written");
        }
    }

    /// As [`Self::log`], for something about one tenant and flow.
    pub(crate) async fn log_of(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        action: &'static str,
        detail: Value,
    ) {
        let event = self.event(&scope.environment, action);
        self.log(event.on(&scope.tenant, Some(flow)).with(detail))
            .await;
    }

    /// What a check came to.
    pub(crate) async fn log_check(&self, scope: &TenantScope, flow: &FlowId, report: &Report) {
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
        self.log_of(scope, flow, action, detail).await;
    }

    /// A page of the log, the newest first, and where the next one goes on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn events(
        &self,
        environment: &EnvironmentId,
        tenant: Option<&TenantId>,
        before: Option<&str>,
    ) -> Result<(Vec<Event>, Option<String>), Error> {
        let of = EventsOf {
            tenant,
            before,
            limit: EVENTS_A_PAGE + 1,
        };
        let mut events = self.store.events(environment, &of).await?;
        let page = usize::try_from(EVENTS_A_PAGE).unwrap_or_default();
        let more = events.len() > page;
        events.truncate(page);
        let next = events.last().filter(|_| more).map(|event| event.id.clone());
        Ok((events, next))
    }
}
