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

mod neighbours;
pub(crate) mod read;
mod reseal;
mod secrets;
mod write;

pub use write::{NewConnection, SaveEvents};

use crate::error::StoreError;
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{
    AccessKeyId, AccessMode, AccountId, BucketName, Draft, Endpoint, ExternalId, FlowId, KmsKeyArn,
    PathTemplate, Region, Report, RoleArn,
};
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
}
