//! What can go wrong with the database, in plain words that never hold a value, a secret or a password.

type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `DATABASE_URL` itself is not understood.
    #[error("DATABASE_URL {0}")]
    Address(String),
    #[error("the database {place} cannot be opened: {reason}")]
    Open { place: String, reason: String },
    #[error("the database {place} cannot be brought up to date: {reason}")]
    Migrate { place: String, reason: String },
    #[error("the database is busy: no connection to it became free in time")]
    Busy,
    #[error("the database could not do this: {0}")]
    Failed(#[source] Cause),
    /// A row was to be written for an environment or tenant that is not there: `ensure_environment` and
    /// `ensure_tenant` come first.
    #[error("the environment or tenant this belongs to does not exist yet")]
    UnknownOwner,
    #[error("another tenant, of this environment or another, has this external ID or had it")]
    ExternalIdTaken,
    #[error("this API key belongs to another environment already")]
    ApiKeyTaken,
    #[error("the database holds something in {table}.{column} that cannot be read back")]
    Corrupt {
        table: &'static str,
        column: &'static str,
    },
    #[error(
        "{table}.{column} was made with another master key; add that key to the end of the list in S3_CONNECT_MASTER_KEY"
    )]
    OtherMasterKey {
        table: &'static str,
        column: &'static str,
    },
    /// Right key, wrong text: it was changed, or moved here from another row or column.
    #[error("{table}.{column} was changed or moved since it was encrypted, so it is not used")]
    Tampered {
        table: &'static str,
        column: &'static str,
    },
    #[error("a secret could not be encrypted")]
    Seal,
}

impl StoreError {
    pub(crate) fn failed(cause: impl Into<Cause>) -> Self {
        Self::Failed(cause.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(error) if error.is_foreign_key_violation() => Self::UnknownOwner,
            other => Self::failed(other),
        }
    }
}
