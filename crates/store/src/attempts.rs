//! The latest attempt to connect, so that a page reloaded, or handed on, shows where things stand.

use crate::error::StoreError;
use crate::report::report_to_json;
use crate::row::{Columns, to_json};
use crate::scope::TenantScope;
use crate::store::Store;
use domain::connect_ui::names::SECRET_ACCESS_KEY;
use domain::{FlowId, Report};
use serde_json::{Map, Value};

#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What was filled in, without the secrets.
    pub public_fields: Map<String, Value>,
    /// None where the draft was only handed on, and not tested yet.
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
    /// Takes the place of the attempt before it; one that began earlier and ended later does not.
    ///
    /// The caller leaves out the vendor's password fields; the secret access key is left out here in any case.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when the database fails.
    pub async fn record_attempt(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        public_fields: &Map<String, Value>,
        report: Option<&Report>,
        now: i64,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO attempts (environment, tenant, flow, public_fields, report, attempted_at) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (environment, tenant, flow) DO UPDATE SET public_fields = excluded.public_fields, \
             report = excluded.report, attempted_at = excluded.attempted_at \
             WHERE attempts.attempted_at <= excluded.attempted_at";
        let public: Map<String, Value> = public_fields
            .iter()
            .filter(|(name, _)| *name != SECRET_ACCESS_KEY)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str())
            .bind(to_json(&public)?)
            .bind(report_to_json(report)?)
            .bind(now);
        self.write(query).await?;
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
        const SQL: &str =
            "DELETE FROM attempts WHERE environment = $1 AND tenant = $2 AND flow = $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        Ok(self.write(query).await? > 0)
    }
}
