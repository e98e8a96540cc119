//! The log of what happened on the whole server and not in one environment: sign-ins, and deleted environments.

use crate::audit_log::Actor;
use crate::columns::{Columns, to_json};
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::time_ordered_id::{AFTER_EVERY_ID, id_prefix, new_time_ordered_id};
use serde_json::{Map, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What an event of the server's log records. Each has a stable, dotted name in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum ServerAction {
    #[strum(serialize = "admin.signed_in")]
    SignedIn,
    /// Somebody tried to sign in with a wrong admin key.
    #[strum(serialize = "admin.sign_in_refused")]
    SignInRefused,
    #[strum(serialize = "environment.deleted")]
    EnvironmentDeleted,
}

impl ServerAction {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns `None` for a name that this version does not know. A newer server may have written it.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// An event of the server's log that is not recorded yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewServerEvent {
    pub actor: Actor,
    pub action: ServerAction,
    /// Details of the action. Never put a secret here.
    pub detail: Map<String, Value>,
}

/// An event of the server's log.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerEvent {
    /// Later events have greater IDs. The next page of the log continues from here.
    pub id: String,
    pub at: i64,
    pub actor: Actor,
    /// A name of [`ServerAction`], or of one that only a newer server knows.
    pub action: String,
    pub detail: Map<String, Value>,
}

impl Store {
    /// Records an event, and keeps only the `latest` ones of its action.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn record_sign_in(
        &self,
        event: &NewServerEvent,
        latest: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM server_events WHERE action = $1 AND id <= \
             (SELECT id FROM server_events WHERE action = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)";
        let mut transaction = self.begin().await?;
        record_server_event(&mut transaction, event, now).await?;
        let query = sqlx::query(DELETE).bind(event.action.as_str()).bind(latest);
        query.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Returns events of the server's log, newest first. If `before` is given, returns only events older than the event
    /// with this ID.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn server_events(
        &self,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<ServerEvent>, StoreError> {
        const SQL: &str = "SELECT id, at, actor, actor_name, action, detail FROM server_events WHERE id < $1 ORDER BY id DESC LIMIT $2";
        let query = sqlx::query(SQL)
            .bind(before.unwrap_or(AFTER_EVERY_ID))
            .bind(limit);
        let rows = self.read_all(query).await?;
        rows.iter().map(read_event).collect()
    }

    /// Deletes sign-ins that are older than `before`. Returns how many were deleted. Other events stay forever.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn purge_sign_ins(&self, before: i64) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM server_events WHERE id < $1 AND action IN ($2, $3)";
        let query = sqlx::query(SQL)
            .bind(id_prefix(before))
            .bind(ServerAction::SignedIn.as_str())
            .bind(ServerAction::SignInRefused.as_str());
        self.write(query).await
    }
}

/// Records an event as part of a transaction.
pub(crate) async fn record_server_event(
    transaction: &mut Transaction<'_, Any>,
    event: &NewServerEvent,
    now: i64,
) -> Result<(), StoreError> {
    let query = insert(event, now)?;
    query.execute(&mut **transaction).await?;
    Ok(())
}

fn insert<'q>(
    event: &NewServerEvent,
    now: i64,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    NewRow::new("server_events")
        .set("id", new_time_ordered_id(now)?)
        .set("at", now)
        .set("actor", event.actor.kind())
        .set("actor_name", event.actor.name())
        .set("action", event.action.as_str())
        .set("detail", to_json(&event.detail)?)
        .into_query("")
}

fn read_event(row: &AnyRow) -> Result<ServerEvent, StoreError> {
    let row = Columns::new("server_events", row);
    Ok(ServerEvent {
        id: row.text("id")?,
        at: row.int("at")?,
        actor: Actor::from_columns(row)?,
        action: row.text("action")?,
        detail: row.json("detail")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_dotted_and_parses() {
        for action in ServerAction::VARIANTS {
            assert!(action.as_str().contains('.'), "{action:?}");
            assert_eq!(ServerAction::parse(action.as_str()), Some(*action));
        }
        assert_eq!(ServerAction::parse("admin.signed_up"), None);
    }
}
