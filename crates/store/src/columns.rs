//! Reads columns into typed values. An error names the table and the column, never the value.

use crate::error::StoreError;
use crate::tenant_scope::TenantScope;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row, Type};

/// A row, together with the table that it comes from.
#[derive(Clone, Copy)]
pub struct Columns<'r> {
    table: &'static str,
    /// The prefix that the query added to the names of this table's columns.
    prefix: &'static str,
    row: &'r AnyRow,
}

impl<'r> Columns<'r> {
    pub fn new(table: &'static str, row: &'r AnyRow) -> Self {
        Self::prefixed(table, "", row)
    }

    /// Reads one of several joined tables, whose columns [`prefixed_columns`] has renamed.
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
        let value = if self.prefix.is_empty() {
            self.row.try_get(column)
        } else {
            self.row
                .try_get(format!("{}{column}", self.prefix).as_str())
        };
        // sqlx's error is dropped on purpose: it may quote the value.
        value.map_err(|_| self.corrupt(column))
    }

    pub fn int(self, column: &'static str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub fn int_or_null(self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    /// Returns these columns if the given text column is not null.
    pub fn if_not_null(self, column: &'static str) -> Result<Option<Self>, StoreError> {
        Ok(self.text_or_null(column)?.map(|_| self))
    }

    pub fn text(self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub fn text_or_null(self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    /// Reads a value that only its own parser can build.
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

/// Adds a prefix to every column of a list, so that the columns of several tables fit into one row. For table
/// `connectors` and prefix `c_`, `flow, version` becomes `connectors.flow AS c_flow, connectors.version AS c_version`.
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
