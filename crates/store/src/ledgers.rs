//! The ledgers: which objects transfers have already moved from or to a connection's bucket.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::tenant_scope::TenantScope;
use domain::FlowId;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::fmt::Write as _;

const TABLE: &str = "moved_objects";
/// The number of keys in one `SELECT`. SQLite accepts 32,766 values in a statement, but the database plans a statement
/// again for each number of values.
const KEYS_PER_SELECT: usize = 500;
/// The number of rows in one `INSERT`.
const ROWS_PER_INSERT: usize = 200;

/// Identifies a ledger: one for each connection, direction and bucket.
#[derive(Clone, Copy, Debug)]
pub struct LedgerKey<'a> {
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
    pub direction: TransferDirection,
    /// The bucket's name, preceded by the endpoint if it is not in Amazon S3.
    pub bucket: &'a str,
}

/// Which way a transfer moves objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferDirection {
    /// From the bucket to a folder.
    Fetch,
    /// From a folder to the bucket.
    Export,
}

impl TransferDirection {
    fn as_str(self) -> &'static str {
        match self {
            Self::Fetch => "read",
            Self::Export => "write",
        }
    }
}

/// The primary key of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerId(String);

/// An object, with the properties that it had when it was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedObject {
    pub key: String,
    pub etag: String,
    /// The size in bytes.
    pub size: i64,
    /// When the object or the file was last modified, in Unix milliseconds.
    pub modified: i64,
}

impl Store {
    /// Returns the ID of the ledger. Creates the ledger with the ID `new_id` if it does not exist.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownOwner`] if the connection does not exist.
    /// - Returns another error if the database fails.
    pub async fn ledger(&self, key: LedgerKey<'_>, new_id: &str) -> Result<LedgerId, StoreError> {
        const FIND: &str = "SELECT ledger FROM ledgers \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND direction = $4 AND bucket = $5";
        let insert = NewRow::new("ledgers")
            .set("ledger", new_id)
            .set("environment", key.scope.environment.as_str())
            .set("tenant", key.scope.tenant.as_str())
            .set("flow", key.flow.as_str())
            .set("direction", key.direction.as_str())
            .set("bucket", key.bucket)
            .into_query("ON CONFLICT (environment, tenant, flow, direction, bucket) DO NOTHING")?;
        // Insert first and then read, so that concurrent calls agree on one ID.
        self.write(insert).await?;
        let find = sqlx::query(FIND)
            .bind(key.scope.environment.as_str())
            .bind(key.scope.tenant.as_str())
            .bind(key.flow.as_str())
            .bind(key.direction.as_str())
            .bind(key.bucket);
        let row = self.read_one(find).await?.ok_or(StoreError::Corrupt {
            table: "ledgers",
            column: "ledger",
        })?;
        Ok(LedgerId(Columns::new("ledgers", &row).text("ledger")?))
    }

    /// Returns the ledger's entries for these keys. Keys without an entry are left out.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn find_moved<'a>(
        &self,
        ledger: &LedgerId,
        keys: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, MovedObject>, StoreError> {
        let keys: Vec<&str> = keys.collect();
        let mut found = HashMap::with_capacity(keys.len());
        for keys in keys.chunks(KEYS_PER_SELECT) {
            let mut sql = String::from(
                "SELECT key, etag, size, modified FROM moved_objects WHERE ledger = $1 AND key IN (",
            );
            for n in 0..keys.len() {
                let _ = write!(sql, "{}${}", if n > 0 { ", " } else { "" }, n + 2);
            }
            sql.push(')');
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(ledger.0.as_str());
            for key in keys {
                query = query.bind(*key);
            }
            for row in self.read_all(query).await? {
                let row = Columns::new(TABLE, &row);
                let object = MovedObject {
                    key: row.text("key")?,
                    etag: row.text("etag")?,
                    size: row.int("size")?,
                    modified: row.int("modified")?,
                };
                found.insert(object.key.clone(), object);
            }
        }
        Ok(found)
    }

    /// Records moved objects. An entry for the same key is replaced.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownOwner`] if the connection was deleted.
    /// - Returns another error if the database fails.
    pub async fn record_moved(
        &self,
        ledger: &LedgerId,
        job: &str,
        objects: &[MovedObject],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for objects in objects.chunks(ROWS_PER_INSERT) {
            let mut sql = String::from(
                "INSERT INTO moved_objects (ledger, job, key, etag, size, modified) VALUES ",
            );
            for n in 0..objects.len() {
                // Parameters 1 and 2 are the ledger and the job. Each row has four more.
                let first = 3 + 4 * n;
                let comma = if n > 0 { ", " } else { "" };
                let _ = write!(
                    sql,
                    "{comma}($1, $2, ${first}, ${}, ${}, ${})",
                    first + 1,
                    first + 2,
                    first + 3
                );
            }
            sql.push_str(
                " ON CONFLICT (ledger, key) DO UPDATE SET job = excluded.job, etag = excluded.etag, \
                 size = excluded.size, modified = excluded.modified",
            );
            let mut query = sqlx::query(AssertSqlSafe(sql))
                .bind(ledger.0.as_str())
                .bind(job);
            for object in objects {
                query = query
                    .bind(object.key.as_str())
                    .bind(object.etag.as_str())
                    .bind(object.size)
                    .bind(object.modified);
            }
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes the entries below a prefix that other jobs wrote. A job calls this after it has seen every object there:
    /// the entries that it did not rewrite belong to objects that no longer exist.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_moved_by_other_jobs(
        &self,
        ledger: &LedgerId,
        job: &str,
        prefix: &str,
    ) -> Result<(), StoreError> {
        // `substr` and not LIKE, because a prefix can contain `%` and `_`.
        const SQL: &str = "DELETE FROM moved_objects \
             WHERE ledger = $1 AND job <> $2 AND substr(key, 1, length($3)) = $3";
        let query = sqlx::query(SQL)
            .bind(ledger.0.as_str())
            .bind(job)
            .bind(prefix);
        self.write(query).await?;
        Ok(())
    }
}
