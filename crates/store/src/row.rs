//! Reads columns into the values they were written from, and says which column it was when that fails.

use crate::error::StoreError;
use crate::scope::TenantScope;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row, Type};

/// A row and the table it is of.
#[derive(Clone, Copy)]
pub struct Columns<'r> {
    table: &'static str,
    row: &'r AnyRow,
}

impl<'r> Columns<'r> {
    pub fn new(table: &'static str, row: &'r AnyRow) -> Self {
        Self { table, row }
    }

    pub fn corrupt(self, column: &'static str) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
        }
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(self, column: &'static str) -> Result<T, StoreError> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    pub fn int(self, column: &'static str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub fn int_or_null(self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    pub fn text(self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub fn text_or_null(self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    /// A value only its parser can build.
    pub fn parsed<T: TryFrom<String>>(self, column: &'static str) -> Result<T, StoreError> {
        T::try_from(self.text(column)?).map_err(|_| self.corrupt(column))
    }

    pub fn parsed_or_null<T: TryFrom<String>>(
        self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.text_or_null(column)?;
        text.map(T::try_from)
            .transpose()
            .map_err(|_| self.corrupt(column))
    }

    pub fn json<T: DeserializeOwned>(self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.corrupt(column))
    }

    pub fn scope(self) -> Result<TenantScope, StoreError> {
        Ok(TenantScope {
            environment: self.parsed("environment")?,
            tenant: self.parsed("tenant")?,
        })
    }
}

pub fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::failed)
}
