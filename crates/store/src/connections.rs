//! The one S3 connection a tenant has per flow. A row is there only after a passed check.

/// Named one by one: what `*` means may change under a running process.
macro_rules! columns {
    () => {
        "environment, tenant, flow, mode, bucket, path_prefix, region, account, access_key_id, secret_last_four, role_arn, \
         external_id, endpoint, kms_key, bucket_owner, vendor_fields, report, created_at, updated_at, last_checked_at, version, \
         sealed_secret, sealed_vendor_fields"
    };
}

pub(crate) use columns;

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

mod neighbours;
pub(crate) mod read;
mod reseal;
mod secrets;

use crate::error::StoreError;
use crate::report::report_to_json;
use crate::row::to_json;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{
    Access, AccessKeyId, AccessMode, AccountId, BucketName, Cause, ConnectUiParams, Draft,
    Endpoint, ExternalId, FlowId, KmsKeyArn, PathTemplate, Region, Report, RoleArn,
};
use secrets::Sealed;
use serde_json::{Map, Value};

/// A saved connection, without its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub scope: TenantScope,
    pub flow: FlowId,
    pub mode: AccessMode,
    pub bucket: BucketName,
    pub path_prefix: PathTemplate,
    /// The bucket's region as the check found it, or else as the tenant gave it.
    pub region: Option<Region>,
    /// The AWS account of the key or role.
    pub account: Option<String>,
    pub access_key_id: Option<AccessKeyId>,
    pub secret_last_four: Option<String>,
    pub role_arn: Option<RoleArn>,
    /// The external ID the role was checked with.
    pub external_id: Option<ExternalId>,
    pub endpoint: Option<Endpoint>,
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    /// The vendor's own fields, less those of type `password`.
    pub vendor_fields: Map<String, Value>,
    /// Of the last check.
    pub report: Report,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_checked_at: i64,
    /// 1 at first, and one more with every save; a check alone does not count.
    pub version: i64,
}

/// What the check of a draft found out.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub account: Option<&'a str>,
    pub region: Option<&'a Region>,
    pub external_id: Option<&'a ExternalId>,
    pub report: &'a Report,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    pub connection: Connection,
    /// `false` when it took the place of an older one.
    pub created: bool,
}

impl Store {
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<Connection>, StoreError> {
        let row = self.connection_row(scope, flow).await?;
        row.as_ref().map(read::connection).transpose()
    }

    /// The connection together with the draft it was saved from, secrets included, to check it again.
    ///
    /// # Errors
    /// [`StoreError::OtherMasterKey`] when no key of the ring made its secrets, [`StoreError::Tampered`]
    /// when they were changed or moved; else when the database fails or its row cannot be read.
    pub async fn connection_draft(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<Option<(Connection, Draft)>, StoreError> {
        let Some(row) = self.connection_row(scope, flow).await? else {
            return Ok(None);
        };
        let connection = read::connection(&row)?;
        let draft = secrets::draft(&self.keys, &row, &connection)?;
        Ok(Some((connection, draft)))
    }

    /// Makes the connection or replaces it. The vendor's fields that `params` calls `password`, or does
    /// not know, are encrypted like the secret access key.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the tenant; else when it cannot be encrypted or the database fails.
    pub async fn save_connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        params: &ConnectUiParams,
        facts: Facts<'_>,
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
        let written = self.insert(SQL, (scope, flow), draft, params, facts, now);
        let connection = written
            .await?
            .ok_or(StoreError::Failed("the connection was not written".into()))?;
        Ok(Saved {
            created: connection.version == 1,
            connection,
        })
    }

    /// As [`Self::save_connection`], but nothing is ever replaced: `None` comes back when there is a
    /// connection already, however late it came.
    ///
    /// # Errors
    /// As [`Self::save_connection`].
    pub async fn add_connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        params: &ConnectUiParams,
        facts: Facts<'_>,
        now: i64,
    ) -> Result<Option<Connection>, StoreError> {
        const SQL: &str = concat!(insert!(), "DO NOTHING RETURNING ", columns!());
        self.insert(SQL, (scope, flow), draft, params, facts, now)
            .await
    }

    async fn insert(
        &self,
        sql: &'static str,
        (scope, flow): (&TenantScope, &FlowId),
        draft: &Draft,
        params: &ConnectUiParams,
        facts: Facts<'_>,
        now: i64,
    ) -> Result<Option<Connection>, StoreError> {
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
        let row = self.write_one(query).await?;
        row.as_ref().map(read::connection).transpose()
    }

    /// Keeps the report of a later check of a connection, as it was when it was checked, and the external ID that
    /// its role asked for. `None` comes back
    /// when it is gone or was saved anew meanwhile, for then the report is not about what is there.
    ///
    /// # Errors
    /// When the database fails or its row cannot be read.
    pub async fn record_check(
        &self,
        checked: &Connection,
        report: &Report,
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
        let row = self.write_one(query).await?;
        row.as_ref().map(read::connection).transpose()
    }

    /// Whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_connection(
        &self,
        scope: &TenantScope,
        flow: &FlowId,
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "DELETE FROM connections WHERE environment = $1 AND tenant = $2 AND flow = $3";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(flow.as_str());
        Ok(self.write(query).await? > 0)
    }
}
