//! `GET /v1/events`: the audit log of the caller's environment.

use super::auth::Api;
use crate::input::{Query, is_event_cursor, parse_choice, parse_filter, parse_page};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::TenantId;
use serde::Serialize;
use serde_json::{Map, Value};
use service::{AuditAction, AuditEvent, AuditEventQuery};

#[derive(Serialize)]
pub struct EventsBody {
    events: Vec<EventBody>,
    /// The `cursor` of the next page, or null on the last page.
    next: Option<String>,
}

#[derive(Serialize)]
struct EventBody {
    id: String,
    at: String,
    actor: ActorBody,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    detail: Map<String, Value>,
}

#[derive(Serialize)]
struct ActorBody {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<AuditEvent> for EventBody {
    fn from(event: AuditEvent) -> Self {
        // An admin need not enter a name to sign in.
        let name = event.actor.name().filter(|name| !name.is_empty());
        Self {
            actor: ActorBody {
                kind: event.actor.kind(),
                name: name.map(str::to_owned),
            },
            id: event.id,
            at: rfc3339(event.at),
            action: event.action,
            tenant: event.tenant,
            flow: event.flow.map(String::from),
            detail: event.detail,
        }
    }
}

/// Lists events, newest first.
pub async fn list(api: Api, query: Query) -> Result<axum::Json<EventsBody>, Problem> {
    let ([tenant, kind, cursor, limit], mut errors) =
        query.fields(["tenant", "kind", "cursor", "limit"]);
    let tenant = parse_filter("tenant", &tenant, TenantId::parse, &mut errors);
    let kinds = AuditAction::kinds();
    let choices: Vec<(&str, &str)> = kinds.iter().map(|kind| (*kind, *kind)).collect();
    let kind = parse_choice("kind", &kind, &choices, &mut errors);
    let parse_cursor = |text: &str| is_event_cursor(text).then(|| text.to_owned());
    let page = parse_page(&cursor, &limit, parse_cursor, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let event_query = AuditEventQuery {
        tenant: tenant.as_ref(),
        kind,
        before: page.cursor.as_deref(),
        limit: page.limit,
    };
    let found = api.service.events(&api.environment, event_query).await?;
    Ok(axum::Json(EventsBody {
        events: found.items.into_iter().map(EventBody::from).collect(),
        next: found.next,
    }))
}
