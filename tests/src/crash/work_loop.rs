//! Makes a writer send one change after another until the server is killed.

use super::history::Subject;
use super::server_host::ServerUnderTest;
use super::writer::{ServerKilled, Writer};
use std::time::Duration;

impl Writer {
    /// Changes the writer's subject until the server is killed.
    pub async fn run(&mut self, server: &ServerUnderTest<'_>) {
        while self.send_next_change(server).await.is_ok() {
            // The audit log has times in milliseconds. The pause gives each entry a time of its own, so they have an
            // order.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    async fn send_next_change(&mut self, server: &ServerUnderTest<'_>) -> Result<(), ServerKilled> {
        match self.history.subject.clone() {
            Subject::Tenant(name) => self.run_tenant_operation(&name, server).await,
            Subject::Connector => self.save_connector(server).await,
            Subject::ApiKeys => self.change_api_keys(server).await,
            Subject::Settings => self.change_settings(server).await,
        }
    }
}
