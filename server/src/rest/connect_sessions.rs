//! `POST /v1/connect-sessions`: creates a connect link for a tenant.

use super::auth::Api;
use crate::input::Json;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use crate::timestamp::rfc3339;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{FlowId, TenantId};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use service::NewSession;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// The connect session to create.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewConnectSession)]
#[serde(deny_unknown_fields)]
pub struct CreateSessionBody {
    /// The tenant that the link is for. It is created if it does not exist.
    tenant: TenantId,
    /// The flow that the tenant connects to.
    flow: FlowId,
    /// The tenant that this one belongs to, for the path variable `{root_tenant_id}`.
    root_tenant: Option<TenantId>,
    /// The web origin that shows the widget in a frame, such as `https://app.example.com`. If the environment has
    /// allowed origins, it must be one of them. If you omit it, the only allowed origin is used. If there are several or
    /// none, the link works only outside a frame.
    origin: Option<String>,
    /// How many seconds the link is valid. Without it, an hour.
    #[schema(minimum = 60, maximum = 604_800, default = 3_600)]
    ttl_seconds: Option<i64>,
    /// The language of the widget. Without it, the language of the browser.
    #[schema(schema_with = locale_schema)]
    locale: Option<String>,
    /// Where “Done” leads once the bucket is connected: an `https://` address, or any address of an allowed origin.
    return_url: Option<String>,
}

fn locale_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(
            "The language of the widget. Without it, the language of the browser.",
        ))
        .enum_values(Some(i18n::Locale::ALL.map(i18n::Locale::tag)))
}

/// A connect session.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectSession)]
pub struct ConnectLinkBody {
    /// The secret token in `url`. You don't need it separately.
    token: String,
    /// The connect link: the address of the widget, with the token. Send it to the tenant, or return it from
    /// `fetchSession` to show the widget in your page.
    url: String,
    /// When the link expires.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Creates a link.
///
/// The session lets one tenant connect a bucket to one flow. Show its link in your app, or send it to the tenant. The
/// token is in this answer only, because the database stores a hash of it. Creates the tenant if it does not exist.
#[utoipa::path(
    post,
    path = "/connect-sessions",
    operation_id = "createConnectSession",
    tag = "Connect sessions",
    summary = "Create a connect session",
    request_body(content = CreateSessionBody, example = json!({
        "tenant": "acme_corp",
        "flow": "demo",
        "origin": "https://app.example.com",
        "return_url": "https://app.example.com/settings",
    })),
    responses((status = 201, description = "The session was created.", body = ConnectLinkBody, example = json!({
        "token": "V1StGXR8Z5jdHi6BmyT2Fq183dcK7vJw9yXbZ0mTnRs",
        "url": "https://connect.example.com/connect?token=V1StGXR8Z5jdHi6BmyT2Fq183dcK7vJw9yXbZ0mTnRs",
        "expires_at": "2026-11-22T15:05:00Z",
    }))),
    extensions(("x-problem-codes" = json!([ProblemCode::UnknownFlow, ProblemCode::UnknownTenant]))),
)]
pub async fn create(
    State(state): State<AppState>,
    api: Api,
    Json(body): Json<CreateSessionBody>,
) -> Result<(StatusCode, axum::Json<ConnectLinkBody>), Problem> {
    let new = NewSession {
        tenant: body.tenant,
        flow: body.flow,
        root_tenant: body.root_tenant,
        origin: body.origin,
        ttl_seconds: body.ttl_seconds,
        locale: body.locale,
        return_url: body.return_url,
    };
    let link = api.service.create_session(&api.environment, new).await?;
    let token = link.token.expose_secret();
    let body = ConnectLinkBody {
        url: state.site.connect_link(token),
        token: token.to_owned(),
        expires_at: rfc3339(link.expires_at),
    };
    Ok((StatusCode::CREATED, axum::Json(body)))
}
