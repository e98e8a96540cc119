//! What a tenant has to set up in AWS for one flow.

use crate::error::Error;
use crate::service::Service;
use domain::SetupRequirements;
use domain::setup_guide::ResourceName;
use store::{Connector, Tenant, TenantScope};
use url::Url;

impl Service {
    /// Returns what the tenant has to set up in AWS.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn setup_requirements(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
    ) -> Result<SetupRequirements, Error> {
        let template_url = self.template_url(&scope.environment).await?;
        Ok(self.requirements_with_template(scope, connector, tenant, template_url))
    }

    /// Returns what the tenant has to set up in AWS, with a template URL that the caller has already read.
    pub(crate) fn requirements_with_template(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
        template_url: Option<Url>,
    ) -> SetupRequirements {
        SetupRequirements {
            name: ResourceName::new(&scope.environment, &connector.flow, &scope.tenant),
            direction: connector.direction,
            temporary_credentials: connector.params.temporary_credentials(),
            principal: self.principal(),
            external_ids: tenant.external_ids(),
            template_url: template_url.map(Into::into),
        }
    }
}
