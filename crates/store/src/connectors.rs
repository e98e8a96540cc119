//! The connector settings of flows. They are versioned, so two admins cannot overwrite each other's changes unnoticed.

macro_rules! columns {
    () => {
        "flow, direction, params, version, updated_at"
    };
}
pub(crate) use columns;

use crate::audit_log::{Actor, NewAuditEvent, record};
use crate::columns::{Columns, to_json};
use crate::database::Store;
use crate::environments::lock_environment;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::tenant_scope::TenantScope;
use crate::tenants::lock_existing_tenant;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId, RawParams};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};

/// The connector settings of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    pub flow: FlowId,
    pub direction: Direction,
    pub params: ConnectUiParams,
    /// Begins at 1 and grows by 1 with every write.
    pub version: i64,
    pub updated_at: i64,
}

/// Why connector settings were not written.
#[derive(Debug, thiserror::Error)]
pub enum PutConnectorError {
    #[error("someone else changed the connector in the meantime")]
    VersionConflict {
        /// The present version, or `None` if the flow has no connector.
        current: Option<i64>,
    },
    #[error("the environment has {MAX_FLOWS} flows, and can have no more")]
    TooManyFlows,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How many versions of a flow's settings are kept.
const MAX_VERSIONS: i64 = 1_000;

/// How many flows an environment can have. Some pages and searches look at all of them.
pub const MAX_FLOWS: i64 = 500;

/// What a deletion of a flow did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowDeletion {
    Deleted,
    UnknownFlow,
    /// A tenant is connected, so nothing was deleted.
    HasConnections,
}

/// The connector settings to write.
#[derive(Clone, Copy, Debug)]
pub struct ConnectorUpdate<'a> {
    pub flow: &'a FlowId,
    pub direction: Direction,
    pub params: &'a ConnectUiParams,
    /// The version to replace. If it is `None`, whatever is there is replaced.
    pub expected_version: Option<i64>,
}

/// An earlier or the present version of a flow's connector settings.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorVersion {
    pub version: i64,
    pub direction: Direction,
    /// The parameters as they were saved. Newer rules may refuse them, so they are not parsed here.
    pub params: RawParams,
    pub saved_at: i64,
    pub actor: Actor,
}

impl ConnectorVersion {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let row = Columns::new("connector_versions", row);
        Ok(Self {
            version: row.int("version")?,
            direction: Direction::parse(&row.text("direction")?)
                .ok_or_else(|| row.corrupt("direction"))?,
            params: row.json("params")?,
            saved_at: row.int("saved_at")?,
            actor: Actor::from_columns(row)?,
        })
    }
}

impl Connector {
    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Self::from_columns(Columns::new("connectors", row))
    }

    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            flow: row.parsed("flow")?,
            direction: Direction::parse(&row.text("direction")?)
                .ok_or_else(|| row.corrupt("direction"))?,
            params: row.json("params")?,
            version: row.int("version")?,
            updated_at: row.int("updated_at")?,
        })
    }
}

