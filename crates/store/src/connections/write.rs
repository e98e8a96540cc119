//! Writes connections. Each function is one transaction: the row, what follows from it, and its events.

use super::secrets::Sealed;
use super::{Connection, Facts, Saved, read};
use crate::error::StoreError;
use crate::events::{NewEvent, record};
use crate::external_ids::settle_rotation;
use crate::report::report_to_json;
use crate::row::to_json;
use crate::scope::TenantScope;
use crate::sessions::end_forwarded_links;
use crate::store::Store;
use crate::{attempts, tenants};
use domain::{
    Access, AccountId, Cause, ConnectUiParams, Draft, Endpoint, ExternalId, FlowId, Region, Report,
};
use sqlx::any::AnyRow;

/// Up to what is done when the row is there already.
macro_rules! insert {
    () => {
        concat!(
            "INSERT INTO connections (",
            columns!(),
            ", outcome, cause) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $18, 1, $19, \
             $20, $21, $22) \
             ON CONFLICT (environment, tenant, flow) "
        )
    };
}

/// A draft whose check passed.
#[derive(Clone, Copy, Debug)]
pub struct NewConnection<'a> {
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
    pub draft: &'a Draft,
    /// The vendor's fields that these call `password`, or do not know, are encrypted like the secret access key.
    pub params: &'a ConnectUiParams,
    pub facts: Facts<'a>,
}

/// What is recorded of a save, by what comes of it.
#[derive(Clone, Debug)]
pub struct SaveEvents {
    /// In any case, and first.
    pub check: NewEvent,
    pub saved: NewEvent,
    pub replaced: NewEvent,
    /// If the rotation of the external ID is over with it.
    pub switched: NewEvent,
}

