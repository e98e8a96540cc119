//! `POST /v1/connect-sessions`: creates a connect link for a tenant.

use super::auth::Api;
use crate::input::Json;
use crate::problem::Problem;
use crate::state::AppState;
use crate::timestamp::rfc3339;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{FlowId, TenantId};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use service::NewSession;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSessionBody {
    tenant: TenantId,
    flow: FlowId,
    root_tenant: Option<TenantId>,
    origin: Option<String>,
    ttl_seconds: Option<i64>,
    locale: Option<String>,
    return_url: Option<String>,
}

#[derive(Serialize)]
pub struct ConnectLinkBody {
    token: String,
    url: String,
    expires_at: String,
}

/// Creates a link. It is in this response only, because the database stores a hash of its token.
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
