//! `GET /v1/events`: the audit log of the caller's environment.

use super::auth::Api;
use crate::input::{Query, is_event_cursor};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{FieldError, TenantId};
use serde::Serialize;
use serde_json::{Map, Value};
use service::{AuditAction, AuditEvent, AuditEventQuery, EVENTS_PER_PAGE};

const MAX_LIMIT: usize = 200;

#[derive(Serialize)]
pub struct EventsBody {
    events: Vec<EventBody>,
    /// The `before` of the next page, or null on the last page.
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
    let ([tenant, kind, before, limit], mut errors) =
        query.fields(["tenant", "kind", "before", "limit"]);
    // Errors are collected, so that the caller learns of all of them at once.
    let mut refuse = |field: &str, detail: String| {
        errors.push(FieldError::new(field, "bad_value", detail));
    };
    let non_empty = |text: &'_ str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let tenant = non_empty(&tenant).and_then(|tenant| {
        let parsed = TenantId::parse(&tenant);
        parsed
            .map_err(|refusal| refuse("tenant", i18n::english(&refusal.detail)))
            .ok()
    });
    let (kind, before) = (non_empty(&kind), non_empty(&before));
    if kind
        .as_ref()
        .is_some_and(|kind| !AuditAction::kinds().contains(&kind.as_str()))
    {
        refuse(
            "kind",
            format!("A kind is one of {}.", AuditAction::kinds().join(", ")),
        );
    }
    if before
        .as_ref()
        .is_some_and(|before| !is_event_cursor(before))
    {
        refuse("before", "Use the next of an earlier page.".to_owned());
    }
    let limit = non_empty(&limit).map_or(Some(EVENTS_PER_PAGE), |limit| limit.parse().ok());
    let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
    if limit.is_none() {
        refuse(
            "limit",
            format!("A limit is a number from 1 to {MAX_LIMIT}."),
        );
    }
    if !errors.is_empty() {
        return Err(Problem::invalid_fields(errors));
    }
    let event_query = AuditEventQuery {
        tenant: tenant.as_ref(),
        kind: kind.as_deref(),
        before: before.as_deref(),
        limit: limit.unwrap_or(EVENTS_PER_PAGE),
    };
    let (events, next) = api.service.events(&api.environment, event_query).await?;
    let events = events.into_iter().map(EventBody::from).collect();
    Ok(axum::Json(EventsBody { events, next }))
}
