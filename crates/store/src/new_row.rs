//! Builds an `INSERT` from values that stand beside the names of their columns. With a list of columns here and a list of
//! values there, a value could end up in the wrong column.

use crate::error::StoreError;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Arguments as _, AssertSqlSafe, Encode, Type};
use std::fmt::Write as _;

/// A row to insert.
pub(crate) struct NewRow {
    table: &'static str,
    columns: Vec<&'static str>,
    arguments: Result<AnyArguments, sqlx::error::BoxDynError>,
}

impl NewRow {
    pub fn new(table: &'static str) -> Self {
        Self {
            table,
            columns: Vec::new(),
            arguments: Ok(AnyArguments::default()),
        }
    }

    /// Adds a column with its value.
    pub fn set<'t, T: Encode<'t, Any> + Type<Any>>(
        mut self,
        column: &'static str,
        value: T,
    ) -> Self {
        self.columns.push(column);
        self.arguments = self.arguments.and_then(|mut arguments| {
            arguments.add(value)?;
            Ok(arguments)
        });
        self
    }

    /// Returns the list of assignments that `ON CONFLICT … DO UPDATE SET` needs to replace a row by this one, except for
    /// these columns.
    pub fn replacements(&self, except: &[&str]) -> String {
        let replaced = self
            .columns
            .iter()
            .filter(|column| !except.contains(column));
        let replaced = replaced.map(|column| format!("{column} = excluded.{column}"));
        replaced.collect::<Vec<_>>().join(", ")
    }

    /// Returns the query. `rest` follows the values, for example an `ON CONFLICT` or `RETURNING` clause. It must be made of
    /// constants.
    ///
    /// # Errors
    /// Returns an error if a value cannot be encoded.
    pub fn into_query<'q>(self, rest: &str) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
        let mut placeholders = String::new();
        for number in 1..=self.columns.len() {
            let comma = if number == 1 { "" } else { ", " };
            let _ = write!(placeholders, "{comma}${number}");
        }
        let (table, columns) = (self.table, self.columns.join(", "));
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({placeholders}) {rest}");
        let arguments = self.arguments.map_err(StoreError::Failed)?;
        Ok(sqlx::query_with(AssertSqlSafe(sql), arguments))
    }
}
