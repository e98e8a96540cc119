//! What was moved from and to a connection's bucket.

use crate::error::StoreError;
use crate::row::Columns;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::FlowId;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use std::fmt::Write as _;

const TABLE: &str = "moved_objects";
/// Rows in one statement. `SQLite` takes 32,766 values, and a statement is planned anew for each length.
const LOOKED_UP_AT_ONCE: usize = 500;
const WRITTEN_AT_ONCE: usize = 200;

/// Which ledger: of a connection, for one direction and one bucket.
#[derive(Clone, Copy, Debug)]
pub struct LedgerOf<'a> {
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
    pub direction: MovedTo,
    /// With its store's address in front, where it is another than S3.
    pub bucket: &'a str,
}

/// Which way the objects of a ledger were moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedTo {
    Folder,
    Bucket,
}

impl MovedTo {
    fn as_str(self) -> &'static str {
        match self {
            Self::Folder => "read",
            Self::Bucket => "write",
        }
    }
}

/// A ledger's name in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerId(String);

/// An object as it was when it was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedObject {
    pub key: String,
    pub etag: String,
    /// In bytes.
    pub size: i64,
    /// Unix milliseconds, of the object or the file.
    pub modified: i64,
}

impl Store {
    /// Returns the ledger, which is begun if there is none. `new` is its name then.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the connection; else when the database fails.
    pub async fn ledger(&self, of: LedgerOf<'_>, new: &str) -> Result<LedgerId, StoreError> {
        const INSERT: &str = "INSERT INTO ledgers (ledger, environment, tenant, flow, direction, bucket) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (environment, tenant, flow, direction, bucket) DO NOTHING";
        const FIND: &str = "SELECT ledger FROM ledgers \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND direction = $4 AND bucket = $5";
        let insert = sqlx::query(INSERT)
            .bind(new)
            .bind(of.scope.environment.as_str())
            .bind(of.scope.tenant.as_str())
            .bind(of.flow.as_str())
            .bind(of.direction.as_str())
            .bind(of.bucket);
        self.write(insert).await?;
        let find = sqlx::query(FIND)
            .bind(of.scope.environment.as_str())
            .bind(of.scope.tenant.as_str())
            .bind(of.flow.as_str())
            .bind(of.direction.as_str())
            .bind(of.bucket);
        let row = self.read_one(find).await?.ok_or(StoreError::Corrupt {
            table: "ledgers",
            column: "ledger",
        })?;
        Ok(LedgerId(Columns::new("ledgers", &row).text("ledger")?))
    }

    /// Returns those of the objects' keys that the ledger has, each with how the object was when it was moved.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn moved<'a>(
        &self,
        ledger: &LedgerId,
        keys: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, MovedObject>, StoreError> {
        let keys: Vec<&str> = keys.collect();
        let mut found = HashMap::with_capacity(keys.len());
        for keys in keys.chunks(LOOKED_UP_AT_ONCE) {
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

    /// Remembers objects, in place of what was known of their keys.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] when the connection is gone; else when the database fails.
    pub async fn record_moved(
        &self,
        ledger: &LedgerId,
        job: &str,
        objects: &[MovedObject],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for objects in objects.chunks(WRITTEN_AT_ONCE) {
            let mut sql = String::from(
                "INSERT INTO moved_objects (ledger, job, key, etag, size, modified) VALUES ",
            );
            for n in 0..objects.len() {
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

    /// Forgets the objects below a prefix that another job moved: a job that looked at all of them did not find them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_moved_by_others(
        &self,
        ledger: &LedgerId,
        job: &str,
        prefix: &str,
    ) -> Result<(), StoreError> {
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
