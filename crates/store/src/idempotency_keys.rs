//! The keys of requests that must be carried out only once, with their answers. An answer can hold a connect link's
//! token, so it is encrypted.
//!
//! A request first reserves its key, and then either stores its answer or releases the key. Of several servers that get
//! the same request, only one can reserve the key, because its row is unique.

use crate::columns::Columns;
use crate::database::Store;
use crate::error::StoreError;
use crate::idempotent_request::IdempotentRequest;
use crate::sealed_column::SealedColumn;
use crate::time_ordered_id::new_time_ordered_id;
use domain::{EnvironmentId, TenantId};
use secrecy::{ExposeSecret, SecretString};
use sqlx::Any;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

const TABLE: &str = "idempotency_keys";
const ANSWER: &str = "sealed_answer";
/// How many rows are read at a time to encrypt them again.
const PAGE: i64 = 500;

/// The right to carry out a request. Nobody else has it until it expires, or until the key is released.
#[derive(Clone, Debug)]
pub struct Reservation {
    request: IdempotentRequest,
    id: String,
}

/// What became of an earlier request with the same key.
#[derive(Debug)]
pub enum EarlierRequest {
    /// It was not the same request.
    Other,
    InProgress,
    Answered(SecretString),
}

impl Store {
    /// Reserves the key of a request until `expires_at`. Returns `None` if the key has been used and has not expired.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn reserve_idempotency_key(
        &self,
        request: &IdempotentRequest,
        now: i64,
        expires_at: i64,
    ) -> Result<Option<Reservation>, StoreError> {
        // A single statement, so two servers cannot both find the key unused. It also takes over an expired row.
        const SQL: &str = "INSERT INTO idempotency_keys (environment, hash, fingerprint, reservation, expires_at, tenant) \
             VALUES ($1, $2, $3, $4, $5, $7) ON CONFLICT (environment, hash) DO UPDATE \
             SET fingerprint = excluded.fingerprint, reservation = excluded.reservation, \
                 expires_at = excluded.expires_at, tenant = excluded.tenant, sealed_answer = NULL \
             WHERE idempotency_keys.expires_at <= $6";
        let id = new_time_ordered_id(now)?;
        let query = for_key(SQL, request)
            .bind(&request.fingerprint)
            .bind(&id)
            .bind(expires_at)
            .bind(now)
            .bind(request.tenant.as_ref().map(TenantId::as_str));
        let is_reserved = self.write(query).await? > 0;
        Ok(is_reserved.then(|| Reservation {
            request: request.clone(),
            id,
        }))
    }

    /// Returns what became of the request that used this key before. Returns `None` if there is none, or if it has
    /// expired.
    ///
    /// # Errors
    /// - Returns [`StoreError::OtherMasterKey`] or [`StoreError::Tampered`] if its answer cannot be decrypted.
    /// - Returns another error if the database fails or the row cannot be parsed.
    pub async fn find_earlier_request(
        &self,
        request: &IdempotentRequest,
        now: i64,
    ) -> Result<Option<EarlierRequest>, StoreError> {
        const SQL: &str = "SELECT fingerprint, sealed_answer FROM idempotency_keys \
             WHERE environment = $1 AND hash = $2 AND expires_at > $3";
        let Some(row) = self.read_one(for_key(SQL, request).bind(now)).await? else {
            return Ok(None);
        };
        let row = Columns::new(TABLE, &row);
        if row.text("fingerprint")? != request.fingerprint {
            return Ok(Some(EarlierRequest::Other));
        }
        Ok(Some(match row.text_or_null(ANSWER)? {
            None => EarlierRequest::InProgress,
            Some(sealed) => EarlierRequest::Answered(
                sealed_answer(&identity(request)).open(&self.keys, &sealed)?,
            ),
        }))
    }

    /// Stores the answer of a request until `expires_at`. Returns `false` if the reservation expired and somebody else has
    /// the key by now.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn store_answer(
        &self,
        reservation: &Reservation,
        answer: &SecretString,
        expires_at: i64,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE idempotency_keys SET sealed_answer = $4, expires_at = $5 \
             WHERE environment = $1 AND hash = $2 AND reservation = $3";
        let Reservation { request, id } = reservation;
        let sealed = sealed_answer(&identity(request)).seal(&self.keys, answer.expose_secret())?;
        let query = for_key(SQL, request).bind(id).bind(sealed).bind(expires_at);
        Ok(self.write(query).await? > 0)
    }

    /// Makes the key of a request available again, if the request still has it.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn release_idempotency_key(
        &self,
        reservation: &Reservation,
    ) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM idempotency_keys \
             WHERE environment = $1 AND hash = $2 AND reservation = $3 AND sealed_answer IS NULL";
        let Reservation { request, id } = reservation;
        self.write(for_key(SQL, request).bind(id)).await?;
        Ok(())
    }

    /// Returns how many keys the environment has, including expired ones that have not been deleted.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn count_idempotency_keys(
        &self,
        environment: &EnvironmentId,
    ) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT COUNT(*) AS n FROM idempotency_keys WHERE environment = $1";
        let query = sqlx::query(SQL).bind(environment.as_str());
        let row = self.read_one(query).await?;
        row.map_or(Ok(0), |row| Columns::new(TABLE, &row).int("n"))
    }

    /// Deletes the keys that expired before `before`. Returns how many were deleted.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn purge_idempotency_keys(&self, before: i64) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM idempotency_keys WHERE expires_at < $1";
        self.write(sqlx::query(SQL).bind(before)).await
    }

    /// Re-encrypts the answers that an older key encrypted, as [`Store::reseal`] does with the secrets of connections.
    /// Returns how many it changed.
    ///
    /// # Errors
    /// - Returns [`StoreError::OtherMasterKey`] or [`StoreError::Tampered`] at the first answer that cannot be decrypted.
    /// - Returns another error if the database fails or a row cannot be parsed.
    pub async fn reseal_answers(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT environment, hash, fingerprint, reservation, sealed_answer FROM idempotency_keys \
             WHERE (environment, hash) > ($1, $2) AND sealed_answer IS NOT NULL ORDER BY environment, hash LIMIT $3";
        let mut changed = 0;
        // Every ID is greater than an empty one.
        let mut last = (String::new(), String::new());
        loop {
            let query = sqlx::query(SQL).bind(&last.0).bind(&last.1).bind(PAGE);
            let rows = self.read_all(query).await?;
            let Some(row) = rows.last() else {
                return Ok(changed);
            };
            let row = Columns::new(TABLE, row);
            let next = (row.text("environment")?, row.text("hash")?);
            for row in &rows {
                changed += self.reseal_answer(row).await?;
            }
            last = next;
        }
    }

    async fn reseal_answer(&self, row: &AnyRow) -> Result<u64, StoreError> {
        // A reservation gets one answer, so this cannot overwrite a newer one.
        const SQL: &str = "UPDATE idempotency_keys SET sealed_answer = $4 \
             WHERE environment = $1 AND hash = $2 AND reservation = $3";
        let row = Columns::new(TABLE, row);
        let old = row.text(ANSWER)?;
        if self.keys.is_current(&old) {
            return Ok(0);
        }
        let request = IdempotentRequest {
            environment: row.parsed("environment")?,
            // Not part of the row's identity.
            tenant: None,
            hash: row.text("hash")?,
            fingerprint: row.text("fingerprint")?,
        };
        let identity = identity(&request);
        let column = sealed_answer(&identity);
        let answer = column.open(&self.keys, &old)?;
        let new = column.seal(&self.keys, answer.expose_secret())?;
        let query = for_key(SQL, &request)
            .bind(row.text("reservation")?)
            .bind(new);
        self.write(query).await
    }
}

/// Binds the first two parameters of a query about one key.
fn for_key<'q>(sql: &'static str, request: &'q IdempotentRequest) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(request.environment.as_str())
        .bind(&request.hash)
}

/// Returns what the answer belongs to. The fingerprint is part of it, so whoever can write to the database still cannot
/// get an answer by another request.
fn identity(request: &IdempotentRequest) -> [&str; 3] {
    [
        request.environment.as_str(),
        &request.hash,
        &request.fingerprint,
    ]
}

fn sealed_answer<'a>(identity: &'a [&'a str; 3]) -> SealedColumn<'a> {
    SealedColumn {
        table: TABLE,
        column: ANSWER,
        row: identity,
    }
}
