//! The latest attempt to connect. A page that is reloaded, or opened from a forwarded link, shows it again.

use crate::audit_log::{NewAuditEvent, record};
use crate::checked_flow::CheckedFlow;
use crate::columns::{Columns, to_json};
use crate::credential::Credential;
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::report_columns::report_to_json;
use crate::tenant_scope::TenantScope;
use domain::connect_ui::field_names::SECRET_ACCESS_KEY;
use domain::{Cause, FlowId, Outcome, Report, Step, StepStatus};
use serde_json::{Map, Value};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};

/// The form input and the report of a check that did not pass, or a draft that was forwarded before a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The form input without secrets.
    pub public_fields: Map<String, Value>,
    /// The report, or `None` if the draft was forwarded before a check.
    pub report: Option<Report>,
    pub attempted_at: i64,
}

macro_rules! columns {
    () => {
        "public_fields, report, attempted_at"
    };
}
pub(crate) use columns;

impl Attempt {
    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            public_fields: row.json("public_fields")?,
            report: row.report_or_none("report")?,
            attempted_at: row.int("attempted_at")?,
        })
    }
}

impl Store {
    /// Replaces the previous attempt and records the event of its check. An attempt that began before the stored one but
    /// ended after it replaces nothing; its event is recorded all the same.
    ///
    /// The caller must leave out the vendor's password fields. The secret access key is left out here in any case.
    ///
    /// # Errors
    /// - Returns [`StoreError::InvalidCredential`] if the credential is not valid any more. Then it records only the event.
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted, even if there is a new one with its name. Then it
    ///   records nothing.
    /// - Returns [`StoreError::UnknownFlow`] if the flow was deleted. Then it records only the event.
    /// - Returns another error if the database fails.
    pub async fn record_attempt(
        &self,
        checked: CheckedFlow<'_>,
        attempt: &Attempt,
        credential: Option<&Credential>,
        check: &NewAuditEvent,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin_result(checked, credential, check, now).await?;
        put_attempt(&mut transaction, checked.scope, checked.flow, attempt).await?;
        record(&mut transaction, &[check], now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Returns the latest attempt of a flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn latest_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<Attempt>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM attempts WHERE environment = $1 AND tenant = $2 AND flow = $3"
        );
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        let Some(row) = self.read_one(query).await? else {
            return Ok(None);
        };
        Attempt::from_columns(Columns::new("attempts", &row)).map(Some)
    }

    /// Deletes the attempt. Returns whether there was one.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<bool, StoreError> {
        Ok(self.write(delete_attempt(scope, flow)).await? > 0)
    }
}

/// Replaces the stored attempt, unless that one is newer.
pub(crate) async fn put_attempt(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    flow: &FlowId,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    // Callers already leave the secret out. This second filter makes sure that it never reaches the database unencrypted.
    let fields = attempt.public_fields.iter();
    let public_fields: Map<String, Value> = fields
        .filter(|(name, _)| *name != SECRET_ACCESS_KEY)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let report = attempt.report.as_ref();
    let not_passed = report.filter(|report| report.outcome != Outcome::Passed);
    let cause = not_passed.and_then(Report::first_cause);
    let step = not_passed.and_then(first_problem);
    let row = NewRow::new("attempts")
        .set("environment", scope.environment.as_str())
        .set("tenant", scope.tenant.as_str())
        .set("flow", flow.as_str())
        .set("public_fields", to_json(&public_fields)?)
        .set("report", report_to_json(report)?)
        .set("attempted_at", attempt.attempted_at)
        .set("outcome", not_passed.map(|report| report.outcome.as_str()))
        .set("cause", cause.map(Cause::code))
        .set("step", step.map(|step| step.id.as_str()));
    let replacements = row.replacements(&["environment", "tenant", "flow"]);
    let query = row.into_query(&format!(
        "ON CONFLICT (environment, tenant, flow) DO UPDATE SET {replacements} \
         WHERE attempts.attempted_at <= excluded.attempted_at"
    ))?;
    query.execute(&mut **transaction).await?;
    Ok(())
}

/// Returns the first failed step, or else the first undetermined one.
fn first_problem(report: &Report) -> Option<&Step> {
    let first = |status| report.steps.iter().find(|step| step.status == status);
    first(StepStatus::Failed).or_else(|| first(StepStatus::Undetermined))
}

/// Returns the query that deletes the attempt of a flow.
pub(crate) fn delete_attempt<'q>(
    scope: &'q TenantScope,
    flow: &'q FlowId,
) -> Query<'q, Any, AnyArguments> {
    const SQL: &str = "DELETE FROM attempts WHERE environment = $1 AND tenant = $2 AND flow = $3";
    sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(flow.as_str())
}
