//! Who we are to AWS: the principal that tenants' trust policies name.

use crate::Service;
use domain::PrincipalArn;
use std::time::Duration;

/// Between two attempts to learn it.
const AGAIN: Duration = Duration::from_secs(30);

impl Service {
    pub fn principal(&self) -> Option<PrincipalArn> {
        self.principal.borrow().clone()
    }

    /// Asks AWS who we are, once.
    ///
    /// # Errors
    /// When AWS cannot say.
    pub async fn ask_principal(&self) -> Result<PrincipalArn, aws::CallerError> {
        if let Some(known) = self.principal() {
            return Ok(known);
        }
        let principal = self.aws.caller().await?;
        self.principal.send_replace(Some(principal.clone()));
        Ok(principal)
    }

    /// Asks until it is known. Until then the widget says that roles cannot be set up at the moment; keys can.
    pub async fn learn_principal(self) {
        while let Err(error) = self.ask_principal().await {
            tracing::warn!(%error, "our AWS identity is not known, so no role can be connected; asking again in {} s", AGAIN.as_secs());
            tokio::time::sleep(AGAIN).await;
        }
    }
}
