//! `GET /v1/events`: the audit log of the caller's environment.

use super::auth::Api;
use crate::admin::is_cursor;
use crate::answer::rfc3339;
use crate::input::Query;
use crate::problem::Problem;
use domain::{FieldError, TenantId};
use serde::Serialize;
use serde_json::{Map, Value};
use service::{EVENTS_A_PAGE, Event, EventsAsked, KINDS};

const MOST: usize = 200;

#[derive(Serialize)]
pub struct Page {
    events: Vec<Shown>,
    /// To be given as `before`; null at the end.
    next: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    at: String,
    actor: ShownActor,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    detail: Map<String, Value>,
}

#[derive(Serialize)]
struct ShownActor {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<Event> for Shown {
    fn from(event: Event) -> Self {
        let name = event.actor.name().filter(|name| !name.is_empty());
        Self {
            actor: ShownActor {
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

pub async fn list(api: Api, query: Query) -> Result<axum::Json<Page>, Problem> {
    let ([tenant, kind, before, limit], mut errors) =
        query.fields(["tenant", "kind", "before", "limit"]);
    let mut refuse = |field: &str, words: String| {
        errors.push(FieldError::new(field, "bad_value", words));
    };
    let some = |text: &'_ str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let tenant = some(&tenant).and_then(|tenant| {
        let parsed = TenantId::parse(&tenant);
        parsed
            .map_err(|refusal| refuse("tenant", i18n::english(&refusal.detail)))
            .ok()
    });
    let (kind, before) = (some(&kind), some(&before));
    if kind
        .as_ref()
        .is_some_and(|kind| !KINDS.contains(&kind.as_str()))
    {
        refuse("kind", format!("A kind is one of {}.", KINDS.join(", ")));
    }
    if before.as_ref().is_some_and(|before| !is_cursor(before)) {
        refuse(
            "before",
            "Give what an earlier page had as its next.".to_owned(),
        );
    }
    let limit = some(&limit).map_or(Some(EVENTS_A_PAGE), |limit| limit.parse().ok());
    let limit = limit.filter(|limit| (1..=MOST).contains(limit));
    if limit.is_none() {
        refuse("limit", format!("A limit is a number from 1 to {MOST}."));
    }
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let asked = EventsAsked {
        tenant: tenant.as_ref(),
        kind: kind.as_deref(),
        before: before.as_deref(),
        limit: limit.unwrap_or(EVENTS_A_PAGE),
    };
    let (events, next) = api.service.events(&api.environment, asked).await?;
    let events = events.into_iter().map(Shown::from).collect();
    Ok(axum::Json(Page { events, next }))
}
