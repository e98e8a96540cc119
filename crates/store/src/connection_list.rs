//! Pages of an environment's connections.
//!
//! A page continues after the last row of the previous one, so every page costs the same. Everything that the list shows
//! is in a column of its own, so no report is read. The collation `"binary"` is explained in `tenant_list.rs`.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use domain::{
    AccessMode, BucketAddress, Cause, EnvironmentId, FlowId, Outcome, PathTemplate, Region,
    TenantId,
};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::fmt::Write as _;

/// A connection as the list of an environment's connections shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedConnection {
    pub tenant: TenantId,
    pub flow: FlowId,
    pub mode: AccessMode,
    pub bucket: BucketAddress,
    pub path_prefix: PathTemplate,
    pub region: Option<Region>,
    /// The AWS account of the access key or role.
    pub account: Option<String>,
    /// The outcome of the last check.
    pub outcome: Outcome,
    /// The first cause in the report of the last check.
    pub cause: Option<Cause>,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_checked_at: i64,
}

/// Selects connections, which are returned in the order of their tenants and flows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConnectionQuery<'a> {
    pub flow: Option<&'a FlowId>,
    /// The outcome of the last check.
    pub outcome: Option<Outcome>,
    /// Selects only connections after this one.
    pub after: Option<(&'a TenantId, &'a FlowId)>,
    pub limit: i64,
}

/// A statement, and the parameters between the environment and the limit.
pub(crate) struct ConnectionStatement {
    pub sql: String,
    pub texts: Vec<String>,
    pub limit: i64,
}

impl ConnectionQuery<'_> {
    pub(crate) fn to_statement(self) -> ConnectionStatement {
        // The range on `tenant` alone lets the database enter the index at the right place. The second condition then
        // skips the connections of the same tenant that were on the previous page.
        let mut sql = String::from(
            "SELECT tenant, flow, mode, bucket, path_prefix, region, account, outcome, cause, created_at, updated_at, \
             last_checked_at FROM connections WHERE environment = $1 AND tenant COLLATE \"binary\" >= $2 \
             AND (tenant COLLATE \"binary\" > $2 OR flow COLLATE \"binary\" > $3)",
        );
        let mut texts = match self.after {
            Some((tenant, flow)) => vec![tenant.to_string(), flow.to_string()],
            None => vec![String::new(), String::new()],
        };
        for (column, text) in [
            ("flow", self.flow.map(FlowId::as_str)),
            ("outcome", self.outcome.map(Outcome::as_str)),
        ] {
            if let Some(text) = text {
                texts.push(text.to_owned());
                let _ = write!(sql, " AND {column} = ${}", texts.len() + 1);
            }
        }
        sql.push_str(r#" ORDER BY tenant COLLATE "binary""#);
        // A tenant has one connection on a flow. The index of a flow's connections doesn't need the second order.
        if self.flow.is_none() {
            sql.push_str(r#", flow COLLATE "binary""#);
        }
        let _ = write!(sql, " LIMIT ${}", texts.len() + 2);
        ConnectionStatement {
            sql,
            texts,
            limit: self.limit,
        }
    }
}

impl Store {
    /// Returns the connections that match the query, sorted by tenant and flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn list_connections(
        &self,
        environment: &EnvironmentId,
        query: &ConnectionQuery<'_>,
    ) -> Result<Vec<ListedConnection>, StoreError> {
        let ConnectionStatement { sql, texts, limit } = query.to_statement();
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(environment.as_str());
        for text in texts {
            query = query.bind(text);
        }
        let rows = self.read_all(query.bind(limit)).await?;
        rows.iter().map(read_connection).collect()
    }
}

fn read_connection(row: &AnyRow) -> Result<ListedConnection, StoreError> {
    let row = Columns::new("connections", row);
    let cause = row.text_or_null("cause")?;
    Ok(ListedConnection {
        tenant: row.parsed("tenant")?,
        flow: row.parsed("flow")?,
        mode: AccessMode::parse(&row.text("mode")?).ok_or_else(|| row.corrupt("mode"))?,
        bucket: row.parsed("bucket")?,
        path_prefix: row.parsed("path_prefix")?,
        region: row.parsed_or_null("region")?,
        account: row.text_or_null("account")?,
        outcome: Outcome::parse(&row.text("outcome")?).ok_or_else(|| row.corrupt("outcome"))?,
        // A newer version may have stored a cause that this one does not know. The list can do without it.
        cause: cause.as_deref().and_then(Cause::parse),
        created_at: row.int("created_at")?,
        updated_at: row.int("updated_at")?,
        last_checked_at: row.int("last_checked_at")?,
    })
}
