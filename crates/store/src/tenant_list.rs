//! Pages of an environment's tenants, with how each stands. A page continues after the last row of the one
//! before, so that it costs the same wherever it is; what it shows is in columns, and no report is read.
//!
//! Ids and names of buckets are ASCII. `"binary"` orders them by their bytes in both databases, and their indices
//! are in that order.

use crate::error::StoreError;
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{AccessMode, AccountId, BucketName, Cause, EnvironmentId, FlowId, Outcome, TenantId};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use std::fmt::Write as _;

/// Before every character that an id may have, and after.
const FIRST: char = '!';
const LAST: char = '~';

/// A tenant, as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedTenant {
    pub tenant: TenantId,
    pub root_tenant: Option<TenantId>,
    pub created_at: i64,
    /// By flow.
    pub connections: Vec<ListedConnection>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListedConnection {
    pub flow: FlowId,
    pub mode: AccessMode,
    pub bucket: BucketName,
    /// What the last check came to, why, and when it was.
    pub outcome: Outcome,
    pub cause: Option<Cause>,
    pub last_checked_at: i64,
}

/// Which tenants are looked for, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct TenantsOf<'a> {
    /// What the name begins with.
    pub prefix: &'a str,
    /// Only those that come after this one.
    pub after: Option<&'a TenantId>,
    pub connected: Connected<'a>,
    pub limit: i64,
}

#[derive(Clone, Copy, Debug, Default)]
pub enum Connected<'a> {
    #[default]
    OrNot,
    /// Not on this flow, or on none at all.
    Not(Option<&'a FlowId>),
    As(Having<'a>),
}

/// A connection of which all this is true.
#[derive(Clone, Copy, Debug, Default)]
pub struct Having<'a> {
    pub flow: Option<&'a FlowId>,
    pub outcome: Option<Outcome>,
    pub mode: Option<AccessMode>,
    pub bucket: Option<&'a BucketName>,
    pub account: Option<&'a AccountId>,
}

/// A statement and the texts that go into it after the environment; the limit comes last.
pub(crate) struct Listing {
    pub sql: String,
    pub texts: Vec<String>,
    pub limit: i64,
}

impl TenantsOf<'_> {
    pub(crate) fn listing(&self) -> Listing {
        const RANGE: &str = r#"tenant COLLATE "binary" >= $2 AND tenant COLLATE "binary" < $3"#;
        const ORDER: &str = r#"ORDER BY tenant COLLATE "binary""#;
        let after = self.after.map(|after| format!("{after}{FIRST}"));
        let from = after.unwrap_or_default().max(self.prefix.to_owned());
        let mut texts = vec![from, format!("{}{LAST}", self.prefix)];
        let mut and = |sql: &mut String, column: &str, text: Option<&str>| {
            if let Some(text) = text {
                texts.push(text.to_owned());
                let _ = write!(sql, " AND {column} = ${}", texts.len() + 1);
            }
        };
        let mut sql = String::new();
        match &self.connected {
            Connected::OrNot => {
                let _ = write!(
                    sql,
                    "SELECT tenant FROM tenants WHERE environment = $1 AND {RANGE}"
                );
            }
            Connected::Not(flow) => {
                let _ = write!(
                    sql,
                    "SELECT tenant FROM tenants WHERE environment = $1 AND {RANGE} AND NOT EXISTS (SELECT 1 FROM connections c \
                     WHERE c.environment = tenants.environment AND c.tenant = tenants.tenant"
                );
                and(&mut sql, "c.flow", flow.map(FlowId::as_str));
                sql.push(')');
            }
            Connected::As(having) => {
                let _ = write!(
                    sql,
                    r#"SELECT DISTINCT tenant COLLATE "binary" AS tenant FROM connections WHERE environment = $1 AND {RANGE}"#
                );
                for (column, text) in [
                    ("flow", having.flow.map(FlowId::as_str)),
                    ("outcome", having.outcome.map(Outcome::as_str)),
                    ("mode", having.mode.map(AccessMode::as_str)),
                    ("bucket", having.bucket.map(BucketName::as_str)),
                    ("account", having.account.map(AccountId::as_str)),
                ] {
                    and(&mut sql, column, text);
                }
            }
        }
        let _ = write!(sql, " {ORDER} LIMIT ${}", texts.len() + 2);
        Listing {
            sql,
            texts,
            limit: self.limit,
        }
    }
}

pub(crate) const NEWEST: &str = r#"SELECT tenant FROM tenants WHERE environment = $1 AND created_at <= $2
    AND (created_at < $2 OR tenant COLLATE "binary" < $3) ORDER BY created_at DESC, tenant COLLATE "binary" DESC LIMIT $4"#;