impl Store {
    /// Saves the connection, over the one that is there if there is one. The last attempt goes; so do the forwarded
    /// links, if a connection was replaced: they were made to set up that one.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when it cannot be encrypted or the database fails.
    pub async fn save_connection(
        &self,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<Saved, StoreError> {
        const SQL: &str = concat!(
            insert!(),
            "DO UPDATE SET mode = excluded.mode, bucket = excluded.bucket, \
             path_prefix = excluded.path_prefix, region = excluded.region, account = excluded.account, \
             access_key_id = excluded.access_key_id, secret_last_four = excluded.secret_last_four, role_arn = excluded.role_arn, \
             external_id = excluded.external_id, endpoint = excluded.endpoint, kms_key = excluded.kms_key, \
             bucket_owner = excluded.bucket_owner, vendor_fields = excluded.vendor_fields, report = excluded.report, \
             updated_at = excluded.updated_at, last_checked_at = excluded.last_checked_at, version = connections.version + 1, \
             sealed_secret = excluded.sealed_secret, sealed_vendor_fields = excluded.sealed_vendor_fields, \
             outcome = excluded.outcome, cause = excluded.cause RETURNING ",
            columns!()
        );
        let saved = self.write_connection(SQL, new, events, now).await?;
        saved.ok_or(StoreError::Failed("the connection was not written".into()))
    }

    /// As [`Self::save_connection`], but never replaces one: `None` comes back when there is a connection already,
    /// however late it came. Only the check is recorded then.
    ///
    /// # Errors
    /// As [`Self::save_connection`].
    pub async fn add_connection(
        &self,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<Option<Saved>, StoreError> {
        const SQL: &str = concat!(insert!(), "DO NOTHING RETURNING ", columns!());
        self.write_connection(SQL, new, events, now).await
    }

    async fn write_connection(
        &self,
        sql: &'static str,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<Option<Saved>, StoreError> {
        let NewConnection {
            scope,
            flow,
            draft,
            params,
            facts,
        } = *new;
        let sealed = Sealed::of(&self.keys, scope, flow, draft, params)?;
        let (key_id, last_four, role_arn) = match &draft.access {
            Access::Keys { id, secret } => (Some(id.as_str()), Some(secret.last_four()), None),
            Access::Role { arn } => (None, None, Some(arn.as_str())),
        };
        let query = sqlx::query(sql)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str())
            .bind(draft.access.mode().as_str())
            .bind(draft.bucket.as_str())
            .bind(String::from(draft.path_prefix.clone()))
            .bind(facts.region.or(draft.region.as_ref()).map(Region::as_str))
            .bind(facts.account)
            .bind(key_id)
            .bind(last_four)
            .bind(role_arn)
            .bind(facts.external_id.map(ExternalId::as_str))
            .bind(draft.endpoint.as_ref().map(Endpoint::as_str))
            .bind(draft.kms_key.clone().map(String::from))
            .bind(draft.bucket_owner.as_ref().map(AccountId::as_str))
            .bind(to_json(&sealed.public_fields)?)
            .bind(report_to_json(Some(facts.report))?)
            .bind(now)
            .bind(sealed.secret)
            .bind(sealed.vendor_fields)
            .bind(facts.report.outcome.as_str())
            .bind(facts.report.first_cause().map(Cause::code));
        let mut transaction = self.begin().await?;
        tenants::lock(&mut transaction, scope).await?;
        let row = query.fetch_all(&mut *transaction).await?.pop();
        let Some(row) = row else {
            record(&mut transaction, &[&events.check], now).await?;
            transaction.commit().await?;
            return Ok(None);
        };
        let connection = read::connection(&row)?;
        let created = connection.version == 1;
        attempts::clear(scope, flow)
            .execute(&mut *transaction)
            .await?;
        if !created {
            end_forwarded_links(scope, flow, 0, now)
                .execute(&mut *transaction)
                .await?;
        }
        let mut told = vec![&events.check];
        told.push(if created {
            &events.saved
        } else {
            &events.replaced
        });
        if settle_rotation(&mut transaction, &connection).await? {
            told.push(&events.switched);
        }
        record(&mut transaction, &told, now).await?;
        transaction.commit().await?;
        Ok(Some(Saved {
            connection,
            created,
        }))
    }

    /// Keeps the report of a later check of a connection, as it was when it was checked, and the external ID that
    /// its role asked for. `None` comes back when the connection is gone or was saved anew meanwhile, for then the
    /// report is not about what is there. The event of the check is recorded in any case, `switched` if the rotation
    /// of the external ID is over with it.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn record_check(
        &self,
        checked: &Connection,
        report: &Report,
        check: &NewEvent,
        switched: &NewEvent,
        now: i64,
    ) -> Result<Option<Connection>, StoreError> {
        const SQL: &str = concat!(
            "UPDATE connections SET report = $6, last_checked_at = $7, outcome = $8, cause = $9, \
             external_id = COALESCE($10, external_id) \
             WHERE environment = $1 AND tenant = $2 AND flow = $3 AND version = $4 AND created_at = $5 RETURNING ",
            columns!()
        );
        let query = sqlx::query(SQL)
            .bind(checked.scope.environment.as_str())
            .bind(checked.scope.tenant.as_str())
            .bind(checked.flow.as_str())
            .bind(checked.version)
            .bind(checked.created_at)
            .bind(report_to_json(Some(report))?)
            .bind(now)
            .bind(report.outcome.as_str())
            .bind(report.first_cause().map(Cause::code))
            .bind(report.external_id.as_ref().map(ExternalId::as_str));
        let mut transaction = self.begin().await?;
        tenants::lock(&mut transaction, &checked.scope).await?;
        let rows: Vec<AnyRow> = query.fetch_all(&mut *transaction).await?;
        let connection = rows.first().map(read::connection).transpose()?;
        let mut told = vec![check];
        if let Some(connection) = &connection
            && settle_rotation(&mut transaction, connection).await?
        {
            told.push(switched);
        }
        record(&mut transaction, &told, now).await?;
        transaction.commit().await?;
        Ok(connection)
    }

    /// Deletes the connection with its secrets and the last attempt, ends the forwarded links, and records the event.
    /// Returns whether there was a connection; where there was none, nothing changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        event: &NewEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "DELETE FROM connections WHERE environment = $1 AND tenant = $2 AND flow = $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        let mut transaction = self.begin().await?;
        tenants::lock(&mut transaction, scope).await?;
        if query.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        for query in [
            attempts::clear(scope, flow),
            end_forwarded_links(scope, flow, 0, now),
        ] {
            query.execute(&mut *transaction).await?;
        }
        record(&mut transaction, &[event], now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
