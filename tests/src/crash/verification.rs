//! Compares the database with the changes that the server acknowledged, and with the server's own audit log.

use super::history::{AuditEntry, History, Subject, count, has_action_prefix};
use super::rows::Rows;
use super::tally::Problem;
use super::vendor_operations::{connector_label, theme_name};
use crate::database::Database;
use serde_json::Value;

/// Verifies one subject, and decides about the request in flight: the history treats it as acknowledged if the audit log
/// has it, and otherwise as never sent. Returns whether it was completed, and the problems.
pub fn verify(history: &mut History, rows: &Rows) -> (bool, Vec<Problem>) {
    let log = rows.log(&history.subject);
    // A save or a check adds this entry when the role accepts the new external ID. The writers do not know when that
    // happens. The tenant's state shows whether the entry is missing.
    let is_predictable = |entry: &AuditEntry| entry.action != "external_id.switched";
    let found: Vec<AuditEntry> = log
        .iter()
        .map(|(_, entry)| entry.clone())
        .filter(is_predictable)
        .collect();
    let mut problems = Vec::new();
    let in_flight = history.in_flight.take();
    let mut with_request_in_flight = history.acknowledged.clone();
    with_request_in_flight.extend(
        in_flight
            .iter()
            .flat_map(|operation| operation.entries.clone()),
    );
    let is_completed = in_flight.is_some() && found == with_request_in_flight;
    if !is_completed && found != history.acknowledged {
        let what = describe(history, &found);
        problems.push(if found.starts_with(&history.acknowledged) {
            Problem::HalfSaved("a part of the log", what)
        } else {
            Problem::Lost(what)
        });
    }
    let differences = match &history.subject {
        Subject::Tenant(name) => verify_tenant(name, &log, rows),
        Subject::Connector => verify_connector(&found, rows),
        Subject::ApiKeys => verify_keys(&found, rows),
        Subject::Settings => verify_settings(&found, rows),
    };
    for (kind, what) in differences {
        let name = in_flight
            .as_ref()
            .map_or("nothing", |operation| operation.name);
        let what = format!("{}: {what}; in flight: {name}", history.subject);
        problems.push(Problem::HalfSaved(kind, what));
    }
    history.acknowledged = found;
    (is_completed, problems)
}

/// Describes how the audit log differs from the acknowledged entries.
fn describe(history: &History, found: &[AuditEntry]) -> String {
    let common = history
        .acknowledged
        .iter()
        .zip(found)
        .take_while(|(a, b)| a == b)
        .count();
    let rest = |entries: &[AuditEntry]| {
        let rest = entries.iter().skip(common).map(AuditEntry::to_string);
        rest.collect::<Vec<_>>().join(", ")
    };
    let (acknowledged, found) = (rest(&history.acknowledged), rest(found));
    format!(
        "{}: after {common} common entries, acknowledged [{acknowledged}], in the log [{found}]",
        history.subject
    )
}

