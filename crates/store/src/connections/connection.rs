//! A connection and the columns that it is read from.

use crate::columns::Columns;
use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use domain::{
    AccessKeyId, AccessMode, AccountId, BucketAddress, Endpoint, ExternalId, FlowId, KmsKeyArn,
    PathTemplate, Region, Report, RoleArn,
};
use serde_json::{Map, Value};
use sqlx::any::AnyRow;

pub(crate) const TABLE: &str = "connections";

/// The columns are listed because `*` would change its meaning when a newer server adds a column to the database.
macro_rules! columns {
    () => {
        "environment, tenant, flow, mode, bucket, path_prefix, region, account, access_key_id, secret_last_four, role_arn, \
         external_id, endpoint, kms_key, bucket_owner, vendor_fields, report, created_at, updated_at, last_checked_at, version, \
         sealed_secret, sealed_vendor_fields"
    };
}
pub(crate) use columns;

/// A saved connection, without its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub scope: TenantScope,
    pub flow: FlowId,
    pub mode: AccessMode,
    pub bucket: BucketAddress,
    pub path_prefix: PathTemplate,
    /// The bucket's region as the check found it, or as the tenant entered it.
    pub region: Option<Region>,
    /// The AWS account of the access key or role.
    pub account: Option<String>,
    pub access_key_id: Option<AccessKeyId>,
    pub secret_last_four: Option<String>,
    pub role_arn: Option<RoleArn>,
    /// The external ID that the role accepted in the last check.
    pub external_id: Option<ExternalId>,
    pub endpoint: Option<Endpoint>,
    pub kms_key: Option<KmsKeyArn>,
    pub bucket_owner: Option<AccountId>,
    /// The vendor's own fields, except those of type `password`.
    pub vendor_fields: Map<String, Value>,
    /// The report of the last check.
    pub report: Report,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_checked_at: i64,
    /// Begins at 1 and grows by 1 with every save. A check alone does not change it.
    pub version: i64,
}

/// What the check of a draft found out.
#[derive(Clone, Copy, Debug)]
pub struct CheckFindings<'a> {
    pub account: Option<&'a str>,
    pub region: Option<&'a Region>,
    pub external_id: Option<&'a ExternalId>,
    pub report: &'a Report,
}

/// A connection that was just saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedConnection {
    pub connection: Connection,
    /// `false` if it replaced an older connection.
    pub created: bool,
}

impl Connection {
    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Self::from_columns(Columns::new(TABLE, row))
    }

    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            scope: row.scope()?,
            flow: row.parsed("flow")?,
            mode: AccessMode::parse(&row.text("mode")?).ok_or_else(|| row.corrupt("mode"))?,
            bucket: row.parsed("bucket")?,
            path_prefix: row.parsed("path_prefix")?,
            region: row.parsed_or_null("region")?,
            account: row.text_or_null("account")?,
            access_key_id: row.parsed_or_null("access_key_id")?,
            secret_last_four: row.text_or_null("secret_last_four")?,
            role_arn: row.parsed_or_null("role_arn")?,
            external_id: row.parsed_or_null("external_id")?,
            endpoint: row.parsed_or_null("endpoint")?,
            kms_key: row.parsed_or_null("kms_key")?,
            bucket_owner: row.parsed_or_null("bucket_owner")?,
            vendor_fields: row.json("vendor_fields")?,
            report: row.report("report")?,
            created_at: row.int("created_at")?,
            updated_at: row.int("updated_at")?,
            last_checked_at: row.int("last_checked_at")?,
            version: row.int("version")?,
        })
    }
}
