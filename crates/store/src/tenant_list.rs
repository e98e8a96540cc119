//! Pages of an environment's tenants, each with a summary of its connections.
//!
//! A page continues after the last row of the previous one, so every page costs the same. Everything that a list shows is
//! in a column of its own, so no report is read.
//!
//! IDs and bucket names are ASCII. The collation `"binary"` orders them by their bytes in both databases, and the indexes
//! have the same order.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use domain::{
    AccessMode, AccountId, BucketAddress, Cause, EnvironmentId, ExternalId, FlowId, Outcome,
    StepId, TenantId,
};
use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};
use std::fmt::Write as _;

const TENANTS: &str = "tenants";
const CONNECTIONS: &str = "connections";
const ATTEMPTS: &str = "attempts";
const SELECT_ATTEMPTS: &str =
    "SELECT tenant, flow, outcome, step, cause, attempted_at FROM attempts";
const SELECT_SUMMARIES: &str = "SELECT tenant, flow, mode, bucket, external_id, outcome, cause, last_checked_at FROM connections";

/// How often a page is read while tenants on it are being deleted.
const MAX_READS: usize = 5;

/// Sorts before every character that is allowed in an ID.
const BEFORE_ID_CHARACTERS: char = '!';
/// Sorts after every character that is allowed in an ID.
const AFTER_ID_CHARACTERS: char = '~';

/// A tenant as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct TenantSummary {
    pub tenant: TenantId,
    pub root_tenant: Option<TenantId>,
    pub created_at: i64,
    /// The tenant's connections, sorted by flow.
    pub connections: Vec<ConnectionSummary>,
    /// The tenant's latest attempts that did not pass, sorted by flow.
    pub attempts: Vec<AttemptSummary>,
}

/// An attempt to connect that did not pass, as a list shows it. The flow may have a connection all the same: then the
/// tenant tried to change it.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptSummary {
    pub flow: FlowId,
    pub outcome: Outcome,
    /// The first step that did not pass. Attempts of an old version have none.
    pub step: Option<StepId>,
    /// The first cause in the report.
    pub cause: Option<Cause>,
    pub attempted_at: i64,
}

/// A connection as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSummary {
    pub flow: FlowId,
    pub mode: AccessMode,
    pub bucket: BucketAddress,
    /// The external ID that the role accepted in the last check.
    pub external_id: Option<ExternalId>,
    /// The outcome of the last check.
    pub outcome: Outcome,
    /// The first cause in the report of the last check.
    pub cause: Option<Cause>,
    pub last_checked_at: i64,
}

/// Selects tenants, which are returned in the order of their IDs.
#[derive(Clone, Copy, Debug, Default)]
pub struct TenantQuery<'a> {
    /// What the tenant ID begins with.
    pub prefix: &'a str,
    /// Selects only tenants after this one.
    pub after: Option<&'a TenantId>,
    pub connections: ConnectionFilter<'a>,
    pub limit: i64,
}

