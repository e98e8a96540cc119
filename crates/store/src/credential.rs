//! What a request presented to prove who it comes from. It is verified once more in the transaction that stores the result.

use crate::audit_log::{NewAuditEvent, record};
use crate::checked_flow::CheckedFlow;
use crate::columns::Columns;
use crate::connectors::lock_flow;
use crate::database::Store;
use crate::error::StoreError;
use crate::secret_hash::{Purpose, SecretHash};
use crate::session_kind::SessionKind;
use crate::tenants::lock_same_tenant;
use secrecy::SecretString;
use sqlx::{Any, Transaction};

/// What a request presented to prove who it comes from. It must still be valid when the request's result is stored.
#[derive(Clone, Debug)]
pub enum Credential {
    Link {
        token: SecretString,
        kind: SessionKind,
    },
    ApiKey(SecretString),
}

impl Store {
    /// Begins the transaction that stores the result of a check. It locks the tenant, the flow and the credential of the
    /// request, so until the transaction ends, nobody can delete the flow, end the link or revoke the key.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted, even if there is a new one with its name. Then it
    ///   records nothing.
    /// - Returns [`StoreError::UnknownFlow`] if the flow was deleted, or [`StoreError::InvalidCredential`] if the credential
    ///   is not valid any more. Then it records only the event of the check.
    /// - Returns another error if the database fails.
    pub(crate) async fn begin_result(
        &self,
        checked: CheckedFlow<'_>,
        credential: Option<&Credential>,
        check: &NewAuditEvent,
        now: i64,
    ) -> Result<Transaction<'static, Any>, StoreError> {
        let mut transaction = self.begin().await?;
        let CheckedFlow {
            scope,
            tenant_created_at,
            flow,
        } = checked;
        lock_same_tenant(&mut transaction, scope, tenant_created_at).await?;
        let refusal = if !lock_flow(&mut transaction, &scope.environment, flow).await? {
            StoreError::UnknownFlow(flow.clone())
        } else if !lock_credential(&mut transaction, credential, now).await? {
            StoreError::InvalidCredential
        } else {
            return Ok(transaction);
        };
        record(&mut transaction, &[check], now).await?;
        transaction.commit().await?;
        Err(refusal)
    }
}

/// Returns whether the credential is valid, and keeps it so: until the transaction ends, nobody can end the link or revoke
/// the key. Without a credential, there is nothing to verify.
pub(crate) async fn lock_credential(
    transaction: &mut Transaction<'_, Any>,
    credential: Option<&Credential>,
    now: i64,
) -> Result<bool, StoreError> {
    // As in `lock_tenant`, an update that changes nothing locks the row in both databases.
    const LINK: &str = "UPDATE sessions SET expires_at = expires_at WHERE lookup = $1 AND expires_at > $2 RETURNING hash";
    const API_KEY: &str = "UPDATE api_keys SET revoked_at = revoked_at WHERE lookup = $1 AND revoked_at IS NULL RETURNING hash";
    let (table, hash, query) = match credential {
        None => return Ok(true),
        Some(Credential::Link { token, .. }) => {
            let hash = SecretHash::new(Purpose::ConnectToken, token);
            let query = sqlx::query(LINK).bind(hash.lookup()).bind(now);
            ("sessions", hash, query)
        }
        Some(Credential::ApiKey(key)) => {
            let hash = SecretHash::new(Purpose::ApiKey, key);
            let query = sqlx::query(API_KEY).bind(hash.lookup());
            ("api_keys", hash, query)
        }
    };
    // Several rows can share the short lookup value. Only the whole hash identifies one.
    for row in query.fetch_all(&mut **transaction).await? {
        let row = Columns::new(table, &row);
        let matches = hash.matches(&row.text("hash")?);
        if matches.ok_or_else(|| row.corrupt("hash"))? {
            return Ok(true);
        }
    }
    Ok(false)
}
