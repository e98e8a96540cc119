//! Saves, checks and deletes connections. Each function is one transaction: the row, everything that follows from it, and
//! its audit events.

use super::connection::{CheckFindings, Connection, SavedConnection, TABLE, columns};
use super::secrets::EncryptedDraft;
use crate::attempts::delete_attempt;
use crate::audit_log::{NewAuditEvent, record};
use crate::checked_flow::CheckedFlow;
use crate::columns::to_json;
use crate::connect_sessions::end_forwarded_links;
use crate::credential::Credential;
use crate::database::Store;
use crate::error::StoreError;
use crate::external_ids::{end_rotation_if_complete, keep_accepted_id};
use crate::new_row::NewRow;
use crate::report_columns::report_to_json;
use crate::tenant_scope::TenantScope;
use crate::tenants::{lock_same_tenant, lock_tenant};
use domain::{
    Access, AccountId, Cause, ConnectUiParams, Draft, Endpoint, ExternalId, FlowId, Region, Report,
};
use sqlx::any::AnyRow;

/// A draft whose check passed, to be saved.
#[derive(Clone, Copy, Debug)]
pub struct NewConnection<'a> {
    pub checked: CheckedFlow<'a>,
    pub draft: &'a Draft,
    /// Vendor fields that are of type `password` here, or are missing here, are encrypted like the secret access key.
    pub params: &'a ConnectUiParams,
    pub findings: CheckFindings<'a>,
    /// The credential of the request. With `None`, no credential is verified.
    pub credential: Option<&'a Credential>,
}

/// The audit events of a save. Its outcome decides which of them are recorded.
#[derive(Clone, Debug)]
pub struct SaveEvents {
    /// Recorded first, and in every case.
    pub check: NewAuditEvent,
    /// Recorded if the connection is new.
    pub saved: NewAuditEvent,
    /// Recorded if the connection replaced another.
    pub replaced: NewAuditEvent,
    /// Recorded if the save ends a rotation of the external ID.
    pub rotation_ended: NewAuditEvent,
}