impl Store {
    /// Returns the connector settings of a flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<Option<Connector>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM connectors WHERE environment = $1 AND flow = $2"
        );
        let row = self
            .read_one(
                sqlx::query(SQL)
                    .bind(environment.as_str())
                    .bind(flow.as_str()),
            )
            .await?;
        row.as_ref().map(Connector::from_row).transpose()
    }

    /// Returns all connectors of the environment, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn connectors(
        &self,
        environment: &EnvironmentId,
    ) -> Result<Vec<Connector>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM connectors WHERE environment = $1"
        );
        let rows = self
            .read_all(sqlx::query(SQL).bind(environment.as_str()))
            .await?;
        let mut connectors = rows
            .iter()
            .map(Connector::from_row)
            .collect::<Result<Vec<_>, _>>()?;
        // Sorted here and not in SQL, because the two databases can order text differently.
        connectors.sort_by(|a, b| a.flow.cmp(&b.flow));
        Ok(connectors)
    }

    /// Writes the connector settings and records the event. The latest 1,000 versions stay in the history.
    ///
    /// # Errors
    /// - Returns [`PutConnectorError::VersionConflict`] if the present version is not `expected_version`.
    /// - Returns [`PutConnectorError::TooManyFlows`] if the flow is new, and the environment has [`MAX_FLOWS`].
    /// - Returns [`StoreError::UnknownEnvironment`] if the environment does not exist, or was deleted.
    /// - Returns another error if the database fails.
    pub async fn put_connector(
        &self,
        update: &ConnectorUpdate<'_>,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<Connector, PutConnectorError> {
        const UPDATE: &str = concat!(
            "UPDATE connectors SET direction = $3, params = $4, version = version + 1, updated_at = $5 \
             WHERE environment = $1 AND flow = $2 AND version = $6 RETURNING ",
            columns!()
        );
        const DELETE_OLD: &str =
            "DELETE FROM connector_versions WHERE environment = $1 AND flow = $2 AND version <= $3";
        let (environment, flow) = (&event.environment, update.flow);
        let params = to_json(update.params)?;
        let query = match update.expected_version {
            Some(expected) => sqlx::query(UPDATE)
                .bind(environment.as_str())
                .bind(flow.as_str())
                .bind(update.direction.as_str())
                .bind(params.as_str())
                .bind(now)
                .bind(expected),
            None => upsert(environment, update, &params, now)?,
        };
        let mut transaction = self.begin().await?;
        if !lock_environment(&mut transaction, environment).await? {
            return Err(StoreError::UnknownEnvironment(environment.clone()).into());
        }
        let row = query
            .fetch_all(&mut *transaction)
            .await
            .map_err(StoreError::from)?
            .pop();
        let Some(row) = row else {
            // Roll back first, so that the read below does not keep the write transaction open.
            drop(transaction);
            let current = self.connector(environment, flow).await?;
            return Err(PutConnectorError::VersionConflict {
                current: current.map(|connector| connector.version),
            });
        };
        let connector = Connector::from_row(&row)?;
        let is_new = connector.version == 1;
        if is_new && count_flows(&mut transaction, environment).await? > MAX_FLOWS {
            return Err(PutConnectorError::TooManyFlows);
        }
        let insert_version = NewRow::new("connector_versions")
            .set("environment", environment.as_str())
            .set("flow", flow.as_str())
            .set("version", connector.version)
            .set("direction", update.direction.as_str())
            .set("params", params.as_str())
            .set("saved_at", now)
            .set("actor", event.actor.kind())
            .set("actor_name", event.actor.name());
        insert_version
            .into_query("")?
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        sqlx::query(DELETE_OLD)
            .bind(environment.as_str())
            .bind(flow.as_str())
            .bind(connector.version - MAX_VERSIONS)
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(connector)
    }

    /// Deletes the flow that the event names, if it has no connection: its settings with their history, and the attempts
    /// on it. Ends its links and records the event.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_flow(
        &self,
        flow: &FlowId,
        event: &NewAuditEvent,
        now: i64,
    ) -> Result<FlowDeletion, StoreError> {
        const FIND_CONNECTION: &str =
            "SELECT tenant FROM connections WHERE environment = $1 AND flow = $2 LIMIT 1";
        const DELETE_VERSIONS: &str =
            "DELETE FROM connector_versions WHERE environment = $1 AND flow = $2";
        const DELETE_ATTEMPTS: &str = "DELETE FROM attempts WHERE environment = $1 AND flow = $2";
        const DELETE: &str = "DELETE FROM connectors WHERE environment = $1 AND flow = $2";
        const END_LINKS: &str = "UPDATE sessions SET expires_at = $3 WHERE environment = $1 AND flow = $2 AND expires_at > $3";
        let environment = &event.environment;
        let for_flow = |sql: &'static str| {
            sqlx::query(sql)
                .bind(environment.as_str())
                .bind(flow.as_str())
        };
        let mut transaction = self.begin().await?;
        // Every save of a connection takes this lock too, so no connection can be added from here on.
        if !lock_flow(&mut transaction, environment, flow).await? {
            return Ok(FlowDeletion::UnknownFlow);
        }
        let connection = for_flow(FIND_CONNECTION);
        if connection
            .fetch_optional(&mut *transaction)
            .await?
            .is_some()
        {
            return Ok(FlowDeletion::HasConnections);
        }
        for query in [
            // Links before attempts, in the order in which the record of an attempt locks them.
            for_flow(END_LINKS).bind(now),
            for_flow(DELETE_ATTEMPTS),
            for_flow(DELETE_VERSIONS),
            for_flow(DELETE),
        ] {
            query.execute(&mut *transaction).await?;
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(FlowDeletion::Deleted)
    }

    /// Returns whether the environment has a flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn has_flows(&self, environment: &EnvironmentId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT flow FROM connectors WHERE environment = $1 LIMIT 1";
        let query = sqlx::query(SQL).bind(environment.as_str());
        Ok(self.read_one(query).await?.is_some())
    }

    /// Returns the versions of the flow's connector settings, newest first. If `before` is given, returns only older
    /// versions than that.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn connector_versions(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<ConnectorVersion>, StoreError> {
        const SQL: &str = "SELECT version, direction, params, saved_at, actor, actor_name FROM connector_versions \
             WHERE environment = $1 AND flow = $2 AND version < $3 ORDER BY version DESC LIMIT $4";
        let query = sqlx::query(SQL)
            .bind(environment.as_str())
            .bind(flow.as_str())
            .bind(before.unwrap_or(i64::MAX))
            .bind(limit);
        let rows = self.read_all(query).await?;
        rows.iter().map(ConnectorVersion::from_row).collect()
    }

    /// Returns one version of the flow's connector settings.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn connector_version(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        version: i64,
    ) -> Result<Option<ConnectorVersion>, StoreError> {
        const SQL: &str = "SELECT version, direction, params, saved_at, actor, actor_name FROM connector_versions \
             WHERE environment = $1 AND flow = $2 AND version = $3";
        let query = sqlx::query(SQL)
            .bind(environment.as_str())
            .bind(flow.as_str())
            .bind(version);
        let row = self.read_one(query).await?;
        row.as_ref().map(ConnectorVersion::from_row).transpose()
    }
}

