//! Compares what the server left behind with what it acknowledged, and with its own log.

use super::rows::Rows;
use super::story::{Effect, Story, Subject, count, is_of};
use super::tally::Problem;
use super::vendor::{connector_label, theme_name};
use crate::database::Database;
use serde_json::Value;

/// Settles the request that was in flight: from here on it was acknowledged, or never asked. Returns whether it
/// was there, and whatever is wrong.
pub fn verify(story: &mut Story, rows: &Rows) -> (bool, Vec<Problem>) {
    let log = rows.log(&story.subject);
    // It follows from a save or check that was made with a new external ID; the state of the tenant tells whether it
    // is missing.
    let is_foreseen = |effect: &Effect| effect.action != "external_id.switched";
    let found: Vec<Effect> = log
        .iter()
        .map(|(_, effect)| effect.clone())
        .filter(is_foreseen)
        .collect();
    let mut problems = Vec::new();
    let in_flight = story.in_flight.take();
    let mut landed = story.acknowledged.clone();
    landed.extend(
        in_flight
            .iter()
            .flat_map(|operation| operation.effects.clone()),
    );
    let is_landed = in_flight.is_some() && found == landed;
    if !is_landed && found != story.acknowledged {
        let what = describe(story, &found);
        problems.push(if found.starts_with(&story.acknowledged) {
            Problem::HalfSaved("a part of the log", what)
        } else {
            Problem::Lost(what)
        });
    }
    let of_state = match &story.subject {
        Subject::Tenant(name) => tenant(name, &log, rows),
        Subject::Connector => connector(&found, rows),
        Subject::ApiKeys => keys(&found, rows),
        Subject::Settings => settings(&found, rows),
    };
    for (kind, what) in of_state {
        let name = in_flight
            .as_ref()
            .map_or("nothing", |operation| operation.name);
        let what = format!("{}: {what}; in flight: {name}", story.subject);
        problems.push(Problem::HalfSaved(kind, what));
    }
    story.acknowledged = found;
    (is_landed, problems)
}

fn describe(story: &Story, found: &[Effect]) -> String {
    let same = story
        .acknowledged
        .iter()
        .zip(found)
        .take_while(|(a, b)| a == b)
        .count();
    let rest = |effects: &[Effect]| {
        let rest = effects.iter().skip(same).map(Effect::to_string);
        rest.collect::<Vec<_>>().join(", ")
    };
    let (acknowledged, found) = (rest(&story.acknowledged), rest(found));
    format!(
        "{}: after {same} that agree, acknowledged [{acknowledged}], in the log [{found}]",
        story.subject
    )
}

