//! Creates and reads the events of the audit log.

use crate::error::Error;
use crate::page::{Page, one_more};
use crate::service::Service;
use domain::{Cause, EnvironmentId, FlowId, Outcome, Report, TenantId};
use serde_json::{Map, json};
use store::{AuditAction, AuditEvent, AuditEventFilter, NewAuditEvent, TenantScope};

/// The number of events on a page of the log.
pub const EVENTS_PER_PAGE: usize = 50;

/// Selects a page of the log.
#[derive(Clone, Copy, Debug)]
pub struct AuditEventQuery<'a> {
    pub tenant: Option<&'a TenantId>,
    /// One of [`AuditAction::kinds`].
    pub kind: Option<&'a str>,
    /// Where the previous page ended, as [`Service::events`] returned it.
    pub before: Option<&'a str>,
    pub limit: usize,
}

impl Default for AuditEventQuery<'_> {
    fn default() -> Self {
        Self {
            tenant: None,
            kind: None,
            before: None,
            limit: EVENTS_PER_PAGE,
        }
    }
}

impl Service {
    /// Returns an event by the present actor, without a tenant and details.
    pub(crate) fn event(&self, environment: &EnvironmentId, action: AuditAction) -> NewAuditEvent {
        NewAuditEvent {
            environment: environment.clone(),
            actor: self.actor.clone(),
            action,
            tenant: None,
            flow: None,
            detail: Map::new(),
        }
    }

    /// Returns an event about one flow of one tenant, without details.
    pub(crate) fn flow_event(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        action: AuditAction,
    ) -> NewAuditEvent {
        self.event(&scope.environment, action)
            .for_tenant(&scope.tenant, Some(flow))
    }

    /// Returns the event of a check with this report.
    pub(crate) fn check_event(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        report: &Report,
    ) -> NewAuditEvent {
        let causes: Vec<&str> = report
            .steps
            .iter()
            .filter_map(|step| step.cause.map(Cause::code))
            .collect();
        let action = match report.outcome {
            Outcome::Passed => AuditAction::CheckPassed,
            Outcome::Failed => AuditAction::CheckFailed,
            Outcome::Undetermined => AuditAction::CheckUndetermined,
        };
        let detail = json!({ "causes": causes, "duration_ms": report.duration_ms });
        self.flow_event(scope, flow, action).with_detail(detail)
    }

    /// Returns a page of the log, newest first.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn events(
        &self,
        environment: &EnvironmentId,
        query: AuditEventQuery<'_>,
    ) -> Result<Page<AuditEvent>, Error> {
        let filter = AuditEventFilter {
            tenant: query.tenant,
            kind: query.kind,
            before: query.before,
            limit: one_more(query.limit),
        };
        let events = self.store.events(environment, &filter).await?;
        Ok(Page::new(events, query.limit, |event| event.id.clone()))
    }
}
