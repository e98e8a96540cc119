//! The vendor's environments and the flows in them: creating and deleting them.

use crate::error::Error;
use crate::service::Service;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use serde_json::{Map, Value};
use store::{
    AuditAction, ConnectionCriteria, ConnectionFilter, Connector, EnvironmentDeletion,
    FlowDeletion, NewServerEvent, ServerAction, TenantQuery,
};

impl Service {
    /// Returns all environments, sorted by ID.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn environments(&self) -> Result<Vec<EnvironmentId>, Error> {
        Ok(self.store.environments().await?)
    }

    /// Creates an empty environment.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if it already exists.
    /// - Returns another error if the database fails.
    pub async fn create_environment(&self, id: &EnvironmentId) -> Result<(), Error> {
        let event = self.event(id, AuditAction::EnvironmentCreated);
        if !self.store.create_environment(&event, self.now()).await? {
            let detail = format!("An environment “{id}” already exists.");
            return Err(Error::field("environment", "taken", detail));
        }
        Ok(())
    }

    /// Deletes an environment that has no flow. Its API keys are revoked, and its settings are removed. Its tenants, their
    /// external IDs and its log stay on record: they are there again if the environment is created again.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownEnvironment`] if it does not exist.
    /// - Returns [`Error::EnvironmentHasFlows`] if it has a flow.
    /// - Returns another error if the database fails.
    pub async fn delete_environment(&self, id: &EnvironmentId) -> Result<(), Error> {
        let event = self.event(id, AuditAction::EnvironmentDeleted);
        let name = Value::from(id.as_str());
        let server_event = NewServerEvent {
            actor: self.actor.clone(),
            action: ServerAction::EnvironmentDeleted,
            detail: Map::from_iter([("environment".to_owned(), name)]),
        };
        let deletion = self
            .store
            .delete_environment(&event, &server_event, self.now());
        match deletion.await? {
            EnvironmentDeletion::Deleted => Ok(()),
            EnvironmentDeletion::UnknownEnvironment => Err(Error::UnknownEnvironment(id.clone())),
            EnvironmentDeletion::HasFlows => Err(Error::EnvironmentHasFlows(id.clone())),
        }
    }

    /// Deletes a flow that no tenant is connected to, with its settings and their history. Its links end.
    ///
    /// # Errors
    /// - Returns [`Error::UnknownFlow`] if it does not exist.
    /// - Returns [`Error::FlowHasConnections`] if a tenant is connected to it.
    /// - Returns another error if the database fails.
    pub async fn delete_flow(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<(), Error> {
        let mut event = self.event(environment, AuditAction::FlowDeleted);
        event.flow = Some(flow.clone());
        match self.store.delete_flow(flow, &event, self.now()).await? {
            FlowDeletion::Deleted => Ok(()),
            FlowDeletion::UnknownFlow => Err(Error::UnknownFlow(flow.clone())),
            FlowDeletion::HasConnections => Err(Error::FlowHasConnections(flow.clone())),
        }
    }

    /// Returns whether a tenant is connected to the flow, or, without a flow, to any flow of the environment.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn has_connections(
        &self,
        environment: &EnvironmentId,
        flow: Option<&FlowId>,
    ) -> Result<bool, Error> {
        let query = TenantQuery {
            connections: ConnectionFilter::Matching(ConnectionCriteria {
                flow,
                ..ConnectionCriteria::default()
            }),
            limit: 1,
            ..TenantQuery::default()
        };
        Ok(!self.store.tenants(environment, &query).await?.is_empty())
    }

    /// Creates a flow with the standard fields, which the vendor can change afterwards.
    ///
    /// # Errors
    /// - Returns [`Error::Fields`] if it already exists.
    /// - Returns another error if the database fails.
    pub async fn create_flow(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<Connector, Error> {
        if self.store.connector(environment, flow).await?.is_some() {
            let detail = format!("A flow “{flow}” already exists.");
            return Err(Error::field("flow", "taken", detail));
        }
        let params = ConnectUiParams::standard();
        self.put_connector(environment, flow, Direction::Both, &params, None)
            .await
    }
}
