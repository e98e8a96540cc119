//! Reads the database directly, without the server.

use super::history::{AuditEntry, Subject};
use super::server_host::{CHANGING_FLOW, ENVIRONMENT};
use crate::database::Database;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::collections::HashMap;

/// A row of the audit log.
pub struct EventRow {
    pub at: i64,
    pub action: String,
    pub tenant: Option<String>,
    pub flow: Option<String>,
    pub detail: Value,
}

pub struct TenantRow {
    pub external_id: String,
    /// The previous external ID during a rotation.
    pub previous: Option<String>,
}

/// A connect session.
pub struct SessionRow {
    pub is_forwarded: bool,
    pub created_at: i64,
    /// Whether somebody ended the link before it expired.
    pub was_ended: bool,
}

pub struct ConnectionRow {
    pub prefix: String,
    pub mode: String,
    pub version: i64,
    pub external_id: Option<String>,
}

/// Everything in the database that the verification looks at. Maps by tenant have the tenant's name as key.
pub struct Rows {
    /// The audit log, the oldest entry first.
    pub events: Vec<EventRow>,
    pub tenants: HashMap<String, TenantRow>,
    /// Each tenant's current and former external IDs, in lower case.
    pub owned_external_ids: HashMap<String, Vec<String>>,
    pub connections: HashMap<String, ConnectionRow>,
    pub attempts: HashMap<String, i64>,
    pub sessions: HashMap<String, Vec<SessionRow>>,
    /// The version and bucket label of the flow whose settings are saved all the time. `None` before its first save.
    pub connector: Option<(i64, String)>,
    /// The version and bucket label of every stored version of that flow.
    pub versions: Vec<(i64, String)>,
    /// Whether the API key of each name was revoked.
    pub keys: HashMap<String, bool>,
    pub settings: HashMap<String, String>,
    /// What the database's own integrity checks report.
    pub integrity_errors: Vec<String>,
}

impl Rows {
    pub async fn read(database: &Database) -> Self {
        let mut connection = database.connect().await;
        let rows = read(&mut connection, matches!(database, Database::Sqlite(_))).await;
        connection.close().await.expect("closed");
        rows
    }

    /// Returns the audit log of one subject, each entry with its time.
    pub fn log(&self, subject: &Subject) -> Vec<(i64, AuditEntry)> {
        let concerns_subject = |event: &&EventRow| match subject {
            Subject::Tenant(name) => event.tenant.as_ref() == Some(name),
            Subject::Connector => {
                event.action.starts_with("connector.")
                    && event.flow.as_deref() == Some(CHANGING_FLOW)
            }
            Subject::ApiKeys => event.action.starts_with("key."),
            Subject::Settings => ["theme.", "origins.", "template."]
                .iter()
                .any(|kind| event.action.starts_with(kind)),
        };
        let events = self.events.iter().filter(concerns_subject);
        events.map(|event| (event.at, audit_entry(event))).collect()
    }
}

fn audit_entry(event: &EventRow) -> AuditEntry {
    let text = |name: &str| match &event.detail[name] {
        Value::String(text) => text.clone(),
        Value::Array(texts) => texts
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    };
    // Writers choose different values for these actions, so two entries of one action are not confused.
    let detail = match event.action.as_str() {
        "connection.saved" | "connection.replaced" => text("path_prefix"),
        "key.made" | "key.revoked" => text("name"),
        "origins.saved" => text("origins"),
        "template.saved" => text("url"),
        _ => String::new(),
    };
    AuditEntry::new(&event.action, detail)
}

