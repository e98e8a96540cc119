//! The errors of this crate. Their texts never contain a stored value, a secret or a password.

use domain::{EnvironmentId, FlowId, TenantId};
use sqlx::error::DatabaseError;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why an operation on the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `DATABASE_URL` is not valid.
    #[error("DATABASE_URL {0}")]
    DatabaseUrl(String),
    #[error("the database {database} cannot be opened: {reason}")]
    Open { database: String, reason: String },
    #[error("the database {database} cannot be migrated: {reason}")]
    Migrate { database: String, reason: String },
    /// No connection became free in time, or the transaction was rolled back because it waited for another one.
    #[error("the database is busy")]
    Busy,
    #[error("the database operation failed: {0}")]
    Failed(#[source] Cause),
    /// The environment, tenant or connection that the new row belongs to does not exist. It was not created yet, or was
    /// deleted meanwhile.
    #[error("the environment, tenant or connection does not exist")]
    UnknownOwner,
    #[error("the environment {0} does not exist any more")]
    UnknownEnvironment(EnvironmentId),
    #[error("the tenant {0} does not exist any more")]
    UnknownTenant(TenantId),
    #[error("the flow {0} does not exist any more")]
    UnknownFlow(FlowId),
    #[error(
        "another tenant, of this environment or another, has this external ID or used to have it"
    )]
    ExternalIdTaken,
    /// The link of the request was ended or has expired, or its API key was revoked. Only the check was recorded.
    #[error("the link or API key of the request is not valid any more")]
    InvalidCredential,
    #[error("this API key already belongs to another environment")]
    ApiKeyTaken,
    #[error("the database contains a value in {table}.{column} that cannot be parsed")]
    Corrupt {
        table: &'static str,
        column: &'static str,
    },
    #[error(
        "{table}.{column} was encrypted with another master key; add that key to the end of the list in S3_CONNECT_MASTER_KEY"
    )]
    OtherMasterKey {
        table: &'static str,
        column: &'static str,
    },
    /// The key is right, but the text was changed, or moved here from another row or column.
    #[error("{table}.{column} was changed or moved after it was encrypted, so it cannot be used")]
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

/// The codes for a transaction that failed because of another one. PostgreSQL's are `serialization_failure`,
/// `deadlock_detected`, and `lock_not_available` after `lock_timeout`. SQLite's are `SQLITE_BUSY` and its extended codes.
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>, <https://www.sqlite.org/rescode.html>
const BUSY: [&str; 7] = ["40001", "40P01", "55P03", "5", "261", "517", "773"];

fn is_busy(error: &dyn DatabaseError) -> bool {
    let code = error.code();
    code.is_some_and(|code| BUSY.contains(&code.as_ref()))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(error) if is_busy(error.as_ref()) => Self::Busy,
            // Every foreign key of the schema leads to the environment, the tenant, or a row that belongs to it.
            sqlx::Error::Database(error) if error.is_foreign_key_violation() => Self::UnknownOwner,
            other => Self::failed(other),
        }
    }
}
