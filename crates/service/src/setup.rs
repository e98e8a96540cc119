//! What a tenant is asked to set up in AWS.

use crate::{Error, Service};
use domain::{EnvironmentId, Terms, setup::SetupName};
use store::{Connector, Setting, Tenant, TenantScope};
use url::Url;

impl Service {
    /// Where the vendor hosts the CloudFormation template that links open; `None` when nobody set it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn template_url(&self, environment: &EnvironmentId) -> Result<Option<Url>, Error> {
        let text = self
            .store
            .setting(environment, Setting::TemplateUrl)
            .await?;
        Ok(text.and_then(|text| Url::parse(&text).ok()))
    }

    /// # Errors
    /// When the store fails.
    pub async fn terms(
        &self,
        scope: &TenantScope,
        connector: &Connector,
        tenant: &Tenant,
    ) -> Result<Terms, Error> {
        let template_url = self.template_url(&scope.environment).await?;
        Ok(Terms {
            name: SetupName::new(&scope.environment, &connector.flow, &scope.tenant),
            direction: connector.direction,
            principal: self.principal(),
            external_ids: tenant.external_ids(),
            template_url: template_url.map(Into::into),
        })
    }
}
