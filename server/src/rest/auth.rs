//! Who calls the API. A handler that takes [`Api`] or [`ApiTenant`] cannot be reached without a valid API key, and sees only
//! the environment that the key belongs to.

use crate::input::PathIds;
use crate::logs::record_tenant;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{EnvironmentId, FlowId, TenantId};
use secrecy::SecretString;
use service::{Service, TenantScope};

/// A call with a valid API key. `api_key_guard` adds it to the request.
#[derive(Clone)]
pub struct Api {
    pub environment: EnvironmentId,
    pub key: SecretString,
    /// The service as this key uses it: audit events name the key.
    pub service: Service,
}

impl FromRequestParts<AppState> for Api {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        // Only a route without the guard could get here without a key.
        let refusal = || Problem::new(ProblemCode::Unauthorized, "This address takes no API key.");
        parts.extensions.get().cloned().ok_or_else(refusal)
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
