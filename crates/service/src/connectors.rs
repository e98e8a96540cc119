//! A flow's connector: which way files move, and which fields tenants see.

use crate::{Error, Service};
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use store::{Connector, ConnectorVersion, PutConnector};

const VERSIONS_SHOWN: i64 = 100;

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
        let mut event = self.event(environment, "connector.saved");
        event.flow = Some(flow.clone());
        Ok(self.store.put_connector(&put, &event, self.now()).await?)
    }

    /// Every version of a connector, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connector_history(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<Vec<ConnectorVersion>, Error> {
        Ok(self
            .store
            .connector_versions(environment, flow, VERSIONS_SHOWN)
            .await?)
    }
}
