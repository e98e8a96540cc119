//! The vendor's environments, and the flows in them.

use crate::{Error, Service};
use domain::{ConnectUiParams, Direction, EnvironmentId, FlowId};
use store::Connector;

impl Service {
    /// All of them, by id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn environments(&self) -> Result<Vec<EnvironmentId>, Error> {
        Ok(self.store.environments().await?)
    }

    /// Makes an environment, empty.
    ///
    /// # Errors
    /// [`Error::Fields`] when it is there already; else when the store fails.
    pub async fn create_environment(&self, id: &EnvironmentId) -> Result<(), Error> {
        let event = self.event(id, "environment.created");
        if !self.store.create_environment(&event, self.now()).await? {
            let words = format!("There is an environment “{id}” already.");
            return Err(Error::field("environment", "taken", words));
        }
        Ok(())
    }

    /// Makes a flow that asks for what every connection needs, to be changed from there.
    ///
    /// # Errors
    /// [`Error::Fields`] when it is there already; else when the store fails.
    pub async fn create_flow(
        &self,
        environment: &EnvironmentId,
        flow: &FlowId,
    ) -> Result<Connector, Error> {
        if self.store.connector(environment, flow).await?.is_some() {
            let words = format!("There is a flow “{flow}” already.");
            return Err(Error::field("flow", "taken", words));
        }
        let params = ConnectUiParams::standard();
        self.put_connector(environment, flow, Direction::Both, &params, None)
            .await
    }
}
