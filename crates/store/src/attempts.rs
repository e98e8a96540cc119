//! The latest attempt to connect, so that a page reloaded, or handed on, shows where things stand.

use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::report::report_to_json;
use crate::row::{Columns, to_json};
use crate::scope::TenantScope;
use crate::store::Store;
use domain::connect_ui::names::SECRET_ACCESS_KEY;
use domain::{FlowId, Report};
use serde_json::{Map, Value};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};

#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What was filled in, without the secrets.
    pub public_fields: Map<String, Value>,
    /// `None` where a draft was forwarded before it was tested.
    pub report: Option<Report>,
    pub at: i64,
}

macro_rules! columns {
    () => {
        "public_fields, report, attempted_at"
    };
}
pub(crate) use columns;

impl Attempt {
    pub(crate) fn read(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            public_fields: row.json("public_fields")?,
            report: row.report_or_none("report")?,
            at: row.int("attempted_at")?,
        })
    }
}

impl Store {
    /// Replaces the attempt before, and records the event of its check. An attempt that began earlier and ended later
    /// replaces nothing; its check is recorded all the same.
    ///
    /// The caller leaves out the vendor's password fields; the secret access key is left out here in any case.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when the database fails.
    pub async fn record_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        attempt: &Attempt,
        check: &NewEvent,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        put(&mut transaction, scope, flow, attempt).await?;
        record(&mut transaction, &[check], now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails or its row cannot be read.
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
        Attempt::read(Columns::new("attempts", &row)).map(Some)
    }

    /// Whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<bool, StoreError> {
        Ok(self.write(clear(scope, flow)).await? > 0)
    }
}

/// Replaces the attempt before, unless that one is newer.
pub(crate) async fn put(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    flow: &FlowId,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO attempts (environment, tenant, flow, public_fields, report, attempted_at) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (environment, tenant, flow) DO UPDATE SET public_fields = excluded.public_fields, \
         report = excluded.report, attempted_at = excluded.attempted_at \
         WHERE attempts.attempted_at <= excluded.attempted_at";
    let fields = attempt.public_fields.iter();
    let public: Map<String, Value> = fields
        .filter(|(name, _)| *name != SECRET_ACCESS_KEY)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let query = sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(flow.as_str())
        .bind(to_json(&public)?)
        .bind(report_to_json(attempt.report.as_ref())?)
        .bind(attempt.at);
    query.execute(&mut **transaction).await?;
    Ok(())
}

pub(crate) fn clear<'q>(scope: &'q TenantScope, flow: &'q FlowId) -> Query<'q, Any, AnyArguments> {
    const SQL: &str = "DELETE FROM attempts WHERE environment = $1 AND tenant = $2 AND flow = $3";
    sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(flow.as_str())
}
