//! Authenticates API calls. A handler that takes [`Api`] or [`ApiTenant`] cannot be reached without a valid API key,
//! and sees only the environment that the key belongs to.

use crate::input::PathIds;
use crate::logs::record_tenant;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::extract::FromRequestParts;
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
        let Api {
            environment,
            key,
            service,
        } = Api::from_request_parts(parts, state).await?;
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