/// Differences between the database and the audit log: the kind of each, and a description.
type Differences = Vec<(&'static str, String)>;

/// The state of a tenant as its audit log implies it.
#[derive(Default)]
struct StateFromLog {
    /// The connection's prefix and version.
    connection: Option<(String, i64)>,
    has_attempt: bool,
    /// `None` if the log does not imply it.
    is_rotating: Option<bool>,
    /// When the tenant's links were last ended.
    links_ended_at: i64,
    /// When the tenant's forwarded links were last ended.
    forwarded_ended_at: i64,
}

impl StateFromLog {
    fn replay(log: &[(i64, AuditEntry)]) -> Self {
        let mut state = Self {
            is_rotating: Some(false),
            ..Self::default()
        };
        for (at, AuditEntry { action, detail }) in log {
            match action.as_str() {
                "connection.saved" => {
                    state.connection = Some((detail.clone(), 1));
                    state.has_attempt = false;
                }
                "connection.replaced" => {
                    let version = state.connection.map_or(0, |(_, version)| version);
                    state.connection = Some((detail.clone(), version + 1));
                    (state.has_attempt, state.forwarded_ended_at) = (false, *at);
                }
                "connection.removed" => {
                    state.connection = None;
                    (state.has_attempt, state.forwarded_ended_at) = (false, *at);
                }
                "check.failed" | "link.forwarded" => state.has_attempt = true,
                "link.ended" => (state.links_ended_at, state.forwarded_ended_at) = (*at, *at),
                "external_id.rotated" => state.is_rotating = Some(true),
                "external_id.called_off" | "external_id.switched" => {
                    state.is_rotating = Some(false);
                }
                // The previous external ID stays valid only if a connection relies on it.
                "external_id.imported" => state.is_rotating = None,
                _ => {}
            }
        }
        state
    }
}

fn verify_tenant(name: &str, log: &[(i64, AuditEntry)], rows: &Rows) -> Differences {
    let expected = StateFromLog::replay(log);
    let mut differences = Differences::new();
    let connection = rows.connections.get(name);
    let saved = connection.map(|saved| (saved.prefix.clone(), saved.version));
    if saved != expected.connection {
        let what = format!(
            "the connection is {saved:?}, by the log {:?}",
            expected.connection
        );
        differences.push(("connection without event", what));
    }
    let has_attempt = rows.attempts.contains_key(name);
    if has_attempt != expected.has_attempt {
        differences.push(("stale attempt", format!("an attempt exists: {has_attempt}")));
    }
    verify_links(name, log, &expected, rows, &mut differences);
    let Some(tenant) = rows.tenants.get(name) else {
        if !log.is_empty() {
            differences.push(("external ID", "the tenant does not exist".to_owned()));
        }
        return differences;
    };
    let is_rotating = tenant.previous.is_some();
    if expected
        .is_rotating
        .is_some_and(|expected| expected != is_rotating)
    {
        differences.push((
            "external ID",
            format!("a rotation is in progress: {is_rotating}"),
        ));
    }
    let connection_id = connection.and_then(|saved| saved.external_id.as_ref());
    if is_rotating && connection_id == Some(&tenant.external_id) {
        let what = "the connection uses the new external ID, but the previous one is still valid";
        differences.push(("rotation not settled", what.to_owned()));
    }
    // Each external ID that the tenant ever had stays the tenant's own: the first one, and one for each change.
    let entries: Vec<AuditEntry> = log.iter().map(|(_, entry)| entry.clone()).collect();
    let expected_count =
        1 + count(&entries, "external_id.rotated") + count(&entries, "external_id.imported");
    let owned = rows
        .owned_external_ids
        .get(name)
        .map_or(&[][..], Vec::as_slice);
    let current = [Some(&tenant.external_id), tenant.previous.as_ref()];
    if owned.len() != expected_count
        || !current
            .into_iter()
            .flatten()
            .all(|id| owned.contains(&id.to_ascii_lowercase()))
    {
        let what = format!(
            "the tenant owns {} external IDs, by the log {expected_count}",
            owned.len()
        );
        differences.push(("external ID", what));
    }
    differences
}

fn verify_links(
    name: &str,
    log: &[(i64, AuditEntry)],
    expected: &StateFromLog,
    rows: &Rows,
    differences: &mut Differences,
) {
    let sessions = rows.sessions.get(name).map_or(&[][..], Vec::as_slice);
    for (is_forwarded, action) in [(false, "link.made"), (true, "link.forwarded")] {
        let found = sessions
            .iter()
            .filter(|session| session.is_forwarded == is_forwarded)
            .count();
        let logged = log
            .iter()
            .filter(|(_, entry)| entry.action == action)
            .count();
        if found != logged {
            differences.push((
                "link without event",
                format!("{found} links, by the log {logged}: {action}"),
            ));
        }
    }
    for session in sessions {
        let ended_at = if session.is_forwarded {
            expected.forwarded_ended_at
        } else {
            expected.links_ended_at
        };
        // Within one millisecond, the order of creating and ending is unknown.
        if session.created_at != ended_at && session.was_ended != (session.created_at < ended_at) {
            let what = format!(
                "a link (forwarded: {}) has ended: {}",
                session.is_forwarded, session.was_ended
            );
            differences.push(("links not ended", what));
        }
    }
}

fn verify_connector(found: &[AuditEntry], rows: &Rows) -> Differences {
    let versions = 1..=count(found, "connector.saved");
    let number = |version| i64::try_from(version).unwrap_or_default();
    let expected: Vec<_> = versions
        .map(|version| (number(version), connector_label(version)))
        .collect();
    let mut differences = Differences::new();
    if rows.versions != expected {
        differences.push((
            "connector settings",
            format!("the versions are {:?}", rows.versions),
        ));
    }
    if rows.connector.as_ref() != expected.last() {
        differences.push((
            "connector settings",
            format!("the settings are {:?}", rows.connector),
        ));
    }
    differences
}

fn verify_keys(found: &[AuditEntry], rows: &Rows) -> Differences {
    let mut differences = Differences::new();
    let logged = found
        .iter()
        .filter(|entry| entry.action == "key.made")
        .count();
    // The environment also has the API key of the settings, which is not one of these.
    let stored = rows
        .keys
        .keys()
        .filter(|name| name.starts_with("key-"))
        .count();
    if logged != stored {
        differences.push((
            "API key without event",
            format!("{stored} keys, by the log {logged}"),
        ));
    }
    for entry in found.iter().filter(has_action_prefix("key.made")) {
        let is_revoked = found.contains(&AuditEntry::new("key.revoked", &entry.detail));
        if rows.keys.get(&entry.detail) != Some(&is_revoked) {
            let what = format!("by the log, {} is revoked: {is_revoked}", entry.detail);
            differences.push(("API key without event", what));
        }
    }
    differences
}

fn verify_settings(found: &[AuditEntry], rows: &Rows) -> Differences {
    let mut differences = Differences::new();
    for (setting, action) in [
        ("allowed_origins", "origins.saved"),
        ("template_url", "template.saved"),
    ] {
        let last = found.iter().rev().find(|entry| entry.action == action);
        let expected = last.map(|entry| &entry.detail);
        if rows.settings.get(setting) != expected {
            let what = format!("{:?}, by the log {expected:?}", rows.settings.get(setting));
            differences.push(("setting without event", what));
        }
    }
    let theme = rows.settings.get("theme");
    let theme: Value = theme.map_or(Value::Null, |text| {
        serde_json::from_str(text).unwrap_or_default()
    });
    let saves = count(found, "theme.saved");
    let expected = (saves > 0).then(|| theme_name(saves));
    if theme["name"].as_str() != expected.as_deref() {
        differences.push((
            "setting without event",
            format!("{theme}, by the log {expected:?}"),
        ));
    }
    // The theme refers to the logo by its fingerprint, so both have to be saved together.
    let logo = rows
        .settings
        .get("logo")
        .and_then(|text| service::Logo::from_text(text));
    let logo = logo.map(|logo| logo.fingerprint());
    if theme["logo"].as_str() != logo.as_deref() {
        differences.push(("theme and logo", format!("{theme}, the logo is {logo:?}")));
    }
    differences
}

/// Verifies that every secret can be decrypted and is the one that was saved.
pub async fn verify_secrets(store: &store::Store, rows: &Rows, secret: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, saved) in &rows.connections {
        let (scope, flow) = super::server_host::connection_key(name);
        let is_right = match store.connection_draft(&scope, &flow).await {
            Ok(Some((_, draft))) => match &draft.access {
                domain::Access::Keys { secret: stored, .. } => stored.expose() == secret,
                domain::Access::Role { .. } => saved.mode == "role",
            },
            // The connection was removed since the rows were read, but nobody requested that.
            Ok(None) | Err(_) => false,
        };
        if !is_right {
            problems.push(Problem::HalfSaved("unreadable secret", name.clone()));
        }
    }
    problems
}

/// Returns the errors that the database's own integrity checks report.
pub fn verify_integrity(rows: &Rows, database: &Database) -> Vec<Problem> {
    let kind = match database {
        Database::Sqlite(_) => "SQLite",
        Database::Postgres { .. } => "PostgreSQL",
    };
    rows.integrity_errors
        .iter()
        .map(|what| Problem::HalfSaved("integrity", format!("{kind}: {what}")))
        .collect()
}
