//! Admits a call of the REST API: recognizes its API key, and counts the call.

use crate::api_call_limit::{ApiCallLimit, CallBudget};
use crate::error::Error;
use crate::service::Service;
use secrecy::SecretString;
use std::num::NonZeroU32;
use store::{ApiKey, api_key_lookup};

impl Service {
    /// Returns the same service with a limit of calls per second for each API key. Without one, calls are not limited.
    #[must_use]
    pub fn with_api_call_limit(&self, calls_per_second: Option<NonZeroU32>) -> Self {
        Self {
            api_call_limit: calls_per_second.map(ApiCallLimit::new),
            ..self.clone()
        }
    }

    /// Returns the stored properties of the key of a call, and what remains of its budget if calls are limited.
    ///
    /// # Errors
    /// - Returns the errors of [`Service::authenticate`].
    /// - Returns [`Error::TooManyCalls`] if the key has used up its budget.
    pub async fn admit_api_call(
        &self,
        key: &SecretString,
    ) -> Result<(ApiKey, Option<CallBudget>), Error> {
        let lookup = api_key_lookup(key);
        let read = self.store.api_key_lookups();
        if !self.known_api_keys.contains(&lookup, read).await? {
            return Err(Error::UnknownKey);
        }
        // The call is counted before the database is asked, so calls beyond the limit do not reach the database. Guesses are
        // not counted: their number is not limited, so neither would be the memory for their counts.
        let counted = self.api_call_limit.as_ref();
        let counted = counted.map(|limit| limit.try_acquire(&lookup)).transpose();
        let budget = counted.map_err(Error::TooManyCalls)?;
        Ok((self.authenticate(key).await?, budget))
    }
}
