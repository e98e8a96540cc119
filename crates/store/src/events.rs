//! The audit log: who did what, and what came of every check. It is written and read, never changed.

use crate::error::StoreError;
use crate::row::{Columns, to_json};
use crate::scope::TenantScope;
use crate::store::Store;
use domain::{EnvironmentId, FlowId, TenantId};
use serde_json::{Map, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! select {
    () => {
        "SELECT id, at, actor, actor_name, action, tenant, flow, detail FROM events WHERE environment = $1 AND id < $2 "
    };
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who signed in with the admin key, by the name they gave.
    Admin(String),
    /// The vendor's own server, by the name of its API key.
    ApiKey(String),
    /// Whoever opened the tenant's connect link.
    Tenant,
    /// Whoever opened a link that the tenant handed on.
    ForwardedLink,
    CommandLine,
    /// The server by itself.
    Server,
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
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Admin(name) | Self::ApiKey(name) => Some(name),
            Self::Tenant | Self::ForwardedLink | Self::CommandLine | Self::Server => None,
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
            _ => return Err(row.corrupt("actor")),
        })
    }
}

/// Something that was done, or found out.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    pub environment: EnvironmentId,
    pub actor: Actor,
    /// Stable and dotted, such as `connection.saved`.
    pub action: &'static str,
    pub tenant: Option<TenantId>,
    pub flow: Option<FlowId>,
    /// Never a secret.
    pub detail: Map<String, Value>,
}

impl NewEvent {
    #[must_use]
    pub fn on(self, tenant: &TenantId, flow: Option<&FlowId>) -> Self {
        Self {
            tenant: Some(tenant.clone()),
            flow: flow.cloned(),
            ..self
        }
    }

    /// `detail` is an object; anything else says nothing.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        let detail = match detail {
            Value::Object(detail) => detail,
            _ => Map::new(),
        };
        Self { detail, ..self }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Greater for what came later; what a page of the log continues from.
    pub id: String,
    pub at: i64,
    pub actor: Actor,
    pub action: String,
    pub tenant: Option<TenantId>,
    pub flow: Option<FlowId>,
    pub detail: Map<String, Value>,
}

/// Which part of the log to read, the newest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventsOf<'a> {
    pub tenant: Option<&'a TenantId>,
    /// The part of the action before its dot.
    pub kind: Option<&'a str>,
    /// Only what is older than the event of this id.
    pub before: Option<&'a str>,
    pub limit: i64,
}

impl Store {
    /// Records an event that belongs to no other change: a check whose result is kept nowhere else. Whatever changes
    /// rows records its events in the same transaction, with `record`.
    ///
    /// # Errors
    /// [`StoreError::UnknownOwner`] without the environment; else when the database fails.
    pub async fn record_event(&self, event: &NewEvent, now: i64) -> Result<(), StoreError> {
        self.write(insert(event, new_id(now)?, now)?).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn events(
        &self,
        environment: &EnvironmentId,
        of: &EventsOf<'_>,
    ) -> Result<Vec<Event>, StoreError> {
        let mut sql = String::from(select!());
        let mut texts = Vec::new();
        for (column, text) in [
            ("tenant", of.tenant.map(TenantId::as_str)),
            ("kind", of.kind),
        ] {
            if let Some(text) = text {
                texts.push(text);
                let _ = write!(sql, "AND {column} = ${} ", texts.len() + 3);
            }
        }
        sql.push_str("ORDER BY id DESC LIMIT $3");
        let mut query = sqlx::query(AssertSqlSafe(sql))
            .bind(environment.as_str())
            .bind(of.before.unwrap_or(AFTER_ALL))
            .bind(of.limit);
        for text in texts {
            query = query.bind(text);
        }
        let rows = self.read_all(query).await?;
        rows.iter().map(read).collect()
    }

    /// Forgets a tenant's events of one kind, except for the latest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_latest_events(
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

    /// Forgets what of before `before` is only of passing interest, and says how much that was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge_events(&self, before: i64) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM events WHERE id < $1 AND kind IN ('check', 'link')";
        self.write(sqlx::query(SQL).bind(time_of_id(before))).await
    }
}

/// Greater than every id.
const AFTER_ALL: &str = "g";

/// Records the events of a transaction, which the log then shows in this order.
pub(crate) async fn record(
    transaction: &mut Transaction<'_, Any>,
    events: &[&NewEvent],
    now: i64,
) -> Result<(), StoreError> {
    for event in events {
        let query = insert(event, new_id(now)?, now)?;
        query.execute(&mut **transaction).await?;
    }
    Ok(())
}

fn insert(
    event: &NewEvent,
    id: String,
    now: i64,
) -> Result<Query<'_, Any, AnyArguments>, StoreError> {
    const SQL: &str = "INSERT INTO events (id, environment, at, actor, actor_name, action, tenant, flow, detail, kind) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let kind = event.action.split('.').next().unwrap_or_default();
    Ok(sqlx::query(SQL)
        .bind(id)
        .bind(event.environment.as_str())
        .bind(now)
        .bind(event.actor.kind())
        .bind(event.actor.name())
        .bind(event.action)
        .bind(event.tenant.as_ref().map(TenantId::as_str))
        .bind(event.flow.as_ref().map(FlowId::as_str))
        .bind(to_json(&event.detail)?)
        .bind(kind))
}

/// Makes an id that begins with the time: digits and small letters only, which both databases order alike.
///
/// The rest counts up, so that of two events in one millisecond the later one has the greater id. It counts from a
/// number of chance, so that two servers on one database do not make the same id.
pub(crate) fn new_id(now: i64) -> Result<String, StoreError> {
    static COUNTER: OnceLock<AtomicU64> = OnceLock::new();
    let counter = if let Some(counter) = COUNTER.get() {
        counter
    } else {
        // The shift leaves room to count.
        let first = chance()? >> 8;
        COUNTER.get_or_init(|| AtomicU64::new(first))
    };
    let count = counter.fetch_add(1, Ordering::Relaxed);
    Ok(format!("{}{count:016x}", time_of_id(now)))
}

fn chance() -> Result<u64, StoreError> {
    let mut chance = [0; 8];
    aws_lc_rs::rand::fill(&mut chance)
        .map_err(|_| StoreError::Failed("the operating system has no randomness to give".into()))?;
    Ok(u64::from_be_bytes(chance))
}

/// What an id of this time begins with.
fn time_of_id(at: i64) -> String {
    format!("{at:012x}")
}

fn read(row: &AnyRow) -> Result<Event, StoreError> {
    let row = Columns::new("events", row);
    Ok(Event {
        id: row.text("id")?,
        at: row.int("at")?,
        actor: Actor::from_columns(row)?,
        action: row.text("action")?,
        tenant: row.parsed_or_null("tenant")?,
        flow: row.parsed_or_null("flow")?,
        detail: row.json("detail")?,
    })
}
