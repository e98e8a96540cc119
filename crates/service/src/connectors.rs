//! The connector settings of a flow: which way files move, and which fields tenants see.

use crate::error::Error;
use crate::page::{Page, one_more};
use crate::service::Service;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use serde_json::json;
use store::{
    AuditAction, Connector, ConnectorUpdate, ConnectorVersion, FlowSummary, NewAuditEvent,
};

pub const VERSIONS_PER_PAGE: usize = 50;

/// A page of the versions of a flow's connector settings.
#[derive(Clone, Debug)]
pub struct ConnectorHistory {
    /// The versions, newest first.
    pub versions: Vec<ConnectorVersion>,
    /// The version before the last of these, if there is one. It is the first of the next page, and what the last version
    /// is compared with.
    pub older: Option<ConnectorVersion>,
}

impl Service {
    /// Returns the connector settings of a flow.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns another error if the database fails.
    pub async fn connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<Connector, Error> {
        self.store
            .connector(environment, flow)
            .await?
            .ok_or_else(|| Error::UnknownFlow(flow.clone()))
    }

    /// Returns all connectors of the environment, sorted by flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn connectors(&self, environment: &EnvironmentId) -> Result<Vec<Connector>, Error> {
        Ok(self.store.connectors(environment).await?)
    }

    /// Returns a page of the environment's flows, sorted by ID. If `after` is given, continues after that flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn list_flows(
        &self,
        environment: &EnvironmentId,
        after: Option<&FlowId>,
        limit: usize,
    ) -> Result<Page<FlowSummary>, Error> {
        let flows = self
            .store
            .list_flows(environment, after, one_more(limit))
            .await?;
        Ok(Page::new(flows, limit, |last| last.flow.to_string()))
    }

    /// Returns whether the environment has a flow.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn has_flows(&self, environment: &EnvironmentId) -> Result<bool, Error> {
        Ok(self.store.has_flows(environment).await?)
    }

    /// Writes the connector settings of a flow. The first write creates the flow. Saved connections stay as they are. If the
    /// settings are the present ones, nothing is written.
    ///
    /// # Errors
    /// - Returns [`Error::VersionConflict`] if `expected_version` is not the present version.
    /// - Returns [`Error::TooManyFlows`] if the flow is new, and the environment has too many.
    /// - Returns another error if the database fails.
    pub async fn put_connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        direction: Direction,
        params: &ConnectUiParams,
        expected_version: Option<i64>,
    ) -> Result<Connector, Error> {
        let update = ConnectorUpdate {
            flow,
            direction,
            params,
            expected_version,
        };
        let event = self.event(environment, AuditAction::ConnectorSaved);
        self.write_connector(&update, event).await
    }

    /// Restores an earlier version of the connector settings, by writing it as a new version.
    ///
    /// # Errors
    /// - Returns [`Error::NoVersion`] if there is no such version.
    /// - Returns [`Error::Fields`] if the present rules refuse its parameters.
    /// - Returns [`Error::VersionConflict`] if `expected_version` is not the present version.
    /// - Returns another error if the database fails.
    pub async fn restore_connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        version: i64,
        expected_version: i64,
    ) -> Result<Connector, Error> {
        let earlier = self.connector_version(environment, flow, version).await?;
        let params = ConnectUiParams::from_raw(&earlier.params).map_err(Error::Fields)?;
        let update = ConnectorUpdate {
            flow,
            direction: earlier.direction,
            params: &params,
            expected_version: Some(expected_version),
        };
        let event = self
            .event(environment, AuditAction::ConnectorRestored)
            .with_detail(json!({ "version": version }));
        self.write_connector(&update, event).await
    }

    async fn write_connector(
        &self,
        update: &ConnectorUpdate<'_>,
        mut event: NewAuditEvent,
    ) -> Result<Connector, Error> {
        // Saving what is saved already makes no new version, so that the history shows changes only.
        let current = self
            .store
            .connector(&event.environment, update.flow)
            .await?;
        if let Some(current) = current
            && current.direction == update.direction
            && current.params == *update.params
            && update
                .expected_version
                .is_none_or(|expected| expected == current.version)
        {
            return Ok(current);
        }
        event.flow = Some(update.flow.clone());
        Ok(self.store.put_connector(update, &event, self.now()).await?)
    }

    /// Returns the latest versions of the connector settings. If `before` is given, returns only older versions than that.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn connector_history(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        before: Option<i64>,
    ) -> Result<ConnectorHistory, Error> {
        // One more than a page shows whether there is another page.
        let limit = i64::try_from(VERSIONS_PER_PAGE + 1).unwrap_or(i64::MAX);
        let mut versions = self
            .store
            .connector_versions(environment, flow, before, limit)
            .await?;
        let older = (versions.len() > VERSIONS_PER_PAGE).then(|| versions.pop());
        let older = older.flatten();
        Ok(ConnectorHistory { versions, older })
    }

    /// Returns one version of the connector settings.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if the flow has no connector.
    /// - Returns [`Error::NoVersion`] if there is no such version.
    /// - Returns another error if the database fails.
    pub async fn connector_version(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        version: i64,
    ) -> Result<ConnectorVersion, Error> {
        self.connector(environment, flow).await?;
        self.store
            .connector_version(environment, flow, version)
            .await?
            .ok_or(Error::NoVersion(version))
    }
}
