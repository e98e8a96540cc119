//! `GET /v1/events`: the audit log of the caller's environment.

use super::auth::Api;
use crate::input::{Query, is_event_cursor, parse_choice, parse_filter, parse_page};
use crate::problem::Problem;
use crate::timestamp::rfc3339;
use domain::{FlowId, TenantId};
use serde::Serialize;
use serde_json::{Map, Value};
use service::{AuditAction, AuditEvent, AuditEventQuery};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
#[schema(as = EventPage)]
pub struct EventsBody {
    /// The events, newest first.
    events: Vec<EventBody>,
    /// The `cursor` of the next page, or null on the last page.
    #[schema(required)]
    next: Option<String>,
}

/// An audit event.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
struct EventBody {
    /// The ID of the event. IDs sort by time.
    id: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    actor: ActorBody,
    /// What happened, such as `connection.saved`. New actions are added without notice.
    action: String,
    /// The tenant that the event is about. Absent if it is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<TenantId>,
    /// The flow that the event is about. Absent if it is about none.
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
    /// The kind of actor: `admin`, `api_key`, `tenant`, `forwarded_link`, `command_line`, `server` or `anonymous`. New kinds
    /// are added without notice.
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
        ("cursor" = Option<String>, Query, description = "The `next` of the previous page."),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200, description = "How many items a page has at most. Without it, 50."),
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