/// Returns the query that writes the settings whether or not the flow has some, and returns the new row.
fn upsert<'q>(
    environment: &EnvironmentId,
    update: &ConnectorUpdate<'_>,
    params: &str,
    now: i64,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    let row = NewRow::new("connectors")
        .set("environment", environment.as_str())
        .set("flow", update.flow.as_str())
        .set("direction", update.direction.as_str())
        .set("params", params)
        .set("version", 1_i64)
        .set("updated_at", now);
    let replacements = row.replacements(&["environment", "flow", "version"]);
    let columns = columns!();
    row.into_query(&format!(
        "ON CONFLICT (environment, flow) DO UPDATE SET {replacements}, version = connectors.version + 1 RETURNING {columns}"
    ))
}

async fn count_flows(
    transaction: &mut Transaction<'_, Any>,
    environment: &EnvironmentId,
) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) AS n FROM connectors WHERE environment = $1";
    let query = sqlx::query(SQL).bind(environment.as_str());
    let row = query.fetch_one(&mut **transaction).await?;
    Columns::new("connectors", &row).int("n")
}

/// Locks the tenant's row and then the flow's. Every transaction that needs both locks them in this order, so that none
/// waits for another forever.
///
/// # Errors
/// - Returns [`StoreError::UnknownTenant`] if the tenant does not exist.
/// - Returns [`StoreError::UnknownFlow`] if the flow does not exist. The transaction can go on.
pub(crate) async fn lock_tenant_and_flow(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    flow: &FlowId,
) -> Result<(), StoreError> {
    lock_existing_tenant(transaction, scope).await?;
    if !lock_flow(transaction, &scope.environment, flow).await? {
        return Err(StoreError::UnknownFlow(flow.clone()));
    }
    Ok(())
}

/// Locks the flow's row until the transaction ends. Returns whether the flow exists.
///
/// SQLite has no SELECT FOR UPDATE. An update that changes nothing locks the row in both databases.
pub(crate) async fn lock_flow(
    transaction: &mut Transaction<'_, Any>,
    environment: &EnvironmentId,
    flow: &FlowId,
) -> Result<bool, StoreError> {
    const SQL: &str =
        "UPDATE connectors SET updated_at = updated_at WHERE environment = $1 AND flow = $2";
    let query = sqlx::query(SQL)
        .bind(environment.as_str())
        .bind(flow.as_str());
    Ok(query.execute(&mut **transaction).await?.rows_affected() > 0)
}
