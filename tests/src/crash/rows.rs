//! What is in the database, read past the server.

use super::story::{Effect, Subject};
use super::world::{ENVIRONMENT, SHIFTING};
use crate::database::Database;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::collections::HashMap;

pub struct Event {
    pub at: i64,
    pub action: String,
    pub tenant: Option<String>,
    pub flow: Option<String>,
    pub detail: Value,
}

pub struct Tenant {
    pub external_id: String,
    pub previous: Option<String>,
}

pub struct Session {
    pub is_forwarded: bool,
    pub created_at: i64,
    /// Before its time was over.
    pub was_ended: bool,
}

pub struct SavedConnection {
    pub prefix: String,
    pub mode: String,
    pub version: i64,
    pub external_id: Option<String>,
}

/// Everything that the checks look at.
pub struct Rows {
    /// The oldest first.
    pub events: Vec<Event>,
    pub tenants: HashMap<String, Tenant>,
    /// The external IDs that are, or were, each tenant's, in small letters.
    pub owned: HashMap<String, Vec<String>>,
    pub connections: HashMap<String, SavedConnection>,
    pub attempts: HashMap<String, i64>,
    pub sessions: HashMap<String, Vec<Session>>,
    /// Version and settings of the flow that is changed all the time; `None` before its first save.
    pub connector: Option<(i64, String)>,
    /// The same of every version that is kept.
    pub versions: Vec<(i64, String)>,
    /// Whether the key of each name was revoked.
    pub keys: HashMap<String, bool>,
    pub settings: HashMap<String, String>,
    /// What the database's own checks complain of.
    pub broken: Vec<String>,
}

impl Rows {
    pub async fn read(database: &Database) -> Self {
        let mut connection = database.connect().await;
        let rows = read(&mut connection, matches!(database, Database::Sqlite(_))).await;
        connection.close().await.expect("closed");
        rows
    }

    /// The log of one subject, with its times.
    pub fn log(&self, subject: &Subject) -> Vec<(i64, Effect)> {
        let of_subject = |event: &&Event| match subject {
            Subject::Tenant(name) => event.tenant.as_ref() == Some(name),
            Subject::Connector => {
                event.action.starts_with("connector.") && event.flow.as_deref() == Some(SHIFTING)
            }
            Subject::ApiKeys => event.action.starts_with("key."),
            Subject::Settings => ["theme.", "origins.", "template."]
                .iter()
                .any(|kind| event.action.starts_with(kind)),
        };
        let events = self.events.iter().filter(of_subject);
        events.map(|event| (event.at, effect(event))).collect()
    }
}

fn effect(event: &Event) -> Effect {
    let text = |name: &str| match &event.detail[name] {
        Value::String(text) => text.clone(),
        Value::Array(texts) => texts
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    };
    let about = match event.action.as_str() {
        "connection.saved" | "connection.replaced" => text("path_prefix"),
        "key.made" | "key.revoked" => text("name"),
        "origins.saved" => text("origins"),
        "template.saved" => text("url"),
        _ => String::new(),
    };
    Effect::new(&event.action, about)
}

