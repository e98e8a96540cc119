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
    /// What the names of the table's columns begin with in this row.
    prefix: &'static str,
    row: &'r AnyRow,
}

impl<'r> Columns<'r> {
    pub fn new(table: &'static str, row: &'r AnyRow) -> Self {
        Self::prefixed(table, "", row)
    }

    /// Of one table among several that a row is joined from; see [`prefixed_columns`].
    pub fn prefixed(table: &'static str, prefix: &'static str, row: &'r AnyRow) -> Self {
        Self { table, prefix, row }
    }

    pub fn corrupt(self, column: &'static str) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
        }
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(self, column: &'static str) -> Result<T, StoreError> {
        let got = if self.prefix.is_empty() {
            self.row.try_get(column)
        } else {
            self.row
                .try_get(format!("{}{column}", self.prefix).as_str())
        };
        got.map_err(|_| self.corrupt(column))
    }

    pub fn int(self, column: &'static str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub fn int_or_null(self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    /// Returns these columns if this one, a text, is not null.
    pub fn present(self, column: &'static str) -> Result<Option<Self>, StoreError> {
        Ok(self.text_or_null(column)?.map(|_| self))
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

/// Gives every column of a list the same prefix, so that several tables fit into one row: `flow, version` of table
/// `connectors` becomes `connectors.flow AS c_flow, connectors.version AS c_version`.
pub fn prefixed_columns(table: &str, prefix: &str, columns: &str) -> String {
    let columns: Vec<_> = columns
        .split(", ")
        .map(|column| format!("{table}.{column} AS {prefix}{column}"))
        .collect();
    columns.join(", ")
}

pub fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::failed)
}