async fn read(connection: &mut AnyConnection, is_sqlite: bool) -> Rows {
    let mut rows = Rows {
        events: Vec::new(),
        tenants: HashMap::new(),
        owned_external_ids: HashMap::new(),
        connections: HashMap::new(),
        attempts: HashMap::new(),
        sessions: HashMap::new(),
        connector: None,
        versions: Vec::new(),
        keys: HashMap::new(),
        settings: HashMap::new(),
        integrity_errors: Vec::new(),
    };
    let events = "SELECT at, action, tenant, flow, detail FROM events WHERE environment = $1 ORDER BY at, id";
    for row in select_rows(connection, events).await {
        rows.events.push(EventRow {
            at: row.get("at"),
            action: row.get("action"),
            tenant: row.get("tenant"),
            flow: row.get("flow"),
            detail: json(&row, "detail"),
        });
    }
    let tenants =
        "SELECT tenant, external_id, previous_external_id FROM tenants WHERE environment = $1";
    for row in select_rows(connection, tenants).await {
        let tenant = TenantRow {
            external_id: row.get("external_id"),
            previous: row.get("previous_external_id"),
        };
        rows.tenants.insert(row.get("tenant"), tenant);
    }
    let owners = "SELECT tenant, lower_external_id FROM external_id_owners WHERE environment = $1";
    for row in select_rows(connection, owners).await {
        let owned = rows.owned_external_ids.entry(row.get("tenant"));
        owned.or_default().push(row.get("lower_external_id"));
    }
    let connections = "SELECT tenant, path_prefix, mode, version, external_id FROM connections WHERE environment = $1";
    for row in select_rows(connection, connections).await {
        let saved = ConnectionRow {
            prefix: row.get("path_prefix"),
            mode: row.get("mode"),
            version: row.get("version"),
            external_id: row.get("external_id"),
        };
        rows.connections.insert(row.get("tenant"), saved);
    }
    let attempts = "SELECT tenant, attempted_at FROM attempts WHERE environment = $1";
    for row in select_rows(connection, attempts).await {
        rows.attempts
            .insert(row.get("tenant"), row.get("attempted_at"));
    }
    let sessions =
        "SELECT tenant, kind, created_at, expires_at FROM sessions WHERE environment = $1";
    for row in select_rows(connection, sessions).await {
        let is_forwarded = row.get::<String, _>("kind") == "forwarded";
        let (created_at, expires_at): (i64, i64) = (row.get("created_at"), row.get("expires_at"));
        // Ending a link sets its expiry to the present. So a link with a shorter lifetime than it was created with was
        // ended.
        let lifetime = if is_forwarded {
            7 * 24 * 3_600_000
        } else {
            3_600_000
        };
        let of_tenant = rows.sessions.entry(row.get("tenant")).or_default();
        of_tenant.push(SessionRow {
            is_forwarded,
            created_at,
            was_ended: expires_at < created_at + lifetime,
        });
    }
    let connectors = "SELECT flow, version, params FROM connectors WHERE environment = $1";
    let versions = "SELECT flow, version, params FROM connector_versions WHERE environment = $1 ORDER BY version";
    for (sql, is_current) in [(connectors, true), (versions, false)] {
        for row in select_rows(connection, sql).await {
            if row.get::<String, _>("flow") == CHANGING_FLOW {
                let version = (row.get("version"), bucket_label(&row));
                if is_current {
                    rows.connector = Some(version);
                } else {
                    rows.versions.push(version);
                }
            }
        }
    }
    let keys = "SELECT name, revoked_at FROM api_keys WHERE environment = $1";
    for row in select_rows(connection, keys).await {
        let is_revoked = row.get::<Option<i64>, _>("revoked_at").is_some();
        rows.keys.insert(row.get("name"), is_revoked);
    }
    let settings = "SELECT name, value FROM environment_settings WHERE environment = $1";
    for row in select_rows(connection, settings).await {
        rows.settings.insert(row.get("name"), row.get("value"));
    }
    rows.integrity_errors = if is_sqlite {
        sqlite_integrity_errors(connection).await
    } else {
        postgres_integrity_errors(connection).await
    };
    rows
}

fn json(row: &AnyRow, column: &str) -> Value {
    serde_json::from_str(row.get(column)).expect("JSON")
}

/// Returns the label of the bucket field, which is different in each version.
fn bucket_label(row: &AnyRow) -> String {
    let params = json(row, "params");
    let label = params["bucket"]["label"].as_str();
    label.unwrap_or_default().to_owned()
}

/// Runs a query whose only parameter is the environment.
async fn select_rows(connection: &mut AnyConnection, sql: &'static str) -> Vec<AnyRow> {
    let rows = sqlx::query(sql)
        .bind(ENVIRONMENT)
        .fetch_all(connection)
        .await;
    rows.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn sqlite_integrity_errors(connection: &mut AnyConnection) -> Vec<String> {
    let mut errors = Vec::new();
    for row in select_all(connection, "PRAGMA integrity_check").await {
        let result: String = row.get(0);
        if result != "ok" {
            errors.push(result);
        }
    }
    for row in select_all(connection, "PRAGMA foreign_key_check").await {
        let table: String = row.get(0);
        errors.push(format!("a row of {table} has no parent row"));
    }
    errors
}

/// Returns a query for each foreign key that counts the rows without a parent row. PostgreSQL has no command that checks
/// foreign keys.
const ORPHAN_QUERIES: &str = "SELECT format('SELECT count(*) FROM %s c WHERE NOT EXISTS (SELECT 1 FROM %s p WHERE %s)', \
     conrelid::regclass, confrelid::regclass, \
     (SELECT string_agg(format('c.%I = p.%I', a.attname, b.attname), ' AND ') FROM unnest(conkey, confkey) AS k(x, y) \
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.x \
      JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = k.y)) AS sql \
     FROM pg_constraint WHERE contype = 'f'";
/// Returns the constraints that PostgreSQL has not validated and the indexes that it does not rely on.
const INVALID_CONSTRAINTS: &str = "SELECT CAST(conname AS TEXT) AS name FROM pg_constraint WHERE NOT convalidated \
     UNION ALL SELECT CAST(indexrelid::regclass AS TEXT) FROM pg_index WHERE NOT indisvalid OR NOT indisready";

async fn postgres_integrity_errors(connection: &mut AnyConnection) -> Vec<String> {
    let invalid = select_all(connection, INVALID_CONSTRAINTS).await;
    let mut errors: Vec<String> = invalid.iter().map(|row| row.get("name")).collect();
    let queries = select_all(connection, ORPHAN_QUERIES).await;
    assert!(!queries.is_empty(), "there are foreign keys");
    for query in queries {
        let sql: String = query.get("sql");
        let orphans = select_all(connection, &sql).await;
        if orphans[0].get::<i64, _>(0) > 0 {
            errors.push(format!("not 0: {sql}"));
        }
    }
    errors
}

async fn select_all(connection: &mut AnyConnection, sql: &str) -> Vec<AnyRow> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(connection);
    rows.await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}