impl Store {
    /// By name.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn tenants(
        &self,
        environment: &EnvironmentId,
        of: &TenantsOf<'_>,
    ) -> Result<Vec<ListedTenant>, StoreError> {
        let Listing { sql, texts, limit } = of.listing();
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(environment.as_str());
        for text in texts {
            query = query.bind(text);
        }
        let found = self.read_all(query.bind(limit)).await?;
        self.listed(environment, &found).await
    }

    /// Those that were named last, first; only what comes after the tenant made at `before` with that name.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn newest_tenants(
        &self,
        environment: &EnvironmentId,
        before: Option<(i64, &TenantId)>,
        limit: i64,
    ) -> Result<Vec<ListedTenant>, StoreError> {
        let (at, name) = before.map_or((i64::MAX, "~"), |(at, name)| (at, name.as_str()));
        let query = sqlx::query(NEWEST)
            .bind(environment.as_str())
            .bind(at)
            .bind(name)
            .bind(limit);
        let found = self.read_all(query).await?;
        self.listed(environment, &found).await
    }

    /// A tenant's connections, by flow, as a list shows them.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn connections(
        &self,
        scope: &TenantScope,
    ) -> Result<Vec<ListedConnection>, StoreError> {
        let names = [scope.tenant.to_string()];
        let rows = self
            .of_these(LISTED_CONNECTIONS, &scope.environment, &names)
            .await?;
        let mut connections = rows
            .iter()
            .map(|row| connection(Columns::new(CONNECTIONS, row)))
            .collect::<Result<Vec<_>, _>>()?;
        connections.sort_by(|a, b| a.flow.cmp(&b.flow));
        Ok(connections)
    }

    /// How many connections of a flow give access in this way; counting ends at `at_most`.
    ///
    /// # Errors
    /// When the database fails.
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

    /// The tenants of these rows, in their order, with all that a list shows.
    async fn listed(
        &self,
        environment: &EnvironmentId,
        found: &[AnyRow],
    ) -> Result<Vec<ListedTenant>, StoreError> {
        let names = found
            .iter()
            .map(|row| Columns::new(TENANTS, row).text("tenant"))
            .collect::<Result<Vec<_>, _>>()?;
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let tenants = "SELECT tenant, root_tenant, created_at FROM tenants";
        let mut listed = Vec::with_capacity(names.len());
        for row in self.of_these(tenants, environment, &names).await? {
            let row = Columns::new(TENANTS, &row);
            listed.push(ListedTenant {
                tenant: row.parsed("tenant")?,
                root_tenant: row.parsed_or_null("root_tenant")?,
                created_at: row.int("created_at")?,
                connections: Vec::new(),
            });
        }
        let place = |tenant: &str| names.iter().position(|name| name == tenant);
        listed.sort_by_key(|listed| place(listed.tenant.as_str()));
        for row in self
            .of_these(LISTED_CONNECTIONS, environment, &names)
            .await?
        {
            let row = Columns::new(CONNECTIONS, &row);
            let tenant: TenantId = row.parsed("tenant")?;
            // It may have come into being meanwhile.
            if let Some(listed) = listed.iter_mut().find(|listed| listed.tenant == tenant) {
                listed.connections.push(connection(row)?);
            }
        }
        for tenant in &mut listed {
            tenant.connections.sort_by(|a, b| a.flow.cmp(&b.flow));
        }
        Ok(listed)
    }

    async fn of_these(
        &self,
        select: &str,
        environment: &EnvironmentId,
        names: &[String],
    ) -> Result<Vec<AnyRow>, StoreError> {
        let places: Vec<String> = (2..names.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "{select} WHERE environment = $1 AND tenant IN ({})",
            places.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(environment.as_str());
        for name in names {
            query = query.bind(name.as_str());
        }
        self.read_all(query).await
    }
}

const TENANTS: &str = "tenants";
const CONNECTIONS: &str = "connections";
const LISTED_CONNECTIONS: &str =
    "SELECT tenant, flow, mode, bucket, outcome, cause, last_checked_at FROM connections";

fn connection(row: Columns<'_>) -> Result<ListedConnection, StoreError> {
    let cause = row.text_or_null("cause")?;
    Ok(ListedConnection {
        flow: row.parsed("flow")?,
        mode: AccessMode::parse(&row.text("mode")?).ok_or_else(|| row.corrupt("mode"))?,
        bucket: row.parsed("bucket")?,
        outcome: Outcome::parse(&row.text("outcome")?).ok_or_else(|| row.corrupt("outcome"))?,
        cause: cause.as_deref().and_then(Cause::parse),
        last_checked_at: row.int("last_checked_at")?,
    })
}