async fn read(connection: &mut AnyConnection, sqlite: bool) -> Rows {
    let mut rows = Rows {
        events: Vec::new(),
        tenants: HashMap::new(),
        owned: HashMap::new(),
        connections: HashMap::new(),
        attempts: HashMap::new(),
        sessions: HashMap::new(),
        connector: None,
        versions: Vec::new(),
        keys: HashMap::new(),
        settings: HashMap::new(),
        broken: Vec::new(),
    };
    let events = "SELECT at, action, tenant, flow, detail FROM events WHERE environment = $1 ORDER BY at, id";
    for row in of_environment(connection, events).await {
        rows.events.push(Event {
            at: row.get("at"),
            action: row.get("action"),
            tenant: row.get("tenant"),
            flow: row.get("flow"),
            detail: json(&row, "detail"),
        });
    }
    let tenants =
        "SELECT tenant, external_id, previous_external_id FROM tenants WHERE environment = $1";
    for row in of_environment(connection, tenants).await {
        let tenant = Tenant {
            external_id: row.get("external_id"),
            previous: row.get("previous_external_id"),
        };
        rows.tenants.insert(row.get("tenant"), tenant);
    }
    let owners = "SELECT tenant, lower_external_id FROM external_id_owners WHERE environment = $1";
    for row in of_environment(connection, owners).await {
        let owned = rows.owned.entry(row.get("tenant")).or_default();
        owned.push(row.get("lower_external_id"));
    }
    let connections = "SELECT tenant, path_prefix, mode, version, external_id FROM connections WHERE environment = $1";
    for row in of_environment(connection, connections).await {
        let saved = SavedConnection {
            prefix: row.get("path_prefix"),
            mode: row.get("mode"),
            version: row.get("version"),
            external_id: row.get("external_id"),
        };
        rows.connections.insert(row.get("tenant"), saved);
    }
    let attempts = "SELECT tenant, attempted_at FROM attempts WHERE environment = $1";
    for row in of_environment(connection, attempts).await {
        rows.attempts
            .insert(row.get("tenant"), row.get("attempted_at"));
    }
    let sessions =
        "SELECT tenant, kind, created_at, expires_at FROM sessions WHERE environment = $1";
    for row in of_environment(connection, sessions).await {
        let is_forwarded = row.get::<String, _>("kind") == "forwarded";
        let (created_at, expires_at): (i64, i64) = (row.get("created_at"), row.get("expires_at"));
        let lifetime = if is_forwarded {
            7 * 24 * 3_600_000
        } else {
            3_600_000
        };
        let of_tenant = rows.sessions.entry(row.get("tenant")).or_default();
        of_tenant.push(Session {
            is_forwarded,
            created_at,
            was_ended: expires_at < created_at + lifetime,
        });
    }
    let connectors = "SELECT flow, version, params FROM connectors WHERE environment = $1";
    let versions = "SELECT flow, version, params FROM connector_versions WHERE environment = $1 ORDER BY version";
    for (sql, is_present) in [(connectors, true), (versions, false)] {
        for row in of_environment(connection, sql).await {
            if row.get::<String, _>("flow") == SHIFTING {
                let version = (row.get("version"), label(&row));
                if is_present {
                    rows.connector = Some(version);
                } else {
                    rows.versions.push(version);
                }
            }
        }
    }
    let keys = "SELECT name, revoked_at FROM api_keys WHERE environment = $1";
    for row in of_environment(connection, keys).await {
        let revoked = row.get::<Option<i64>, _>("revoked_at").is_some();
        rows.keys.insert(row.get("name"), revoked);
    }
    let settings = "SELECT name, value FROM environment_settings WHERE environment = $1";
    for row in of_environment(connection, settings).await {
        rows.settings.insert(row.get("name"), row.get("value"));
    }
    rows.broken = if sqlite {
        broken_sqlite(connection).await
    } else {
        broken_postgres(connection).await
    };
    rows
}

fn json(row: &AnyRow, column: &str) -> Value {
    serde_json::from_str(row.get(column)).expect("JSON")
}

/// What the flow calls the bucket, which says which version it is.
fn label(row: &AnyRow) -> String {
    let params = json(row, "params");
    let label = params["bucket"]["label"].as_str();
    label.unwrap_or_default().to_owned()
}

async fn of_environment(connection: &mut AnyConnection, sql: &'static str) -> Vec<AnyRow> {
    let rows = sqlx::query(sql)
        .bind(ENVIRONMENT)
        .fetch_all(connection)
        .await;
    rows.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn broken_sqlite(connection: &mut AnyConnection) -> Vec<String> {
    let mut broken = Vec::new();
    let integrity = all(connection, "PRAGMA integrity_check").await;
    for row in integrity {
        let said: String = row.get(0);
        if said != "ok" {
            broken.push(said);
        }
    }
    for row in all(connection, "PRAGMA foreign_key_check").await {
        let table: String = row.get(0);
        broken.push(format!("a row of {table} belongs to none"));
    }
    broken
}

/// For each foreign key, a query that counts the rows whose owner is missing.
const ORPHANS: &str = "SELECT format('SELECT count(*) FROM %s c WHERE NOT EXISTS (SELECT 1 FROM %s p WHERE %s)', \
     conrelid::regclass, confrelid::regclass, \
     (SELECT string_agg(format('c.%I = p.%I', a.attname, b.attname), ' AND ') FROM unnest(conkey, confkey) AS k(x, y) \
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.x \
      JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = k.y)) AS sql \
     FROM pg_constraint WHERE contype = 'f'";
/// Also indexes that are not, or no longer, to be relied on.
const UNSOUND: &str = "SELECT CAST(conname AS TEXT) AS name FROM pg_constraint WHERE NOT convalidated \
     UNION ALL SELECT CAST(indexrelid::regclass AS TEXT) FROM pg_index WHERE NOT indisvalid OR NOT indisready";

async fn broken_postgres(connection: &mut AnyConnection) -> Vec<String> {
    let unsound = all(connection, UNSOUND).await;
    let mut broken: Vec<String> = unsound.iter().map(|row| row.get("name")).collect();
    let orphans = all(connection, ORPHANS).await;
    assert!(!orphans.is_empty(), "there are foreign keys");
    for query in orphans {
        let sql: String = query.get("sql");
        let counted = all(connection, &sql).await;
        if counted[0].get::<i64, _>(0) > 0 {
            broken.push(format!("not 0: {sql}"));
        }
    }
    broken
}

async fn all(connection: &mut AnyConnection, sql: &str) -> Vec<AnyRow> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(connection);
    rows.await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}