type Wrong = Vec<(&'static str, String)>;

/// What a tenant's rows should be by its log.
#[derive(Default)]
struct ByLog {
    /// Its prefix and version.
    connection: Option<(String, i64)>,
    has_attempt: bool,
    /// `None` where the log does not say.
    is_rotating: Option<bool>,
    links_ended: i64,
    forwarded_ended: i64,
}

impl ByLog {
    fn of(log: &[(i64, Effect)]) -> Self {
        let mut state = Self {
            is_rotating: Some(false),
            ..Self::default()
        };
        for (at, Effect { action, about }) in log {
            match action.as_str() {
                "connection.saved" => {
                    state.connection = Some((about.clone(), 1));
                    state.has_attempt = false;
                }
                "connection.replaced" => {
                    let version = state.connection.map_or(0, |(_, version)| version);
                    state.connection = Some((about.clone(), version + 1));
                    (state.has_attempt, state.forwarded_ended) = (false, *at);
                }
                "connection.removed" => {
                    state.connection = None;
                    (state.has_attempt, state.forwarded_ended) = (false, *at);
                }
                "check.failed" | "link.forwarded" => state.has_attempt = true,
                "link.ended" => (state.links_ended, state.forwarded_ended) = (*at, *at),
                "external_id.rotated" => state.is_rotating = Some(true),
                "external_id.called_off" | "external_id.switched" => {
                    state.is_rotating = Some(false);
                }
                // The one before stays good where a connection relies on it.
                "external_id.imported" => state.is_rotating = None,
                _ => {}
            }
        }
        state
    }
}

fn tenant(name: &str, log: &[(i64, Effect)], rows: &Rows) -> Wrong {
    let by_log = ByLog::of(log);
    let mut wrong = Wrong::new();
    let connection = rows.connections.get(name);
    let saved = connection.map(|saved| (saved.prefix.clone(), saved.version));
    if saved != by_log.connection {
        let what = format!(
            "the connection is {saved:?}, by the log {:?}",
            by_log.connection
        );
        wrong.push(("connection without event", what));
    }
    let has_attempt = rows.attempts.contains_key(name);
    if has_attempt != by_log.has_attempt {
        wrong.push((
            "stale attempt",
            format!("an attempt is there: {has_attempt}"),
        ));
    }
    links(name, log, &by_log, rows, &mut wrong);
    let Some(tenant) = rows.tenants.get(name) else {
        if !log.is_empty() {
            wrong.push(("external ID", "there is no tenant".to_owned()));
        }
        return wrong;
    };
    let is_rotating = tenant.previous.is_some();
    if by_log
        .is_rotating
        .is_some_and(|by_log| by_log != is_rotating)
    {
        wrong.push((
            "external ID",
            format!("a rotation is under way: {is_rotating}"),
        ));
    }
    let relied_on = connection.and_then(|saved| saved.external_id.as_ref());
    if is_rotating && relied_on == Some(&tenant.external_id) {
        let what = "the connection relies on the new external ID, and the old one is still good";
        wrong.push(("rotation not settled", what.to_owned()));
    }
    let effects: Vec<Effect> = log.iter().map(|(_, effect)| effect.clone()).collect();
    let expected =
        1 + count(&effects, "external_id.rotated") + count(&effects, "external_id.imported");
    let owned = rows.owned.get(name).map_or(&[][..], Vec::as_slice);
    let present = [Some(&tenant.external_id), tenant.previous.as_ref()];
    if owned.len() != expected
        || !present
            .into_iter()
            .flatten()
            .all(|id| owned.contains(&id.to_ascii_lowercase()))
    {
        let what = format!(
            "{} external IDs are owned, by the log {expected}",
            owned.len()
        );
        wrong.push(("external ID", what));
    }
    wrong
}

fn links(name: &str, log: &[(i64, Effect)], by_log: &ByLog, rows: &Rows, wrong: &mut Wrong) {
    let sessions = rows.sessions.get(name).map_or(&[][..], Vec::as_slice);
    for (is_forwarded, action) in [(false, "link.made"), (true, "link.forwarded")] {
        let there = sessions
            .iter()
            .filter(|session| session.is_forwarded == is_forwarded);
        let there = there.count();
        let told = log
            .iter()
            .filter(|(_, effect)| effect.action == action)
            .count();
        if there != told {
            wrong.push((
                "link without event",
                format!("{there} links, by the log {told}: {action}"),
            ));
        }
    }
    for session in sessions {
        let ended_at = if session.is_forwarded {
            by_log.forwarded_ended
        } else {
            by_log.links_ended
        };
        // Of the same millisecond nobody can tell which came first.
        if session.created_at != ended_at && session.was_ended != (session.created_at < ended_at) {
            let what = format!(
                "a link (forwarded: {}) has ended: {}",
                session.is_forwarded, session.was_ended
            );
            wrong.push(("links not ended", what));
        }
    }
}

fn connector(found: &[Effect], rows: &Rows) -> Wrong {
    let versions = 1..=count(found, "connector.saved");
    let number = |version| i64::try_from(version).unwrap_or_default();
    let by_log: Vec<_> = versions
        .map(|version| (number(version), connector_label(version)))
        .collect();
    let mut wrong = Wrong::new();
    if rows.versions != by_log {
        wrong.push((
            "connector settings",
            format!("the versions are {:?}", rows.versions),
        ));
    }
    if rows.connector.as_ref() != by_log.last() {
        wrong.push((
            "connector settings",
            format!("the settings are {:?}", rows.connector),
        ));
    }
    wrong
}

fn keys(found: &[Effect], rows: &Rows) -> Wrong {
    let mut wrong = Wrong::new();
    let made = found
        .iter()
        .filter(|effect| effect.action == "key.made")
        .count();
    let there = rows
        .keys
        .keys()
        .filter(|name| name.starts_with("key-"))
        .count();
    if made != there {
        wrong.push((
            "API key without event",
            format!("{there} keys, by the log {made}"),
        ));
    }
    for effect in found.iter().filter(is_of("key.made")) {
        let revoked = found.contains(&Effect::new("key.revoked", &effect.about));
        if rows.keys.get(&effect.about) != Some(&revoked) {
            let what = format!("{} is revoked by the log: {revoked}", effect.about);
            wrong.push(("API key without event", what));
        }
    }
    wrong
}

fn settings(found: &[Effect], rows: &Rows) -> Wrong {
    let mut wrong = Wrong::new();
    for (setting, action) in [
        ("allowed_origins", "origins.saved"),
        ("template_url", "template.saved"),
    ] {
        let last = found.iter().rev().find(|effect| effect.action == action);
        let by_log = last.map(|effect| &effect.about);
        if rows.settings.get(setting) != by_log {
            let what = format!("{:?}, by the log {by_log:?}", rows.settings.get(setting));
            wrong.push(("setting without event", what));
        }
    }
    let theme = rows.settings.get("theme");
    let theme: Value = theme.map_or(Value::Null, |text| {
        serde_json::from_str(text).unwrap_or_default()
    });
    let saves = count(found, "theme.saved");
    let by_log = (saves > 0).then(|| theme_name(saves));
    if theme["name"].as_str() != by_log.as_deref() {
        wrong.push((
            "setting without event",
            format!("{theme}, by the log {by_log:?}"),
        ));
    }
    let logo = rows
        .settings
        .get("logo")
        .and_then(|text| service::Logo::from_text(text));
    let logo = logo.map(|logo| logo.fingerprint());
    if theme["logo"].as_str() != logo.as_deref() {
        wrong.push(("theme and logo", format!("{theme}, the logo is {logo:?}")));
    }
    wrong
}

/// Every secret can be decrypted, and is what was saved.
pub async fn secrets(store: &store::Store, rows: &Rows, secret: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, saved) in &rows.connections {
        let (scope, flow) = super::world::place(name);
        let is_right = match store.connection_draft(&scope, &flow).await {
            Ok(Some((_, draft))) => match &draft.access {
                domain::Access::Keys { secret: kept, .. } => kept.expose() == secret,
                domain::Access::Role { .. } => saved.mode == "role",
            },
            // It went away meanwhile, which nobody asked for.
            Ok(None) | Err(_) => false,
        };
        if !is_right {
            problems.push(Problem::HalfSaved("unreadable secret", name.clone()));
        }
    }
    problems
}

/// What the database says of itself.
pub fn integrity(rows: &Rows, database: &Database) -> Vec<Problem> {
    let kind = match database {
        Database::Sqlite(_) => "SQLite",
        Database::Postgres { .. } => "PostgreSQL",
    };
    let broken = rows.broken.iter();
    broken
        .map(|what| Problem::HalfSaved("integrity", format!("{kind}: {what}")))
        .collect()
}