impl Store {
    /// Saves the connection. Replaces an existing one and deletes the last attempt. If it replaced a connection, it also
    /// ends the forwarded links, because they were created to set up the old connection.
    ///
    /// # Errors
    /// - Returns [`StoreError::InvalidCredential`] if the credential is not valid any more. Then it records only the check.
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted, even if there is a new one with its name.
    /// - Returns [`StoreError::UnknownFlow`] if the flow was deleted.
    /// - Returns another error if the secrets cannot be encrypted or the database fails.
    pub async fn save_connection(
        &self,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<SavedConnection, StoreError> {
        let row = self.new_row(new, now)?;
        let replacements =
            row.replacements(&["environment", "tenant", "flow", "created_at", "version"]);
        let on_conflict =
            format!("DO UPDATE SET {replacements}, version = connections.version + 1");
        let saved = self
            .write_connection(row, &on_conflict, new, events, now)
            .await?;
        saved.ok_or(StoreError::Failed("the connection was not written".into()))
    }

    /// Saves the connection like [`Self::save_connection`], but never replaces one. If the flow has a connection, even one
    /// that was saved a moment ago, it records only the check and returns `None`.
    ///
    /// # Errors
    /// Returns the same errors as [`Self::save_connection`].
    pub async fn add_connection(
        &self,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<Option<SavedConnection>, StoreError> {
        let row = self.new_row(new, now)?;
        self.write_connection(row, "DO NOTHING", new, events, now)
            .await
    }

    /// Returns the row of a new connection, with its secrets encrypted.
    fn new_row(&self, new: &NewConnection<'_>, now: i64) -> Result<NewRow, StoreError> {
        let NewConnection {
            checked: CheckedFlow { scope, flow, .. },
            draft,
            params,
            findings,
            ..
        } = *new;
        let encrypted = EncryptedDraft::new(&self.keys, scope, flow, draft, params)?;
        let (key_id, last_four, role_arn) = match &draft.access {
            Access::Keys { id, secret } => (Some(id.as_str()), Some(secret.last_four()), None),
            Access::Role { arn } => (None, None, Some(arn.as_str())),
        };
        let region = findings.region.or(draft.region.as_ref());
        let report = findings.report;
        Ok(NewRow::new(TABLE)
            .set("environment", scope.environment.as_str())
            .set("tenant", scope.tenant.as_str())
            .set("flow", flow.as_str())
            .set("mode", draft.access.mode().as_str())
            .set("bucket", draft.bucket.as_str())
            .set("path_prefix", String::from(draft.path_prefix.clone()))
            .set("region", region.map(Region::as_str))
            .set("account", findings.account)
            .set("access_key_id", key_id)
            .set("secret_last_four", last_four)
            .set("role_arn", role_arn)
            .set("external_id", findings.external_id.map(ExternalId::as_str))
            .set("endpoint", draft.endpoint.as_ref().map(Endpoint::as_str))
            .set("kms_key", draft.kms_key.clone().map(String::from))
            .set(
                "bucket_owner",
                draft.bucket_owner.as_ref().map(AccountId::as_str),
            )
            .set("vendor_fields", to_json(&encrypted.public_fields)?)
            .set("report", report_to_json(Some(report))?)
            .set("created_at", now)
            .set("updated_at", now)
            .set("last_checked_at", now)
            .set("version", 1_i64)
            .set("sealed_secret", encrypted.secret)
            .set("sealed_vendor_fields", encrypted.vendor_fields)
            .set("outcome", report.outcome.as_str())
            .set("cause", report.first_cause().map(Cause::code)))
    }

    /// Inserts the row, or does `on_conflict` if the flow has a connection already.
    async fn write_connection(
        &self,
        row: NewRow,
        on_conflict: &str,
        new: &NewConnection<'_>,
        events: &SaveEvents,
        now: i64,
    ) -> Result<Option<SavedConnection>, StoreError> {
        let CheckedFlow { scope, flow, .. } = new.checked;
        let columns = columns!();
        let query = row.into_query(&format!(
            "ON CONFLICT (environment, tenant, flow) {on_conflict} RETURNING {columns}"
        ))?;
        let mut transaction = self
            .begin_result(new.checked, new.credential, &events.check, now)
            .await?;
        let row = query.fetch_all(&mut *transaction).await?.pop();
        let Some(row) = row else {
            // Another request saved a connection first, and the statement did nothing. The check did take place.
            record(&mut transaction, &[&events.check], now).await?;
            transaction.commit().await?;
            return Ok(None);
        };
        let connection = Connection::from_row(&row)?;
        // A new row begins with version 1, and the statement increments the version of a row that it replaces.
        let created = connection.version == 1;
        delete_attempt(scope, flow)
            .execute(&mut *transaction)
            .await?;
        if !created {
            end_forwarded_links(scope, flow, 0, now)
                .execute(&mut *transaction)
                .await?;
        }
        let mut recorded = vec![&events.check];
        recorded.push(if created {
            &events.saved
        } else {
            &events.replaced
        });
        keep_accepted_id(&mut transaction, scope, connection.external_id.as_ref()).await?;
        if end_rotation_if_complete(&mut transaction, scope).await? {
            recorded.push(&events.rotation_ended);
        }
        record(&mut transaction, &recorded, now).await?;
        transaction.commit().await?;
        Ok(Some(SavedConnection {
            connection,
            created,
        }))
    }

    /// Stores the report of a new check of a connection, and the external ID that its role accepted. Returns `None` if
    /// the connection was deleted or saved again since it was read, because the report does not describe the current one.
    ///
    /// `tenant_created_at` is [`Tenant::created_at`](crate::Tenant::created_at), as it was read before the check.
    ///
    /// Records the `check` event in both cases, and `rotation_ended` if the check ends a rotation of the external ID.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownTenant`] if the tenant was deleted, even if there is a new one with its name. Then it
    ///   records nothing.
    /// - Returns another error if the database fails or the row cannot be parsed.
    pub async fn record_check(
        &self,
        checked: &Connection,
        tenant_created_at: i64,
        report: &Report,
        check: &NewAuditEvent,
        rotation_ended: &NewAuditEvent,
        now: i64,
    ) -> Result<Option<Connection>, StoreError> {
        const SQL: &str = concat!(
            // COALESCE keeps the stored ID if no `AssumeRole` succeeded in this check.
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
        lock_same_tenant(&mut transaction, &checked.scope, tenant_created_at).await?;
        let rows: Vec<AnyRow> = query.fetch_all(&mut *transaction).await?;
        let connection = rows.first().map(Connection::from_row).transpose()?;
        let mut recorded = vec![check];
        if let Some(connection) = &connection {
            let scope = &connection.scope;
            keep_accepted_id(&mut transaction, scope, report.external_id.as_ref()).await?;
            if end_rotation_if_complete(&mut transaction, scope).await? {
                recorded.push(rotation_ended);
            }
        }
        record(&mut transaction, &recorded, now).await?;
        transaction.commit().await?;
        Ok(connection)
    }

    /// Deletes the connection with its secrets, deletes the last attempt, ends the forwarded links and records `removed`. If
    /// this was the last role with the previous external ID, it ends the rotation and records `rotation_ended`. If there is
    /// no connection, it changes nothing and returns `false`.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        removed: &NewAuditEvent,
        rotation_ended: &NewAuditEvent,
        now: i64,
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "DELETE FROM connections WHERE environment = $1 AND tenant = $2 AND flow = $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        let mut transaction = self.begin().await?;
        lock_tenant(&mut transaction, scope).await?;
        if query.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        for query in [
            delete_attempt(scope, flow),
            end_forwarded_links(scope, flow, 0, now),
        ] {
            query.execute(&mut *transaction).await?;
        }
        let mut recorded = vec![removed];
        if end_rotation_if_complete(&mut transaction, scope).await? {
            recorded.push(rotation_ended);
        }
        record(&mut transaction, &recorded, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
