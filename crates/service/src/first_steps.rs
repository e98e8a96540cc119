//! What an environment still needs before its first tenant is connected.

use crate::error::Error;
use crate::service::Service;
use domain::EnvironmentId;

/// Which of the first steps are done, besides the first flow. A step counts as done however it was done, for example through the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstSteps {
    pub has_api_key: bool,
    /// Whether there is a tenant. The first connect link creates one.
    pub has_tenant: bool,
}

impl Service {
    /// Returns the first steps, or `None` if a tenant is connected and all of them are done.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn first_steps(
        &self,
        environment: &EnvironmentId,
    ) -> Result<Option<FirstSteps>, Error> {
        if self.has_connections(environment, None).await? {
            return Ok(None);
        }
        let keys = self.store.api_keys(environment).await?;
        let tenants = self.store.newest_tenants(environment, None, 1).await?;
        Ok(Some(FirstSteps {
            has_api_key: keys.iter().any(|key| key.revoked_at.is_none()),
            has_tenant: !tenants.is_empty(),
        }))
    }
}
