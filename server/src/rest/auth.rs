//! Authenticates API calls. A handler that takes [`Api`] or [`ApiTenant`] cannot be reached without a valid API key,
//! and sees only the environment that the key belongs to.

use crate::input::PathIds;
use crate::logs::record_tenant;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use domain::{EnvironmentId, FlowId, TenantId};
use secrecy::SecretString;
use service::{Actor, Service, TenantScope};

/// A call with a valid API key.
pub struct Api {
    pub environment: EnvironmentId,
    pub key: SecretString,
    /// The service as this key uses it: audit events name the key.
    pub service: Service,
}

impl FromRequestParts<AppState> for Api {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let refuse = |detail| Problem::new(ProblemCode::Unauthorized, detail);
        let header = TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, state).await;
        let header = header.map_err(|rejection| {
            refuse(if rejection.is_missing() {
                "Send the environment’s API key: Authorization: Bearer …"
            } else {
                "The Authorization header must be “Bearer”, a space and the API key."
            })
        })?;
        let key = SecretString::from(header.token().trim());
        Self::with_key(key, state).await
    }
}

impl Api {
    async fn with_key(key: SecretString, state: &AppState) -> Result<Self, Problem> {
        let api_key = state.service.authenticate(&key).await?;
        Ok(Self {
            environment: api_key.environment,
            key,
            service: state.service.with_actor(Actor::ApiKey(api_key.name)),
        })
    }
}

/// A call with a valid API key, for the tenant and the flow that the path names. Neither need exist.
pub struct ApiTenant {
    pub scope: TenantScope,
    pub flow: FlowId,
    pub key: SecretString,
    pub service: Service,
}

impl FromRequestParts<AppState> for ApiTenant {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let api = Api::from_request_parts(parts, state).await?;
        Self::from_path(api, parts, state).await
    }
}

impl ApiTenant {
    async fn from_path(api: Api, parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Api {
            environment,
            key,
            service,
        } = api;
        let ids = PathIds::from_request_parts(parts, state).await?;
        let tenant = ids.get("tenant", TenantId::parse)?;
        let scope = TenantScope::new(environment, tenant);
        let flow = ids.get("flow", FlowId::parse)?;
        record_tenant(&scope, &flow);
        Ok(Self {
            scope,
            flow,
            key,
            service,
        })
    }
}

/// A call by an AWS SDK. It sends `AWS_CONTAINER_AUTHORIZATION_TOKEN` as the whole header, so the API key may stand alone.
pub struct ContainerTenant(pub ApiTenant);

impl FromRequestParts<AppState> for ContainerTenant {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let header = parts.headers.get(AUTHORIZATION);
        let key = header
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|text| !text.is_empty() && !text.contains(' '));
        let tenant = match key {
            Some(key) => {
                let api = Api::with_key(SecretString::from(key), state).await?;
                ApiTenant::from_path(api, parts, state).await?
            }
            None => ApiTenant::from_request_parts(parts, state).await?,
        };
        Ok(Self(tenant))
    }
}
