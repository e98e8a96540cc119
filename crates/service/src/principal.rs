//! Our own AWS identity: the principal that tenants' trust policies name.

use crate::service::Service;
use domain::PrincipalArn;
use std::time::Duration;

const RETRY_INTERVAL: Duration = Duration::from_secs(30);

impl Service {
    pub fn principal(&self) -> Option<PrincipalArn> {
        self.principal.borrow().clone()
    }

    /// Returns our identity. Asks AWS once if it is not known yet.
    ///
    /// # Errors
    /// Returns an error if AWS does not answer.
    pub async fn fetch_principal(&self) -> Result<PrincipalArn, aws::CallerIdentityError> {
        if let Some(principal) = self.principal() {
            return Ok(principal);
        }
        let principal = self.aws.caller_identity().await?;
        self.principal.send_replace(Some(principal.clone()));
        Ok(principal)
    }

    /// Asks AWS until our identity is known. Until then, the widget does not offer roles; access keys work.
    pub async fn fetch_principal_with_retries(self) {
        while let Err(error) = self.fetch_principal().await {
            tracing::warn!(%error, "Our AWS identity is unknown, so tenants cannot connect a role. Retrying in {} s.", RETRY_INTERVAL.as_secs());
            tokio::time::sleep(RETRY_INTERVAL).await;
        }
    }
}
