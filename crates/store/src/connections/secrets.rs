//! The part of a connection that is encrypted: the secret access key and the vendor's password fields.

use super::Connection;
use super::read::TABLE;
use crate::error::StoreError;
use crate::key_ring::KeyRing;
use crate::row::{Columns, to_json};
use crate::scope::TenantScope;
use crate::seal::Place;
use domain::{Access, AccessMode, ConnectUiParams, Draft, FieldKind, FlowId, SecretAccessKey};
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use zeroize::Zeroizing;

pub(super) const SECRET: &str = "sealed_secret";
pub(super) const VENDOR_FIELDS: &str = "sealed_vendor_fields";

pub(super) struct Sealed {
    pub secret: Option<String>,
    /// All of the vendor's fields in their order, when at least one is secret.
    pub vendor_fields: Option<String>,
    pub public_fields: Map<String, Value>,
}

impl Sealed {
    pub fn of(
        keys: &KeyRing,
        scope: &TenantScope,
        flow: &FlowId,
        draft: &Draft,
        params: &ConnectUiParams,
    ) -> Result<Self, StoreError> {
        let place = |column| Place {
            table: TABLE,
            column,
            scope,
            flow,
        };
        let secret = match &draft.access {
            Access::Keys { secret, .. } => Some(place(SECRET).seal(keys, secret.expose())?),
            Access::Role { .. } => None,
        };
        // A field the connector does not know may be a secret it once knew.
        let public = |name: &str| {
            params
                .field(name)
                .is_some_and(|field| field.kind != FieldKind::Password)
        };
        let fields = &draft.vendor_fields;
        let public_fields: Map<_, _> = fields
            .iter()
            .filter(|(name, _)| public(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let vendor_fields = if public_fields.len() == fields.len() {
            None
        } else {
            let json = Zeroizing::new(to_json(fields)?);
            Some(place(VENDOR_FIELDS).seal(keys, &json)?)
        };
        Ok(Self {
            secret,
            vendor_fields,
            public_fields,
        })
    }
}

pub(super) fn draft(
    keys: &KeyRing,
    row: &AnyRow,
    connection: &Connection,
) -> Result<Draft, StoreError> {
    let row = Columns::new(TABLE, row);
    let place = |column| Place {
        table: TABLE,
        column,
        scope: &connection.scope,
        flow: &connection.flow,
    };
    let access = match connection.mode {
        AccessMode::Keys => Access::Keys {
            id: connection
                .access_key_id
                .clone()
                .ok_or_else(|| row.corrupt("access_key_id"))?,
            secret: SecretAccessKey::from_store(place(SECRET).open(keys, &row.text(SECRET)?)?),
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
            let json = place(VENDOR_FIELDS).open(keys, &sealed)?;
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
