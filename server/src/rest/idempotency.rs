//! Carries out a `POST` with the header `Idempotency-Key` only once. The same request with the same key gets the same
//! answer.

use super::auth::Api;
use super::idempotency_key::idempotency_key;
use super::stored_answer::{store_response, stored_response};
use crate::input::{PathIds, read_body};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{FromRequestParts as _, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::TenantId;
use futures::FutureExt as _;
use secrecy::SecretString;
use serde::Deserialize;
use service::{IdempotentRequest, IdempotentStart, MAX_IDEMPOTENT_REQUEST, Reservation, Service};
use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};
use tracing::Instrument as _;

/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Routes on which repeating a request changes nothing, by the end of their path. They need no stored answer. Temporary
/// credentials are never stored.
const WITHOUT_EFFECT: [&str; 2] = ["/connection/credentials", "/path-preview"];

/// Returns whether a `POST` to a route carries out a call with an idempotency key only once. The path is that of the router,
/// which is also that of the OpenAPI document.
pub fn observes_idempotency_key(path: &str) -> bool {
    !WITHOUT_EFFECT.iter().any(|end| path.ends_with(end))
}

/// Answers a request again if it was answered before. Otherwise, carries it out and stores its answer if it succeeds.
pub async fn layer(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let Some(key) = idempotency_key(request.headers())? else {
        return Ok(next.run(request).await);
    };
    if !has_effect(&request) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let api = Api::from_request_parts(&mut parts, &state).await?;
    let body = read_body(Request::from_parts(parts.clone(), body), &state).await?;
    let tenant = named_tenant(&mut parts, &state, &body).await;
    let (method, uri) = (parts.method.as_str(), &parts.uri);
    let hashed = [method, uri.path(), uri.query().unwrap_or_default()];
    let hashed = hashed.map(str::as_bytes);
    let identified = IdempotentRequest::new(
        api.environment,
        tenant,
        &key,
        &[hashed[0], hashed[1], hashed[2], &body],
    );
    let handling = next.run(Request::from_parts(parts, Body::from(body)));
    // A task of its own, because a client that disconnects must not stop the request between the reservation of its key and
    // the storing of its answer. The client will ask again.
    let running = repeat_or_carry_out(api.service, identified, handling).in_current_span();
    match state.tasks.spawn(running).await {
        Ok(Ok(response)) => response,
        // The handler panicked. The outermost layer answers that.
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => Err(out_of_time()),
    }
}

/// Answers with the stored answer, or carries the request out. Returns the panic of a handler that panics.
async fn repeat_or_carry_out(
    service: Service,
    request: IdempotentRequest,
    handling: impl Future<Output = Response>,
) -> Result<Result<Response, Problem>, Box<dyn Any + Send>> {
    match service.start_idempotent(&request).await {
        Ok(IdempotentStart::Repeat(answer)) => Ok(repeat(&answer)),
        Ok(IdempotentStart::CarryOut(reservation)) => {
            carry_out(service, reservation, handling).await.map(Ok)
        }
        Err(error) => Ok(Err(error.into())),
    }
}

/// Returns the tenant that the path or the body names.
async fn named_tenant(parts: &mut Parts, state: &AppState, body: &[u8]) -> Option<TenantId> {
    /// The one field of a body that matters here.
    #[derive(Deserialize)]
    struct NamesTenant {
        tenant: TenantId,
    }

    let ids = PathIds::from_request_parts(parts, state).await.ok()?;
    let in_path = ids.get("tenant", TenantId::parse).ok();
    let in_body = || serde_json::from_slice(body).map(|NamesTenant { tenant }| tenant);
    in_path.or_else(|| in_body().ok())
}

fn has_effect(request: &Request) -> bool {
    let path = request.extensions().get::<MatchedPath>();
    observes_idempotency_key(path.map(MatchedPath::as_str).unwrap_or_default())
}

/// Runs the handler, and then either stores its answer or releases the key. Returns the panic of a handler that panics.
async fn carry_out(
    service: Service,
    reservation: Reservation,
    handling: impl Future<Output = Response>,
) -> Result<Response, Box<dyn Any + Send>> {
    let handling = AssertUnwindSafe(handling).catch_unwind();
    let handled = tokio::time::timeout(MAX_IDEMPOTENT_REQUEST, handling).await;
    let response = match handled {
        Ok(Ok(response)) if response.status().is_success() => response,
        // The request can be sent again with the same key. After an error, what it was for was usually not done.
        without_effect => {
            service.abandon_idempotent(&reservation).await;
            return without_effect.unwrap_or_else(|_| Ok(out_of_time().into_response()));
        }
    };
    let (response, answer) = store_response(response).await;
    if let Some(answer) = answer {
        service.finish_idempotent(&reservation, &answer).await;
    } else {
        tracing::error!("An answer is too large to be stored for its idempotency key.");
        service.abandon_idempotent(&reservation).await;
    }
    Ok(response)
}

fn repeat(answer: &SecretString) -> Result<Response, Problem> {
    let mut response = stored_response(answer).ok_or_else(|| {
        Problem::new(
            ProblemCode::Internal,
            "The stored answer of this request cannot be read.",
        )
    })?;
    response
        .headers_mut()
        .insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

fn out_of_time() -> Problem {
    Problem::new(
        ProblemCode::Busy,
        "The request took too long, so it was stopped. Try again in a moment.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::open_store;
    use crate::aws_backend::connect_without_credentials;
    use crate::settings::{Flags, Secrets, Settings};
    use axum::http::StatusCode;
    use domain::EnvironmentId;
    use service::Clock;

    /// Reserves the key of a request, or returns `None` if the request has an answer.
    async fn reserve(service: &Service) -> Option<Reservation> {
        let dev = EnvironmentId::parse("dev").expect("an ID");
        let request = IdempotentRequest::new(dev, None, &SecretString::from("key"), &[]);
        match service.start_idempotent(&request).await.expect("a start") {
            IdempotentStart::CarryOut(reservation) => Some(reservation),
            IdempotentStart::Repeat(_) => None,
        }
    }

    #[tokio::test]
    async fn releases_the_key_after_an_error_and_after_a_panic_but_not_after_a_success() {
        let folder = tempfile::tempdir().expect("a folder");
        let flags = Flags {
            database_url: Some(format!("sqlite://{}/test.db", folder.path().display())),
            ..Flags::default()
        };
        let settings = Settings::load(flags, Secrets::default()).expect("settings");
        let store = open_store(&settings).await.expect("a database");
        let dev = EnvironmentId::parse("dev").expect("an ID");
        store.ensure_environment(&dev, 1).await.expect("made");
        let aws = connect_without_credentials(&settings).await;
        let service = Service::new(store, aws, Clock::system(), None);

        let reservation = reserve(&service).await.expect("the key is new");
        let error = async { StatusCode::UNPROCESSABLE_ENTITY.into_response() };
        let response = carry_out(service.clone(), reservation, error).await;
        let status = response.expect("no panic").status();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);

        let reservation = reserve(&service).await.expect("the key was released");
        let panicking = async { panic!("a handler of this test panics") };
        let result = carry_out(service.clone(), reservation, panicking).await;
        assert!(result.is_err());

        let reservation = reserve(&service).await.expect("the key was released");
        let success = async { StatusCode::CREATED.into_response() };
        let response = carry_out(service.clone(), reservation, success).await;
        assert_eq!(response.expect("no panic").status(), StatusCode::CREATED);
        assert!(reserve(&service).await.is_none(), "the answer is stored");
    }
}
