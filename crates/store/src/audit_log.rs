//! The audit log: who did what, and the result of every check. Events are written and read. Only the deletion of a tenant
//! changes them: it erases the details that are the tenant's own data.

use crate::audit_action::AuditAction;
use crate::columns::{Columns, to_json};
use crate::database::Store;
use crate::error::StoreError;
use crate::new_row::NewRow;
use crate::tenant_scope::TenantScope;
use crate::time_ordered_id::{AFTER_EVERY_ID, id_prefix, new_time_ordered_id};
use domain::{EnvironmentId, FlowId, TenantId};
use serde_json::{Map, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::fmt::Write as _;

macro_rules! select {
    () => {
        "SELECT id, at, actor, actor_name, action, tenant, flow, detail FROM events WHERE environment = $1 AND id < $2 "
    };
}

/// Who did what an audit event reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who signed in with the admin key, under the name that they entered.
    Admin(String),
    /// The vendor's own server, by the name of its API key.
    ApiKey(String),
    /// Whoever opened the tenant's connect link.
    Tenant,
    /// Whoever opened a link that the tenant forwarded.
    ForwardedLink,
    CommandLine,
    /// This server, on its own initiative.
    Server,
    /// Somebody who is not signed in.
    Anonymous,
}

impl Actor {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Admin(_) => "admin",
            Self::ApiKey(_) => "api_key",
            Self::Tenant => "tenant",
            Self::ForwardedLink => "forwarded_link",
            Self::CommandLine => "command_line",
            Self::Server => "server",
            Self::Anonymous => "anonymous",
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Admin(name) | Self::ApiKey(name) => Some(name),
            Self::Tenant
            | Self::ForwardedLink
            | Self::CommandLine
            | Self::Server
            | Self::Anonymous => None,
        }
    }

    pub(crate) fn from_columns(row: Columns<'_>) -> Result<Self, StoreError> {
        let name = || {
            row.text_or_null("actor_name")
                .map(Option::unwrap_or_default)
        };
        Ok(match row.text("actor")?.as_str() {
            "admin" => Self::Admin(name()?),
            "api_key" => Self::ApiKey(name()?),
            "tenant" => Self::Tenant,
            "forwarded_link" => Self::ForwardedLink,
            "command_line" => Self::CommandLine,
            "server" => Self::Server,
            "anonymous" => Self::Anonymous,
            _ => return Err(row.corrupt("actor")),
        })
    }
}

/// An audit event that is not recorded yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAuditEvent {
    pub environment: EnvironmentId,
    pub actor: Actor,
    pub action: AuditAction,
    pub tenant: Option<TenantId>,
    pub flow: Option<FlowId>,
    /// Details of the action. Never put a secret here.
    pub detail: Map<String, Value>,
}

impl NewAuditEvent {
    #[must_use]
    pub fn for_tenant(self, tenant: &TenantId, flow: Option<&FlowId>) -> Self {
        Self {
            tenant: Some(tenant.clone()),
            flow: flow.cloned(),
            ..self
        }
    }

    /// Sets the details to a JSON object. Any other JSON value clears them.
    #[must_use]
    pub fn with_detail(self, detail: Value) -> Self {
        let detail = match detail {
            Value::Object(detail) => detail,
            _ => Map::new(),
        };
        Self { detail, ..self }
    }
}

/// An event of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// Later events have greater IDs. The next page of the log continues from here.
    pub id: String,
    pub at: i64,
    pub actor: Actor,
    /// A name of [`AuditAction`], or of one that only a newer server knows.
    pub action: String,
    pub tenant: Option<TenantId>,
    pub flow: Option<FlowId>,
    pub detail: Map<String, Value>,
}

/// Selects events from the log.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditEventFilter<'a> {
    pub tenant: Option<&'a TenantId>,
    /// The part of the action before its dot.
    pub kind: Option<&'a str>,
    /// Selects only events older than the event with this ID.
    pub before: Option<&'a str>,
    pub limit: i64,
}

