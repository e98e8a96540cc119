//! The encrypted part of a connection: the secret access key and the vendor's password fields.

use super::connection::{Connection, TABLE};
use crate::columns::{Columns, to_json};
use crate::error::StoreError;
use crate::key_ring::KeyRing;
use crate::sealed_column::SealedColumn;
use crate::tenant_scope::TenantScope;
use domain::{Access, AccessMode, ConnectUiParams, Draft, FieldKind, FlowId, SecretAccessKey};
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use zeroize::Zeroizing;

pub(super) const SECRET: &str = "sealed_secret";
pub(super) const VENDOR_FIELDS: &str = "sealed_vendor_fields";

/// A draft's secrets in encrypted form, and its vendor fields that need no encryption.
pub(super) struct EncryptedDraft {
    pub secret: Option<String>,
    /// All vendor fields in their order, if at least one of them is secret.
    pub vendor_fields: Option<String>,
    pub public_fields: Map<String, Value>,
}

impl EncryptedDraft {
    pub fn new(
        keys: &KeyRing,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        params: &ConnectUiParams,
    ) -> Result<Self, StoreError> {
        let row = row_identity(scope, flow);
        let sealed_column = |column| SealedColumn {
            table: TABLE,
            column,
            row: &row,
        };
        let secret = match &draft.access {
            Access::Keys { secret, .. } => Some(sealed_column(SECRET).seal(keys, secret.expose())?),
            Access::Role { .. } => None,
        };
        // A field that the connector does not define is treated as secret. An earlier version of the connector may have
        // defined it as a password.
        let is_public = |name: &str| {
            params
                .field(name)
                .is_some_and(|field| field.kind != FieldKind::Password)
        };
        let fields = &draft.vendor_fields;
        let public_fields: Map<_, _> = fields
            .iter()
            .filter(|(name, _)| is_public(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // The encrypted copy holds the public fields too. Otherwise their order among the secret ones would be lost.
        let vendor_fields = if public_fields.len() == fields.len() {
            None
        } else {
            let json = Zeroizing::new(to_json(fields)?);
            Some(sealed_column(VENDOR_FIELDS).seal(keys, &json)?)
        };
        Ok(Self {
            secret,
            vendor_fields,
            public_fields,
        })
    }
}

/// Returns what identifies the row of a connection, for its encrypted columns.
pub(super) fn row_identity<'a>(scope: &'a TenantScope, flow: &'a FlowId) -> [&'a str; 3] {
    [
        scope.environment.as_str(),
        flow.as_str(),
        scope.tenant.as_str(),
    ]
}

/// Decrypts the secrets of a row and rebuilds the draft that the connection was saved from.
pub(super) fn read_draft(
    keys: &KeyRing,
    row: &AnyRow,
    connection: &Connection,
) -> Result<Draft, StoreError> {
    let row = Columns::new(TABLE, row);
    let identity = row_identity(&connection.scope, &connection.flow);
    let sealed_column = |column| SealedColumn {
        table: TABLE,
        column,
        row: &identity,
    };
    let access = match connection.mode {
        AccessMode::Keys => Access::Keys {
            id: connection
                .access_key_id
                .clone()
                .ok_or_else(|| row.corrupt("access_key_id"))?,
            secret: SecretAccessKey::from_store(
                sealed_column(SECRET).open(keys, &row.text(SECRET)?)?,
            ),
        },
        AccessMode::Role => Access::Role {
            arn: connection
                .role_arn
                .clone()
                .ok_or_else(|| row.corrupt("role_arn"))?,
        },
    };
    let vendor_fields = match row.text_or_null(VENDOR_FIELDS)? {
        None => connection.vendor_fields.clone(),
        Some(sealed) => {
            let json = sealed_column(VENDOR_FIELDS).open(keys, &sealed)?;
            serde_json::from_str(json.expose_secret()).map_err(|_| row.corrupt(VENDOR_FIELDS))?
        }
    };
    Ok(Draft {
        access,
        bucket: connection.bucket.clone(),
        path_prefix: connection.path_prefix.clone(),
        region: connection.region.clone(),
        endpoint: connection.endpoint.clone(),
        kms_key: connection.kms_key.clone(),
        bucket_owner: connection.bucket_owner.clone(),
        vendor_fields,
    })
}
