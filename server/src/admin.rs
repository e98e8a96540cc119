//! The first admin page: sign in with the admin key, then the toggles of each flow.

mod session;

pub use session::AdminSessions;

use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::{FlowSettings, Flows, SignIn};
use app::shell::{Document, Script, render};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::{Direction, FieldError, FlowId};
use leptos::prelude::*;
use secrecy::SecretString;
use service::{Connector, Error};
use session::Admin;
use std::time::Duration;

/// A wrong key costs this much time, so that guessing is no use.
const WRONG_KEY_DELAY: Duration = Duration::from_millis(700);

pub async fn page(
    State(state): State<AppState>,
    admin: Option<Admin>,
    request: Request,
) -> Result<Response, Problem> {
    match admin {
        Some(Admin) => flows(&state, None, StatusCode::OK, request).await,
        None => Ok(sign_in_page(&state, None, StatusCode::OK, request).await),
    }
}

pub async fn sign_in(
    State(state): State<AppState>,
    jar: CookieJar,
    form: Form,
) -> Result<Response, Problem> {
    let key = SecretString::from(form.get("key").unwrap_or_default().trim());
    if !state
        .service
        .store()
        .is_admin_key(&key)
        .await
        .map_err(Error::from)?
    {
        tokio::time::sleep(WRONG_KEY_DELAY).await;
        tracing::warn!("a sign-in with a wrong admin key");
        let words = "This is not the admin key.".to_owned();
        return Ok(sign_in_page(
            &state,
            Some(words),
            StatusCode::UNAUTHORIZED,
            Request::default(),
        )
        .await);
    }
    let cookie = state
        .admin_sessions
        .open(state.site.public_url.starts_with("https://"))
        .map_err(Error::from)?;
    Ok((jar.add(cookie), Redirect::to("/admin")).into_response())
}

pub async fn sign_out(State(state): State<AppState>, jar: CookieJar) -> Response {
    let jar = state.admin_sessions.close(jar);
    (jar, Redirect::to("/admin")).into_response()
}

pub async fn save_flow(
    State(state): State<AppState>,
    admin: Option<Admin>,
    form: Form,
) -> Result<Response, Problem> {
    if admin.is_none() {
        let words = "You were signed out. Sign in again; nothing was changed.".to_owned();
        return Ok(sign_in_page(
            &state,
            Some(words),
            StatusCode::UNAUTHORIZED,
            Request::default(),
        )
        .await);
    }
    let flow = FlowId::parse(form.get("flow").unwrap_or_default())
        .map_err(|r| Problem::bad_request("bad_id", words::english(&r.detail)))?;
    let result = change(&state, &flow, &form).await;
    let (errors, status) = match result {
        Ok(()) => (Vec::new(), StatusCode::OK),
        Err(Error::Fields(errors)) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::VersionConflict { .. }) => {
            let words = "Somebody else changed this flow in the meantime. These are the settings now; make your change again.";
            (
                vec![FieldError::new("version", "version_conflict", words)],
                StatusCode::PRECONDITION_FAILED,
            )
        }
        Err(other) => return Err(other.into()),
    };
    flows(&state, Some((flow, errors)), status, Request::default()).await
}

/// The toggles, applied to the settings as they are.
async fn change(state: &AppState, flow: &FlowId, form: &Form) -> Result<(), Error> {
    let environment = &state.site.environment;
    let connector = state.service.connector(environment, flow).await?;
    let on = |name: &str| form.get(name).is_some();
    let params = connector
        .params
        .with_access(on("keys"), on("role"))
        .map_err(Error::Fields)?;
    let direction = form
        .get("direction")
        .and_then(Direction::parse)
        .ok_or_else(|| {
            Error::Fields(vec![FieldError::new(
                "direction",
                "required",
                "Choose a direction.",
            )])
        })?;
    let version = form
        .get("version")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    state
        .service
        .put_connector(environment, flow, direction, &params, Some(version))
        .await?;
    Ok(())
}

async fn flows(
    state: &AppState,
    changed: Option<(FlowId, Vec<FieldError>)>,
    status: StatusCode,
    request: Request<Body>,
) -> Result<Response, Problem> {
    let connectors = state.service.connectors(&state.site.environment).await?;
    let settings: Vec<FlowSettings> = connectors
        .into_iter()
        .map(|connector| settings(connector, changed.as_ref()))
        .collect();
    let environment = state.site.environment.to_string();
    let document = document("Flows", status);
    let content =
        move || view! { <Flows environment=environment.clone() flows=settings.clone() /> };
    Ok(render(state.site.leptos.clone(), document, request, content).await)
}

fn settings(connector: Connector, changed: Option<&(FlowId, Vec<FieldError>)>) -> FlowSettings {
    let errors = changed
        .filter(|(flow, _)| *flow == connector.flow)
        .map(|(_, errors)| errors.clone());
    FlowSettings {
        flow: connector.flow.to_string(),
        direction: connector.direction,
        params: connector.params,
        version: connector.version,
        saved: errors.as_ref().is_some_and(Vec::is_empty),
        errors: errors.unwrap_or_default(),
    }
}

async fn sign_in_page(
    state: &AppState,
    error: Option<String>,
    status: StatusCode,
    request: Request<Body>,
) -> Response {
    let content = move || view! { <SignIn error=error.clone() /> };
    render(
        state.site.leptos.clone(),
        document("Admin", status),
        request,
        content,
    )
    .await
}

fn document(title: &str, status: StatusCode) -> Document {
    Document {
        language: words::Language::English,
        title: format!("{title} · s3-connect"),
        status,
        frame_ancestors: None,
        script: Script::None,
    }
}
