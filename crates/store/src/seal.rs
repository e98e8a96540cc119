//! Ties what is encrypted to the one place it belongs: a column of a tenant's row.

use crate::error::StoreError;
use crate::key_ring::{KeyRing, OpenError};
use crate::scope::TenantScope;
use domain::FlowId;
use secrecy::SecretString;

/// Where a sealed text stands. Moved anywhere else, it does not open.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
}

impl Place<'_> {
    pub fn seal(self, keys: &KeyRing, plain: &str) -> Result<String, StoreError> {
        keys.seal(plain.as_bytes(), &self.identity())
            .ok_or(StoreError::Seal)
    }

    pub fn open(self, keys: &KeyRing, sealed: &str) -> Result<SecretString, StoreError> {
        let Self { table, column, .. } = self;
        let plain = keys
            .open(sealed, &self.identity())
            .map_err(|error| match error {
                OpenError::Malformed => StoreError::Corrupt { table, column },
                OpenError::OtherKey => StoreError::OtherMasterKey { table, column },
                OpenError::Tampered => StoreError::Tampered { table, column },
            })?;
        let text =
            std::str::from_utf8(&plain).map_err(|_| StoreError::Corrupt { table, column })?;
        Ok(SecretString::from(text))
    }

    /// Each part with its length in front, so that no two places read the same.
    fn identity(self) -> Vec<u8> {
        let parts = [
            self.table,
            self.column,
            self.scope.environment.as_str(),
            self.flow.as_str(),
            self.scope.tenant.as_str(),
        ];
        parts
            .iter()
            .flat_map(|part| {
                (part.len() as u64)
                    .to_be_bytes()
                    .into_iter()
                    .chain(part.bytes())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{EnvironmentId, TenantId};

    #[test]
    fn no_two_places_have_one_identity() {
        let scope = |environment: &str, tenant: &str| {
            TenantScope::new(
                EnvironmentId::parse(environment).expect("id"),
                TenantId::parse(tenant).expect("id"),
            )
        };
        let flow = |text: &str| FlowId::parse(text).expect("id");
        let (keys, _) = KeyRing::generate().expect("randomness");
        let (here, f) = (scope("dev", "acme"), flow("f"));
        let place = Place {
            table: "connections",
            column: "sealed_secret",
            scope: &here,
            flow: &f,
        };
        let sealed = place.seal(&keys, "plain").expect("seal");
        assert!(place.open(&keys, &sealed).is_ok());
        for (environment, tenant, flow_id, column) in [
            ("de", "acme", "f", "sealed_secret"),
            ("dev", "acm", "f", "sealed_secret"),
            ("dev", "acme", "ff", "sealed_secret"),
            ("dev", "acme", "f", "sealed_vendor_fields"),
            ("dev", "f", "acme", "sealed_secret"),
        ] {
            let (scope, flow) = (scope(environment, tenant), flow(flow_id));
            let there = Place {
                column,
                scope: &scope,
                flow: &flow,
                ..place
            };
            assert!(
                matches!(there.open(&keys, &sealed), Err(StoreError::Tampered { .. })),
                "{environment} {tenant} {flow_id} {column}"
            );
        }
    }
}
