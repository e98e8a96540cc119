//! The tenants, each with its external ID.

macro_rules! columns {
    () => {
        "tenant, root_tenant, external_id, external_id_created_at, previous_external_id, created_at"
    };
}
pub(crate) use columns;

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::tenant_scope::TenantScope;
use domain::{ExternalId, TenantId};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

/// A tenant of an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub tenant: TenantId,
    pub root_tenant: Option<TenantId>,
    pub external_id: ExternalId,
    pub external_id_created_at: i64,
    /// The external ID before the present one, during a rotation. It stays valid until every connection that relies on
    /// it was checked with the new ID.
    pub previous_external_id: Option<ExternalId>,
    pub created_at: i64,
}

impl Tenant {
    /// Returns the present external ID, followed by the previous one during a rotation.
    pub fn external_ids(&self) -> Vec<ExternalId> {
        let ids = [Some(&self.external_id), self.previous_external_id.as_ref()];
        ids.into_iter().flatten().cloned().collect()
    }

    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Self::from_columns(Columns::new("tenants", row))
    }

    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: row.parsed("tenant")?,
            root_tenant: row.parsed_or_null("root_tenant")?,
            external_id: row.parsed("external_id")?,
            external_id_created_at: row.int("external_id_created_at")?,
            previous_external_id: row.parsed_or_null("previous_external_id")?,
            created_at: row.int("created_at")?,
        })
    }
}

impl Store {
    /// Returns the tenant, or `None` if no call has named it yet.
    ///
    /// # Errors
    /// Returns an error if the database fails or the row cannot be parsed.
    pub async fn tenant(&self, scope: &TenantScope) -> Result<Option<Tenant>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            columns!(),
            " FROM tenants WHERE environment = $1 AND tenant = $2"
        );
        let row = self
            .read_one(
                sqlx::query(SQL)
                    .bind(scope.environment.as_str())
                    .bind(scope.tenant.as_str()),
            )
            .await?;
        row.as_ref().map(Tenant::from_row).transpose()
    }

    /// Returns the tenant. Creates it, with the candidate as its external ID, if it does not exist. If two calls create
    /// the same tenant at the same moment, both return the external ID of the first.
    ///
    /// Stores the root tenant if one is given. Otherwise the stored one stays.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownOwner`] if the environment does not exist.
    /// - Returns [`StoreError::ExternalIdTaken`] if the candidate is or ever was another tenant's, ignoring case.
    /// - Returns another error if the database fails or the row cannot be parsed.
    pub async fn ensure_tenant(
        &self,
        scope: &TenantScope,
        root_tenant: Option<&TenantId>,
        candidate: ExternalId,
        now: i64,
    ) -> Result<Tenant, StoreError> {
        const ON_CONFLICT: &str = concat!(
            "ON CONFLICT (environment, tenant) DO UPDATE SET root_tenant = COALESCE(excluded.root_tenant, tenants.root_tenant) \
             RETURNING ",
            columns!()
        );
        // Nearly every call finds an unchanged tenant. Reading first keeps those calls away from SQLite's single writer.
        if let Some(tenant) = self.tenant(scope).await?
            && (root_tenant.is_none() || root_tenant == tenant.root_tenant.as_ref())
        {
            return Ok(tenant);
        }
        let query = NewRow::new("tenants")
            .set("environment", scope.environment.as_str())
            .set("tenant", scope.tenant.as_str())
            .set("root_tenant", root_tenant.map(TenantId::as_str))
            .set("external_id", candidate.as_str())
            .set("external_id_created_at", now)
            .set("created_at", now)
            .into_query(ON_CONFLICT)?;
        let mut transaction = self.begin().await?;
        let row = query
            .fetch_all(&mut *transaction)
            .await
            .map_err(map_unique_violation)?
            .pop();
        let row = row.ok_or(StoreError::Failed("the tenant was not written".into()))?;
        let tenant = Tenant::from_row(&row)?;
        // If another call created the tenant first, its candidate was used and this one is discarded.
        if tenant.external_id == candidate {
            claim_external_id(&mut transaction, scope, &candidate, now).await?;
        }
        transaction.commit().await?;
        Ok(tenant)
    }
}

/// Locks the tenant's row, so that transactions about one tenant run one after another. Returns whether the tenant exists.
///
/// Call it first in a transaction. SQLite then takes its write lock at once. In PostgreSQL, the statements that follow see
/// what the previous transaction wrote.
pub(crate) async fn lock_tenant(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<bool, StoreError> {
    // SQLite has no SELECT FOR UPDATE. An update that changes nothing locks the row in both databases.
    const SQL: &str =
        "UPDATE tenants SET created_at = created_at WHERE environment = $1 AND tenant = $2";
    let query = sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str());
    Ok(query.execute(&mut **transaction).await?.rows_affected() > 0)
}

/// Locks the tenant's row like [`lock_tenant`].
///
/// # Errors
/// - Returns [`StoreError::UnknownTenant`] if the tenant does not exist. It may have been deleted since the request began.
/// - Returns another error if the database fails.
pub(crate) async fn lock_existing_tenant(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<(), StoreError> {
    if lock_tenant(transaction, scope).await? {
        Ok(())
    } else {
        Err(StoreError::UnknownTenant(scope.tenant.clone()))
    }
}

/// Locks the tenant's row like [`lock_existing_tenant`], if it is still the tenant that the caller read: `created_at` is the
/// one of that [`Tenant`]. A tenant that was deleted and created again has another, and must not get what belongs to the
/// first.
///
/// # Errors
/// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted, even if there is a new one with its name.
/// - Returns another error if the database fails.
pub(crate) async fn lock_same_tenant(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    created_at: i64,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE tenants SET created_at = created_at \
         WHERE environment = $1 AND tenant = $2 AND created_at = $3";
    let query = sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(created_at);
    match query.execute(&mut **transaction).await?.rows_affected() {
        0 => Err(StoreError::UnknownTenant(scope.tenant.clone())),
        _ => Ok(()),
    }
}

/// Claims an external ID for the tenant, forever and in every case, before it is used. The second of two concurrent claims
/// waits here until the first transaction ends.
pub(crate) async fn claim_external_id(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    id: &ExternalId,
    now: i64,
) -> Result<(), StoreError> {
    // The update changes nothing. It makes the number of affected rows 1 if the tenant itself already owns the ID.
    const SQL: &str = "INSERT INTO external_id_owners (lower_external_id, environment, tenant, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (lower_external_id) DO UPDATE SET since = external_id_owners.since \
         WHERE external_id_owners.environment = excluded.environment AND external_id_owners.tenant = excluded.tenant";
    // A trust policy with StringEqualsIgnoreCase accepts an ID in any case, so ownership ignores case too.
    let query = sqlx::query(SQL)
        .bind(id.to_lowercase())
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(now);
    match query.execute(&mut **transaction).await?.rows_affected() {
        0 => Err(StoreError::ExternalIdTaken),
        _ => Ok(()),
    }
}

/// Maps a unique violation to [`StoreError::ExternalIdTaken`]. The statements handle conflicts of the tenant's own primary
/// key themselves, so only the external ID can violate a constraint.
pub(crate) fn map_unique_violation(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => {
            StoreError::ExternalIdTaken
        }
        _ => error.into(),
    }
}
