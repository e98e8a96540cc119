//! A flow's connector: which way files move, and which fields tenants see.

use crate::{Error, Service};
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use serde_json::json;
use store::{Connector, ConnectorVersion, NewEvent, PutConnector};

pub const VERSIONS_A_PAGE: usize = 50;

/// A page of a connector's versions.
#[derive(Clone, Debug)]
pub struct ConnectorHistory {
    /// The newest first.
    pub versions: Vec<ConnectorVersion>,
    /// What the last of these was made from, where there is one: the first of the next page.
    pub older: Option<ConnectorVersion>,
}

impl Service {
    /// # Errors
    /// [`Error::UnknownFlow`] when there is none; else when the store fails.
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

    /// # Errors
    /// When the store fails.
    pub async fn connectors(&self, environment: &EnvironmentId) -> Result<Vec<Connector>, Error> {
        Ok(self.store.connectors(environment).await?)
    }

    /// Writes the settings; a flow comes into being with its connector. Saved connections stay as they are.
    ///
    /// # Errors
    /// [`Error::VersionConflict`] when `expected_version` is no longer the present one.
    pub async fn put_connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        direction: Direction,
        params: &ConnectUiParams,
        expected_version: Option<i64>,
    ) -> Result<Connector, Error> {
        let put = PutConnector {
            flow,
            direction,
            params,
            expected_version,
        };
        self.write(&put, self.event(environment, "connector.saved"))
            .await
    }

    /// Makes an earlier version the present one again, as a version of its own.
    ///
    /// # Errors
    /// [`Error::NoVersion`] when there was none of this number, [`Error::Fields`] when today's rules refuse what it
    /// held, [`Error::VersionConflict`] when `expected_version` is no longer the present one.
    pub async fn restore_connector(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        version: i64,
        expected_version: i64,
    ) -> Result<Connector, Error> {
        let earlier = self.connector_version(environment, flow, version).await?;
        let params = ConnectUiParams::from_raw(&earlier.params).map_err(Error::Fields)?;
        let put = PutConnector {
            flow,
            direction: earlier.direction,
            params: &params,
            expected_version: Some(expected_version),
        };
        let event = self.event(environment, "connector.restored");
        self.write(&put, event.with(json!({ "version": version })))
            .await
    }

    async fn write(&self, put: &PutConnector<'_>, mut event: NewEvent) -> Result<Connector, Error> {
        event.flow = Some(put.flow.clone());
        Ok(self.store.put_connector(put, &event, self.now()).await?)
    }

    /// The latest versions of a connector, or those `before` another.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connector_history(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
        before: Option<i64>,
    ) -> Result<ConnectorHistory, Error> {
        let one_more = i64::try_from(VERSIONS_A_PAGE + 1).unwrap_or(i64::MAX);
        let mut versions = self
            .store
            .connector_versions(environment, flow, before, one_more)
            .await?;
        let older = (versions.len() > VERSIONS_A_PAGE).then(|| versions.pop());
        let older = older.flatten();
        Ok(ConnectorHistory { versions, older })
    }

    /// # Errors
    /// [`Error::NoVersion`], or the store's failure.
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
