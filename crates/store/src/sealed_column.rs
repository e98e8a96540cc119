//! Binds encrypted text to the one place where it belongs: a column of a tenant's row.

use crate::error::StoreError;
use crate::key_ring::{KeyRing, OpenError};
use crate::tenant_scope::TenantScope;
use domain::FlowId;
use secrecy::SecretString;

/// The column and row that an encrypted text belongs to. The text cannot be decrypted in any other.
#[derive(Clone, Copy)]
pub struct SealedColumn<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub scope: &'a TenantScope,
    pub flow: &'a FlowId,
}

impl SealedColumn<'_> {
    pub fn seal(self, keys: &KeyRing, plaintext: &str) -> Result<String, StoreError> {
        keys.seal(plaintext.as_bytes(), &self.associated_data())
            .ok_or(StoreError::Seal)
    }

    pub fn open(self, keys: &KeyRing, sealed: &str) -> Result<SecretString, StoreError> {
        let Self { table, column, .. } = self;
        let plaintext =
            keys.open(sealed, &self.associated_data())
                .map_err(|error| match error {
                    OpenError::Malformed => StoreError::Corrupt { table, column },
                    OpenError::UnknownKey => StoreError::OtherMasterKey { table, column },
                    OpenError::Tampered => StoreError::Tampered { table, column },
                })?;
        let text =
            std::str::from_utf8(&plaintext).map_err(|_| StoreError::Corrupt { table, column })?;
        Ok(SecretString::from(text))
    }

    /// Returns the associated data for AES-GCM.
    fn associated_data(self) -> Vec<u8> {
        // The order and the encoding are part of every stored ciphertext, so neither can change.
        let parts = [
            self.table,
            self.column,
            self.scope.environment.as_str(),
            self.flow.as_str(),
            self.scope.tenant.as_str(),
        ];
        // Each part is preceded by its length. Without it, flow `ab` of tenant `c` would equal flow `a` of tenant `bc`.
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
    fn no_two_columns_have_the_same_associated_data() {
        let scope = |environment: &str, tenant: &str| {
            TenantScope::new(
                EnvironmentId::parse(environment).expect("id"),
                TenantId::parse(tenant).expect("id"),
            )
        };
        let flow = |text: &str| FlowId::parse(text).expect("id");
        let (keys, _) = KeyRing::generate().expect("randomness");
        let (scope_of_acme, flow_f) = (scope("dev", "acme"), flow("f"));
        let original = SealedColumn {
            table: "connections",
            column: "sealed_secret",
            scope: &scope_of_acme,
            flow: &flow_f,
        };
        let sealed = original.seal(&keys, "plain").expect("seal");
        assert!(original.open(&keys, &sealed).is_ok());
        for (environment, tenant, flow_id, column) in [
            ("de", "acme", "f", "sealed_secret"),
            ("dev", "acm", "f", "sealed_secret"),
            ("dev", "acme", "ff", "sealed_secret"),
            ("dev", "acme", "f", "sealed_vendor_fields"),
            ("dev", "f", "acme", "sealed_secret"),
        ] {
            let (scope, flow) = (scope(environment, tenant), flow(flow_id));
            let other = SealedColumn {
                column,
                scope: &scope,
                flow: &flow,
                ..original
            };
            assert!(
                matches!(other.open(&keys, &sealed), Err(StoreError::Tampered { .. })),
                "{environment} {tenant} {flow_id} {column}"
            );
        }
    }
}
