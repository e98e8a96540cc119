//! Attempts to connect that did not pass, for the vendor.

use crate::error::Error;
use crate::public_fields::drop_hidden_fields;
use crate::service::Service;
use domain::{FlowId, Report};
use serde_json::{Map, Value};
use store::{AttemptSummary, TenantScope};

/// A tenant's latest attempt on a flow, whose check did not pass.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedAttempt {
    /// What the tenant entered, as far as the connector exposes it. Never a secret.
    pub public_fields: Map<String, Value>,
    pub report: Report,
    pub attempted_at: i64,
}

impl Service {
    /// Returns summaries of a tenant's latest attempts that did not pass, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn attempts(&self, scope: &TenantScope) -> Result<Vec<AttemptSummary>, Error> {
        Ok(self.store.attempts(scope).await?)
    }

    /// Returns the tenant's latest attempt on a flow, whose check did not pass.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::NoAttempt`] if there is none, or a draft was forwarded since.
    /// - Returns another error if the database fails.
    pub async fn failed_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<FailedAttempt, Error> {
        let connector = self.connector(&scope.environment, flow).await?;
        let none = || Error::NoAttempt(scope.tenant.clone());
        let attempt = self.store.latest_attempt(scope, flow).await?;
        let attempt = attempt.ok_or_else(none)?;
        Ok(FailedAttempt {
            public_fields: drop_hidden_fields(&connector.params, attempt.public_fields),
            report: attempt.report.ok_or_else(none)?,
            attempted_at: attempt.attempted_at,
        })
    }
}