/// Which connections a tenant must or must not have.
#[derive(Clone, Copy, Debug, Default)]
pub enum ConnectionFilter<'a> {
    #[default]
    Any,
    /// The tenant has no connection on this flow, or, without a flow, none at all, and has not tried in vain either.
    NotConnected(Option<&'a FlowId>),
    /// The tenant's latest attempt on this flow, or, without a flow, on any, did not pass.
    Tried(Option<&'a FlowId>),
    Matching(ConnectionCriteria<'a>),
}

/// Conditions on a single connection. All of them must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConnectionCriteria<'a> {
    pub flow: Option<&'a FlowId>,
    pub outcome: Option<Outcome>,
    pub mode: Option<AccessMode>,
    pub bucket: Option<&'a BucketAddress>,
    pub account: Option<&'a AccountId>,
}

/// A statement, and the parameters between the environment and the limit.
pub(crate) struct TenantStatement {
    pub sql: String,
    pub texts: Vec<String>,
    pub limit: i64,
}

impl TenantQuery<'_> {
    pub(crate) fn to_statement(self) -> TenantStatement {
        const RANGE: &str = r#"tenant COLLATE "binary" >= $2 AND tenant COLLATE "binary" < $3"#;
        const ORDER: &str = r#"ORDER BY tenant COLLATE "binary""#;
        // Prefix and position become one range of the index. LIKE would not use it, because it ignores case in SQLite.
        let after = self
            .after
            .map(|after| format!("{after}{BEFORE_ID_CHARACTERS}"));
        let from = after.unwrap_or_default().max(self.prefix.to_owned());
        let mut texts = vec![from, format!("{}{AFTER_ID_CHARACTERS}", self.prefix)];
        let mut push_condition = |sql: &mut String, column: &str, text: Option<&str>| {
            if let Some(text) = text {
                texts.push(text.to_owned());
                let _ = write!(sql, " AND {column} = ${}", texts.len() + 1);
            }
        };
        let mut sql = String::new();
        match &self.connections {
            ConnectionFilter::Any => {
                let _ = write!(
                    sql,
                    "SELECT tenant FROM tenants WHERE environment = $1 AND {RANGE}"
                );
            }
            ConnectionFilter::NotConnected(flow) => {
                let _ = write!(
                    sql,
                    "SELECT tenant FROM tenants WHERE environment = $1 AND {RANGE} AND NOT EXISTS (SELECT 1 FROM connections c \
                     WHERE c.environment = tenants.environment AND c.tenant = tenants.tenant"
                );
                push_condition(&mut sql, "c.flow", flow.map(FlowId::as_str));
                sql.push_str(
                    ") AND NOT EXISTS (SELECT 1 FROM attempts a \
                     WHERE a.environment = tenants.environment AND a.tenant = tenants.tenant AND a.outcome IS NOT NULL",
                );
                push_condition(&mut sql, "a.flow", flow.map(FlowId::as_str));
                sql.push(')');
            }
            ConnectionFilter::Tried(flow) => {
                let _ = write!(
                    sql,
                    r#"SELECT DISTINCT tenant COLLATE "binary" AS tenant FROM attempts WHERE environment = $1 AND {RANGE} AND outcome IS NOT NULL"#
                );
                push_condition(&mut sql, "flow", flow.map(FlowId::as_str));
            }
            ConnectionFilter::Matching(criteria) => {
                // A tenant can have several matching connections, one for each flow.
                let _ = write!(
                    sql,
                    r#"SELECT DISTINCT tenant COLLATE "binary" AS tenant FROM connections WHERE environment = $1 AND {RANGE}"#
                );
                for (column, text) in [
                    ("flow", criteria.flow.map(FlowId::as_str)),
                    ("outcome", criteria.outcome.map(Outcome::as_str)),
                    ("mode", criteria.mode.map(AccessMode::as_str)),
                    ("bucket", criteria.bucket.map(BucketAddress::as_str)),
                    ("account", criteria.account.map(AccountId::as_str)),
                ] {
                    push_condition(&mut sql, column, text);
                }
            }
        }
        let _ = write!(sql, " {ORDER} LIMIT ${}", texts.len() + 2);
        TenantStatement {
            sql,
            texts,
            limit: self.limit,
        }
    }
}

// The range on `created_at` alone lets the database enter the index at the right place. The second condition then skips
// the tenants of the same millisecond that were on the previous page.
const NEWEST: &str = r#"SELECT tenant FROM tenants WHERE environment = $1 AND created_at <= $2
    AND (created_at < $2 OR tenant COLLATE "binary" < $3) ORDER BY created_at DESC, tenant COLLATE "binary" DESC LIMIT $4"#;

