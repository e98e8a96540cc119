//! Tenants, each with an external ID.

macro_rules! columns {
    () => {
        "tenant, root_tenant, external_id, external_id_created_at, previous_external_id, created_at"
    };
}
pub(crate) use columns;

use crate::error::StoreError;
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{ExternalId, TenantId};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub tenant: TenantId,
    pub root_tenant: Option<TenantId>,
    pub external_id: ExternalId,
    pub external_id_created_at: i64,
    /// Still good, until every connection that relies on it was checked with the new one.
    pub previous_external_id: Option<ExternalId>,
    pub created_at: i64,
}

impl Tenant {
    /// The one to use, and after it the one that is still good while it is being replaced.
    pub fn external_ids(&self) -> Vec<ExternalId> {
        let ids = [Some(&self.external_id), self.previous_external_id.as_ref()];
        ids.into_iter().flatten().cloned().collect()
    }

    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Self::read(Columns::new("tenants", row))
    }

    pub(crate) fn read(row: Columns<'_>) -> Result<Self, StoreError> {
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
    /// # Errors
    /// When the database fails or its row cannot be read.
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

    /// The tenant, made on the first call that names it. Only then is the candidate used: whoever comes
    /// second, even at the same moment, gets the first one's external ID. A root tenant that is given
    /// is kept; where none is given, the one known stays.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment, [`StoreError::ExternalIdTaken`] when the candidate is,
    /// or ever was, another tenant's, in this case or another; else when the database fails or its row cannot be read.
    pub async fn ensure_tenant(
        &self,
        scope: &TenantScope,
        root_tenant: Option<&TenantId>,
        candidate: ExternalId,
        now: i64,
    ) -> Result<Tenant, StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO tenants (environment, tenant, root_tenant, external_id, external_id_created_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, $5) \
             ON CONFLICT (environment, tenant) DO UPDATE SET root_tenant = COALESCE(excluded.root_tenant, tenants.root_tenant) \
             RETURNING ",
            columns!()
        );
        // Nearly always there is nothing to write.
        if let Some(tenant) = self.tenant(scope).await?
            && (root_tenant.is_none() || root_tenant == tenant.root_tenant.as_ref())
        {
            return Ok(tenant);
        }
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(root_tenant.map(TenantId::as_str))
            .bind(candidate.as_str())
            .bind(now);
        let mut transaction = self.begin().await?;
        let row = query
            .fetch_all(&mut *transaction)
            .await
            .map_err(external_id_taken)?
            .pop();
        let row = row.ok_or(StoreError::Failed("the tenant was not written".into()))?;
        let tenant = Tenant::from_row(&row)?;
        if tenant.external_id == candidate {
            claim(&mut transaction, scope, &candidate, now).await?;
        }
        transaction.commit().await?;
        Ok(tenant)
    }
}

/// Makes transactions about one tenant follow one another. It comes first in each of them: SQLite then takes its write
/// lock at once, and in PostgreSQL the statements that follow see what the transaction before wrote.
pub(crate) async fn lock(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
) -> Result<(), StoreError> {
    // SQLite has no SELECT FOR UPDATE. Writing what is there already locks the row in both.
    const SQL: &str =
        "UPDATE tenants SET created_at = created_at WHERE environment = $1 AND tenant = $2";
    let query = sqlx::query(SQL)
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str());
    query.execute(&mut **transaction).await?;
    Ok(())
}

/// Makes an external ID the tenant's for good and in every case, before it is used. Of two who ask at once, the second
/// waits here for what becomes of the first.
pub(crate) async fn claim(
    transaction: &mut Transaction<'_, Any>,
    scope: &TenantScope,
    id: &ExternalId,
    now: i64,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO external_id_owners (lower_external_id, environment, tenant, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (lower_external_id) DO UPDATE SET since = external_id_owners.since \
         WHERE external_id_owners.environment = excluded.environment AND external_id_owners.tenant = excluded.tenant";
    let query = sqlx::query(SQL)
        .bind(id.folded())
        .bind(scope.environment.as_str())
        .bind(scope.tenant.as_str())
        .bind(now);
    match query.execute(&mut **transaction).await?.rows_affected() {
        0 => Err(StoreError::ExternalIdTaken),
        _ => Ok(()),
    }
}

/// The tenant's own key cannot be violated, for the statement says what to do then.
pub(crate) fn external_id_taken(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => {
            StoreError::ExternalIdTaken
        }
        _ => error.into(),
    }
}
