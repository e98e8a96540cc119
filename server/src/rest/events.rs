//! `GET /v1/events`: the audit log of the caller's environment.

use super::auth::Api;
use crate::input::{Query, is_event_cursor};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{FieldError, FlowId, TenantId};
use serde::Serialize;
use serde_json::{Map, Value};
use service::{AuditAction, AuditEvent, AuditEventQuery, EVENTS_PER_PAGE};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

const MAX_LIMIT: usize = 200;

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
#[schema(as = EventPage)]
pub struct EventsBody {
    /// The events, newest first.
    events: Vec<EventBody>,
    /// The `before` of the next page, or null on the last page.
    #[schema(required)]
    next: Option<String>,
}

/// Something that somebody did, or that a check found.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
struct EventBody {
    id: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    actor: ActorBody,
    /// What happened, such as `connection.saved`. New actions are added without notice.
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FlowId>)]
    flow: Option<String>,
    /// More about the action. Which members there are depends on it.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    detail: Map<String, Value>,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
#[schema(as = Actor)]
struct ActorBody {
    /// The kind of actor, such as `admin`, `api_key` or `tenant`.
    kind: &'static str,
    /// The name of the admin or the API key, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The kinds of actions, for the document.
struct KindOfAction;

impl utoipa::PartialSchema for KindOfAction {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(AuditAction::kinds()))
            .into()
    }
}

impl ToSchema for KindOfAction {}

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
///
/// Checks, links and temporary credentials are kept for 400 days, at most 1,000 checks per tenant; everything else is
/// kept forever.
#[utoipa::path(
    get,
    path = "/events",
    operation_id = "listEvents",
    tag = "Audit log",
    summary = "List events",
    params(
        ("tenant" = Option<TenantId>, Query, description = "Only events of this tenant."),
        ("kind" = inline(Option<KindOfAction>), Query, description = "Only actions of this kind. It is the first part of an action."),
        ("before" = Option<String>, Query, pattern = "^([0-9a-f]{28})?$", description = "The `next` of the previous page."),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "How many events a page has at most. Without it, 50."),
    ),
    responses((status = 200, description = "A page of events.", body = EventsBody, example = json!({
        "events": [{
            "id": "0193a5b0c7e0000000000000a1f4",
            "at": "2026-11-22T14:05:00Z",
            "actor": { "kind": "api_key", "name": "backend" },
            "action": "link.made",
            "tenant": "acme_corp",
            "flow": "demo",
        }],
        "next": null,
    }))),
)]
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
