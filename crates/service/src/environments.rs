//! The vendor's environments, and the creation of flows in them.

use crate::error::Error;
use crate::service::Service;
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use store::{AuditAction, Connector};

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