impl Store {
    /// Returns the tenants that match the query, sorted by ID.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn tenants(
        &self,
        environment: &EnvironmentId,
        query: &TenantQuery<'_>,
    ) -> Result<Vec<TenantSummary>, StoreError> {
        self.read_summaries(environment, || {
            let TenantStatement { sql, texts, limit } = query.to_statement();
            let statement = sqlx::query(AssertSqlSafe(sql)).bind(environment.to_string());
            let statement = texts.into_iter().fold(statement, Query::bind);
            statement.bind(limit)
        })
        .await
    }

    /// Returns the tenant as a list shows it, or `None` if no call has named it yet.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn tenant_summary(
        &self,
        scope: &TenantScope,
    ) -> Result<Option<TenantSummary>, StoreError> {
        let ids = vec![scope.tenant.to_string()];
        Ok(self.tenant_summaries(&scope.environment, ids).await?.pop())
    }

    /// Returns the tenants of the environment, newest first. If `before` is given, continues after the tenant with that
    /// creation time and ID.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn newest_tenants(
        &self,
        environment: &EnvironmentId,
        before: Option<(i64, &TenantId)>,
        limit: i64,
    ) -> Result<Vec<TenantSummary>, StoreError> {
        let (at, id) = before.map_or((i64::MAX, "~"), |(at, id)| (at, id.as_str()));
        self.read_summaries(environment, || {
            sqlx::query(NEWEST)
                .bind(environment.as_str())
                .bind(at)
                .bind(id)
                .bind(limit)
        })
        .await
    }

    /// Returns summaries of a tenant's connections, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn connections(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<ConnectionSummary>, StoreError> {
        let ids = [scope.tenant.to_string()];
        let rows = self
            .rows_of_tenants(SELECT_SUMMARIES, &scope.environment, &ids)
            .await?;
        let mut connections = rows
            .iter()
            .map(|row| read_connection(Columns::new(CONNECTIONS, row)))
            .collect::<Result<Vec<_>, _>>()?;
        connections.sort_by(|a, b| a.flow.cmp(&b.flow));
        Ok(connections)
    }

    /// Returns summaries of a tenant's latest attempts that did not pass, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn attempts(&self, scope: &TenantScope) -> Result<Vec<AttemptSummary>, StoreError> {
        let ids = [scope.tenant.to_string()];
        let rows = self
            .rows_of_tenants(SELECT_ATTEMPTS, &scope.environment, &ids)
            .await?;
        let mut attempts = Vec::new();
        for row in &rows {
            attempts.extend(read_attempt(Columns::new(ATTEMPTS, row))?);
        }
        attempts.sort_by(|a, b| a.flow.cmp(&b.flow));
        Ok(attempts)
    }

    /// Counts the connections of a flow that use this access mode. Stops counting at `at_most`.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn count_connections(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        mode: AccessMode,
        at_most: i64,
    ) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM connections \
             WHERE environment = $1 AND flow = $2 AND mode = $3 LIMIT $4) AS counted";
        let query = sqlx::query(SQL)
            .bind(environment.as_str())
            .bind(flow.as_str())
            .bind(mode.as_str())
            .bind(at_most);
        let row = self.read_one(query).await?;
        row.map_or(Ok(0), |row| Columns::new(CONNECTIONS, &row).int("n"))
    }

    /// Reads the summaries of the tenants that a query finds. Queries again if one of them was deleted before its summary
    /// was read: a page that is one tenant short looks like the last one.
    async fn read_summaries<'q>(
        &self,
        environment: &EnvironmentId,
        find: impl Fn() -> Query<'q, Any, AnyArguments>,
    ) -> Result<Vec<TenantSummary>, StoreError> {
        for _ in 0..MAX_READS {
            let rows = self.read_all(find()).await?;
            let summaries = self
                .tenant_summaries(environment, tenant_ids(&rows)?)
                .await?;
            if summaries.len() == rows.len() {
                return Ok(summaries);
            }
        }
        Err(StoreError::Busy)
    }

    /// Reads the summaries of these tenants and keeps their order.
    async fn tenant_summaries(
        &self,
        environment: &EnvironmentId,
        ids: Vec<String>,
    ) -> Result<Vec<TenantSummary>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let select_tenants = "SELECT tenant, root_tenant, created_at FROM tenants";
        let mut summaries = Vec::with_capacity(ids.len());
        for row in self
            .rows_of_tenants(select_tenants, environment, &ids)
            .await?
        {
            let row = Columns::new(TENANTS, &row);
            summaries.push(TenantSummary {
                tenant: row.parsed("tenant")?,
                root_tenant: row.parsed_or_null("root_tenant")?,
                created_at: row.int("created_at")?,
                connections: Vec::new(),
                attempts: Vec::new(),
            });
        }
        // The query with IN returns the rows in any order.
        let position = |tenant: &str| ids.iter().position(|id| id == tenant);
        summaries.sort_by_key(|summary| position(summary.tenant.as_str()));
        for row in self
            .rows_of_tenants(SELECT_SUMMARIES, environment, &ids)
            .await?
        {
            let row = Columns::new(CONNECTIONS, &row);
            let tenant: TenantId = row.parsed("tenant")?;
            // The queries do not share a transaction, so a tenant can appear in only one of them.
            if let Some(summary) = summaries.iter_mut().find(|s| s.tenant == tenant) {
                summary.connections.push(read_connection(row)?);
            }
        }
        for row in self
            .rows_of_tenants(SELECT_ATTEMPTS, environment, &ids)
            .await?
        {
            let row = Columns::new(ATTEMPTS, &row);
            let tenant: TenantId = row.parsed("tenant")?;
            if let Some(summary) = summaries.iter_mut().find(|s| s.tenant == tenant) {
                summary.attempts.extend(read_attempt(row)?);
            }
        }
        for summary in &mut summaries {
            summary.connections.sort_by(|a, b| a.flow.cmp(&b.flow));
            summary.attempts.sort_by(|a, b| a.flow.cmp(&b.flow));
        }
        Ok(summaries)
    }

    /// Adds a condition to `select` that restricts it to these tenants, and runs it.
    async fn rows_of_tenants(
        &self,
        select: &str,
        environment: &EnvironmentId,
        ids: &[String],
    ) -> Result<Vec<AnyRow>, StoreError> {
        let placeholders: Vec<String> = (2..ids.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "{select} WHERE environment = $1 AND tenant IN ({})",
            placeholders.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(environment.as_str());
        for id in ids {
            query = query.bind(id.as_str());
        }
        self.read_all(query).await
    }
}

