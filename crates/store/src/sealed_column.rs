//! Binds encrypted text to the one place where it belongs: a column of a row.

use crate::error::StoreError;
use crate::key_ring::{KeyRing, OpenError};
use secrecy::SecretString;

/// The column and row that an encrypted text belongs to. The text cannot be decrypted in any other.
#[derive(Clone, Copy)]
pub struct SealedColumn<'a> {
    pub table: &'static str,
    pub column: &'static str,
    /// What identifies the row. The order and the number of the parts are part of every stored ciphertext, so neither can
    /// change.
    pub row: &'a [&'a str],
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
        // The encoding is part of every stored ciphertext, so it cannot change.
        let parts = [self.table, self.column];
        // Each part is preceded by its length. Without it, flow `ab` of tenant `c` would equal flow `a` of tenant `bc`.
        parts
            .iter()
            .chain(self.row)
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

    #[test]
    fn no_two_columns_have_the_same_associated_data() {
        let (keys, _) = KeyRing::generate().expect("randomness");
        let original = SealedColumn {
            table: "connections",
            column: "sealed_secret",
            row: &["dev", "f", "acme"],
        };
        let sealed = original.seal(&keys, "plain").expect("seal");
        assert!(original.open(&keys, &sealed).is_ok());
        let others: [(&str, &[&str]); 7] = [
            ("sealed_secret", &["de", "f", "acme"]),
            ("sealed_secret", &["dev", "f", "acm"]),
            ("sealed_secret", &["dev", "ff", "acme"]),
            ("sealed_secret", &["dev", "acme", "f"]),
            ("sealed_secret", &["dev", "facme"]),
            ("sealed_secret", &["dev", "f", "acme", ""]),
            ("sealed_vendor_fields", &["dev", "f", "acme"]),
        ];
        for (column, row) in others {
            let other = SealedColumn {
                column,
                row,
                ..original
            };
            assert!(
                matches!(other.open(&keys, &sealed), Err(StoreError::Tampered { .. })),
                "{column} {row:?}"
            );
        }
    }

    /// Earlier versions of this program encrypted with this associated data.
    #[test]
    fn the_associated_data_of_a_connection_never_changes() {
        let column = SealedColumn {
            table: "t",
            column: "c",
            row: &["dev", "f", "acme"],
        };
        let expected = b"\0\0\0\0\0\0\0\x01t\0\0\0\0\0\0\0\x01c\0\0\0\0\0\0\0\x03dev\0\0\0\0\0\0\0\x01f\0\0\0\0\0\0\0\x04acme";
        assert_eq!(column.associated_data(), expected);
    }
}
