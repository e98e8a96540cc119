//! Authenticates each call of the API once, counts it for its key, and says in the answer how many calls the key has left.

use super::auth::Api;
use super::rate_limit_fields::insert_rate_limit_fields;
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::headers::authorization::Bearer;
use axum_extra::headers::{Authorization, HeaderMapExt as _};
use secrecy::SecretString;
use service::{Actor, Error};

/// How a route takes the API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFormat {
    /// `Authorization: Bearer <key>`.
    Bearer,
    /// The same, or the key alone. AWS SDKs send `AWS_CONTAINER_AUTHORIZATION_TOKEN` as the whole header.
    BearerOrBare,
}

/// Refuses calls without a valid API key, and calls beyond the limit of their key. Adds [`Api`] to all others.
pub async fn layer(
    State((state, format)): State<(AppState, KeyFormat)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let key = api_key(request.headers(), format)?;
    let (api_key, budget) = match state.service.admit_api_call(&key).await {
        Ok(admitted) => admitted,
        Err(Error::TooManyCalls(budget)) => {
            let mut refusal = Problem::from(Error::TooManyCalls(budget)).into_response();
            insert_rate_limit_fields(refusal.headers_mut(), &budget);
            return Ok(refusal);
        }
        Err(error) => return Err(error.into()),
    };
    request.extensions_mut().insert(Api {
        environment: api_key.environment,
        key,
        service: state.service.with_actor(Actor::ApiKey(api_key.name)),
    });
    let mut response = next.run(request).await;
    if let Some(budget) = budget {
        insert_rate_limit_fields(response.headers_mut(), &budget);
    }
    Ok(response)
}

fn api_key(headers: &HeaderMap, format: KeyFormat) -> Result<SecretString, Problem> {
    let refuse = |detail| Problem::new(ProblemCode::Unauthorized, detail);
    let bare = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(str::trim)
        .filter(|text| !text.is_empty() && !text.contains(' '));
    if let (KeyFormat::BearerOrBare, Some(key)) = (format, bare) {
        return Ok(SecretString::from(key));
    }
    match headers.typed_try_get::<Authorization<Bearer>>() {
        Ok(Some(header)) => Ok(SecretString::from(header.token().trim())),
        Ok(None) => Err(refuse(
            "Send the environment’s API key: Authorization: Bearer …",
        )),
        Err(_) => Err(refuse(
            "The Authorization header must be “Bearer”, a space and the API key.",
        )),
    }
}
