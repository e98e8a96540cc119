//! Who calls: the environment that the API key belongs to. A handler that takes [`Api`] cannot be reached
//! without a key, and sees no other environment.

use crate::input::Ids;
use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use domain::{EnvironmentId, FlowId, TenantId};
use secrecy::SecretString;
use service::{Actor, Service, TenantScope};

pub struct Api {
    pub environment: EnvironmentId,
    pub key: SecretString,
    /// The use cases, done by the owner of this key.
    pub service: Service,
}

impl FromRequestParts<AppState> for Api {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let refuse = |detail| Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", detail);
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .ok_or_else(|| refuse("Send the environment’s API key: Authorization: Bearer …"))?;
        let key = header
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, key) = key.ok_or_else(|| {
            refuse("The Authorization header must be: Bearer, a blank, the API key.")
        })?;
        let key = SecretString::from(key.trim());
        let known = state.service.authenticate(&key).await?;
        Ok(Self {
            environment: known.environment,
            key,
            service: state.service.by(Actor::ApiKey(known.name)),
        })
    }
}

/// A tenant of the caller's environment, on one flow, both from the path.
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
        let ids = Ids::from_request_parts(parts, state).await?;
        let tenant = ids.get("tenant", TenantId::parse)?;
        Ok(Self {
            scope: TenantScope::new(environment, tenant),
            flow: ids.get("flow", FlowId::parse)?,
            key,
            service,
        })
    }
}
