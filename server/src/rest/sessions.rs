//! `POST /v1/connect-sessions`: a link for one tenant.

use super::auth::Api;
use crate::answer::rfc3339;
use crate::input::Json;
use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{FlowId, TenantId};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use service::NewSession;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    tenant: TenantId,
    flow: FlowId,
    root_tenant: Option<TenantId>,
    origin: Option<String>,
    ttl_seconds: Option<i64>,
    locale: Option<String>,
}

#[derive(Serialize)]
pub struct Link {
    token: String,
    url: String,
    expires_at: String,
}

pub async fn create(
    State(state): State<AppState>,
    api: Api,
    Json(asked): Json<Asked>,
) -> Result<(StatusCode, axum::Json<Link>), Problem> {
    let new = NewSession {
        tenant: asked.tenant,
        flow: asked.flow,
        root_tenant: asked.root_tenant,
        origin: asked.origin,
        ttl_seconds: asked.ttl_seconds,
        locale: asked.locale,
    };
    let opened = api.service.create_session(&api.environment, new).await?;
    let token = opened.token.expose_secret();
    let link = Link {
        url: state.site.link(token),
        token: token.to_owned(),
        expires_at: rfc3339(opened.expires_at),
    };
    Ok((StatusCode::CREATED, axum::Json(link)))
}
