//! Pages of an environment's flows.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use domain::{Direction, EnvironmentId, FlowId};
use sqlx::any::AnyRow;

/// A flow as the list of an environment's flows shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowSummary {
    pub flow: FlowId,
    pub direction: Direction,
    /// The version of its connector settings.
    pub version: i64,
    pub updated_at: i64,
}

/// The list, along the index that has its order.
pub(crate) const LIST: &str = r#"SELECT flow, direction, version, updated_at FROM connectors
    WHERE environment = $1 AND flow COLLATE "binary" > $2 ORDER BY flow COLLATE "binary" LIMIT $3"#;

impl Store {
    /// Returns the flows of the environment, sorted by ID. If `after` is given, continues after that flow.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn list_flows(
        &self,
        environment: &EnvironmentId,
        after: Option<&FlowId>,
        limit: i64,
    ) -> Result<Vec<FlowSummary>, StoreError> {
        let query = sqlx::query(LIST)
            .bind(environment.as_str())
            .bind(after.map_or("", FlowId::as_str))
            .bind(limit);
        let rows = self.read_all(query).await?;
        rows.iter().map(read_flow).collect()
    }
}

fn read_flow(row: &AnyRow) -> Result<FlowSummary, StoreError> {
    let row = Columns::new("connectors", row);
    Ok(FlowSummary {
        flow: row.parsed("flow")?,
        direction: Direction::parse(&row.text("direction")?)
            .ok_or_else(|| row.corrupt("direction"))?,
        version: row.int("version")?,
        updated_at: row.int("updated_at")?,
    })
}
