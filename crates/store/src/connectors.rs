//! What a flow's widget asks for, versioned so that two admins do not overwrite each other.

macro_rules! columns {
    () => {
        "flow, direction, params, version, updated_at"
    };
}
pub(crate) use columns;

use crate::error::StoreError;
use crate::events::{Actor, NewEvent, record};
use crate::row::{Columns, to_json};
use crate::store::Store;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId, RawParams};
use sqlx::any::AnyRow;

/// The settings of one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    pub flow: FlowId,
    pub direction: Direction,
    pub params: ConnectUiParams,
    /// 1 at first, and one more with every write.
    pub version: i64,
    pub updated_at: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum PutConnectorError {
    #[error("the connector was changed by somebody else in the meantime")]
    VersionConflict {
        /// The version that is there now; `None` when there is no connector.
        current: Option<i64>,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub struct PutConnector<'a> {
    pub flow: &'a FlowId,
    pub direction: Direction,
    pub params: &'a ConnectUiParams,
    pub expected_version: Option<i64>,
}

/// A connector as it was at some time.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorVersion {
    pub version: i64,
    pub direction: Direction,
    /// As they were saved; today's rules may refuse them.
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
        Self::read(Columns::new("connectors", row))
    }

    pub(crate) fn read(row: Columns<'_>) -> Result<Self, StoreError> {
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
    /// # Errors
    /// When the database fails or its row cannot be read.
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

    /// All of the environment's connectors, by flow.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
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
        // Sorted here: the two databases may order text differently.
        connectors.sort_by(|a, b| a.flow.cmp(&b.flow));
        Ok(connectors)
    }

    /// Writes the connector: only over `expected_version` when one is given, else whatever is there. The
    /// version before stays in the history, and the log says who wrote this one.
    ///
    /// # Errors
    /// [`PutConnectorError::VersionConflict`] when another version is there than the expected one;
    /// [`StoreError::UnknownOwner`] without the environment; else when the database fails.
    pub async fn put_connector(
        &self,
        put: &PutConnector<'_>,
        event: &NewEvent,
        now: i64,
    ) -> Result<Connector, PutConnectorError> {
        const UPSERT: &str = "INSERT INTO connectors (environment, flow, direction, params, version, updated_at) VALUES ($1, $2, $3, $4, 1, $5) \
             ON CONFLICT (environment, flow) DO UPDATE SET direction = excluded.direction, params = excluded.params, \
             version = connectors.version + 1, updated_at = excluded.updated_at \
             RETURNING flow, direction, params, version, updated_at";
        const UPDATE: &str = "UPDATE connectors SET direction = $3, params = $4, version = version + 1, updated_at = $5 \
             WHERE environment = $1 AND flow = $2 AND version = $6 \
             RETURNING flow, direction, params, version, updated_at";
        const KEEP: &str = "INSERT INTO connector_versions (environment, flow, version, direction, params, saved_at, actor, actor_name) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (environment, flow) = (&event.environment, put.flow);
        let params = to_json(put.params)?;
        let query = sqlx::query(if put.expected_version.is_some() {
            UPDATE
        } else {
            UPSERT
        })
        .bind(environment.as_str())
        .bind(flow.as_str())
        .bind(put.direction.as_str())
        .bind(&params)
        .bind(now);
        let query = match put.expected_version {
            Some(expected) => query.bind(expected),
            None => query,
        };
        let mut transaction = self.begin().await?;
        let row = query
            .fetch_all(&mut *transaction)
            .await
            .map_err(StoreError::from)?
            .pop();
        let Some(row) = row else {
            drop(transaction);
            let current = self.connector(environment, flow).await?;
            return Err(PutConnectorError::VersionConflict {
                current: current.map(|connector| connector.version),
            });
        };
        let connector = Connector::from_row(&row)?;
        let keep = sqlx::query(KEEP)
            .bind(environment.as_str())
            .bind(flow.as_str())
            .bind(connector.version)
            .bind(put.direction.as_str())
            .bind(&params)
            .bind(now)
            .bind(event.actor.kind())
            .bind(event.actor.name());
        keep.execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(connector)
    }

    /// The versions the flow's connector had, the newest first, or from the one `before` another.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
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

    /// # Errors
    /// When the database fails or its row cannot be read.
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