fn tenant_ids(rows: &[AnyRow]) -> Result<Vec<String>, StoreError> {
    rows.iter()
        .map(|row| Columns::new(TENANTS, row).text("tenant"))
        .collect()
}

fn read_connection(row: Columns<'_>) -> Result<ConnectionSummary, StoreError> {
    let cause = row.text_or_null("cause")?;
    Ok(ConnectionSummary {
        flow: row.parsed("flow")?,
        mode: AccessMode::parse(&row.text("mode")?).ok_or_else(|| row.corrupt("mode"))?,
        bucket: row.parsed("bucket")?,
        external_id: row.parsed_or_null("external_id")?,
        outcome: Outcome::parse(&row.text("outcome")?).ok_or_else(|| row.corrupt("outcome"))?,
        // A newer version may have stored a cause that this one does not know. The list can do without it.
        cause: cause.as_deref().and_then(Cause::parse),
        last_checked_at: row.int("last_checked_at")?,
    })
}

/// Returns `None` for a draft that was forwarded before a check.
fn read_attempt(row: Columns<'_>) -> Result<Option<AttemptSummary>, StoreError> {
    let Some(outcome) = row.text_or_null("outcome")? else {
        return Ok(None);
    };
    let (step, cause) = (row.text_or_null("step")?, row.text_or_null("cause")?);
    Ok(Some(AttemptSummary {
        flow: row.parsed("flow")?,
        outcome: Outcome::parse(&outcome).ok_or_else(|| row.corrupt("outcome"))?,
        // A newer version may have stored steps and causes that this one does not know.
        step: step.and_then(|step| serde_json::from_value(Value::String(step)).ok()),
        cause: cause.as_deref().and_then(Cause::parse),
        attempted_at: row.int("attempted_at")?,
    }))
}

#[cfg(test)]
#[path = "tenant_list_tests.rs"]
mod tests;