impl Store {
    /// Records an event that accompanies no other change. A function that changes rows records its events in the same
    /// transaction, with `record`.
    ///
    /// # Errors
    /// - Returns [`StoreError::UnknownOwner`] if the environment does not exist.
    /// - Returns another error if the database fails.
    pub async fn record_event(&self, event: &NewAuditEvent, now: i64) -> Result<(), StoreError> {
        self.write(insert(event, new_time_ordered_id(now)?, now)?)
            .await?;
        Ok(())
    }

    /// Returns the selected events of an environment, newest first.
    ///
    /// # Errors
    /// Returns an error if the database fails or a row cannot be parsed.
    pub async fn events(
        &self,
        environment: &EnvironmentId,
        filter: &AuditEventFilter<'_>,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let mut sql = String::from(select!());
        let mut texts = Vec::new();
        // Only the conditions in use are written, so that the database can choose the index for each combination.
        for (column, text) in [
            ("tenant", filter.tenant.map(TenantId::as_str)),
            ("kind", filter.kind),
        ] {
            if let Some(text) = text {
                texts.push(text);
                let _ = write!(sql, "AND {column} = ${} ", texts.len() + 3);
            }
        }
        sql.push_str("ORDER BY id DESC LIMIT $3");
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .bind(environment.as_str())
            .bind(filter.before.unwrap_or(AFTER_EVERY_ID))
            .bind(filter.limit);
        for text in texts {
            query = query.bind(text);
        }
        let rows = self.read_all(query).await?;
        rows.iter().map(read_event).collect()
    }

    /// Deletes a tenant's events of one kind, except the `latest` ones. Returns how many were deleted.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_events_except_latest(
        &self,
        scope: &TenantScope,
        kind: &str,
        latest: i64,
    ) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM events WHERE environment = $1 AND tenant = $2 AND kind = $3 AND id <= \
             (SELECT id FROM events WHERE environment = $1 AND tenant = $2 AND kind = $3 ORDER BY id DESC LIMIT 1 OFFSET $4)";
        let query = sqlx::query(SQL)
            .bind(scope.environment.as_str())
            .bind(scope.tenant.as_str())
            .bind(kind)
            .bind(latest);
        self.write(query).await
    }

    /// Deletes events of checks, links and credentials that are older than `before`, in all environments. Returns how many were deleted. All
    /// other events stay forever.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn purge_events(&self, before: i64) -> Result<u64, StoreError> {
        // The ID begins with the time, so the primary key's index finds the old rows.
        const SQL: &str =
            "DELETE FROM events WHERE id < $1 AND kind IN ('check', 'link', 'credentials')";
        self.write(sqlx::query(SQL).bind(id_prefix(before))).await
    }
}

/// Records events as part of a transaction. The log shows them in this order.
pub(crate) async fn record(
    transaction: &mut Transaction<'_, Any>,
    events: &[&NewAuditEvent],
    now: i64,
) -> Result<(), StoreError> {
    for event in events {
        let query = insert(event, new_time_ordered_id(now)?, now)?;
        query.execute(&mut **transaction).await?;
    }
    Ok(())
}

fn insert<'q>(
    event: &NewAuditEvent,
    id: String,
    now: i64,
) -> Result<Query<'q, Any, AnyArguments>, StoreError> {
    NewRow::new("events")
        .set("id", id)
        .set("environment", event.environment.as_str())
        .set("at", now)
        .set("actor", event.actor.kind())
        .set("actor_name", event.actor.name())
        .set("action", event.action.as_str())
        .set("kind", event.action.kind())
        .set("tenant", event.tenant.as_ref().map(TenantId::as_str))
        .set("flow", event.flow.as_ref().map(FlowId::as_str))
        .set("detail", to_json(&event.detail)?)
        .into_query("")
}

fn read_event(row: &AnyRow) -> Result<AuditEvent, StoreError> {
    let row = Columns::new("events", row);
    Ok(AuditEvent {
        id: row.text("id")?,
        at: row.int("at")?,
        actor: Actor::from_columns(row)?,
        action: row.text("action")?,
        tenant: row.parsed_or_null("tenant")?,
        flow: row.parsed_or_null("flow")?,
        detail: row.json("detail")?,
    })
}
