//! Signing in with the admin key, and signing out.

use super::document::{document, render_page};
use crate::client_address::client_address;
use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::SignInPage;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use leptos::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};
use service::{Actor, Error};
use std::net::SocketAddr;
use std::time::Duration;

/// How long the answer to a wrong key takes, to slow down guessing.
const WRONG_KEY_DELAY: Duration = Duration::from_millis(700);
const MAX_NAME_CHARS: usize = 80;

/// The values of the sign-in form.
#[derive(Clone, Default)]
pub struct SignInForm {
    error: Option<String>,
    name: String,
    /// The page to go to after signing in.
    next: String,
}

impl SignInForm {
    /// Returns an empty form that leads to this page.
    pub fn for_page(path: &str) -> Self {
        Self {
            next: path.to_owned(),
            ..Self::default()
        }
    }

    /// Returns an empty form that shows an error and leads to this page.
    pub fn with_error(error: &str, path: &str) -> Self {
        Self {
            error: Some(error.to_owned()),
            ..Self::for_page(path)
        }
    }
}

/// Signs an admin in, and redirects to the page that they asked for.
pub async fn sign_in(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    form: Form,
) -> Result<Response, Problem> {
    let field = |name| form.get(name).unwrap_or_default().trim().to_owned();
    let name: String = field("name")
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_NAME_CHARS)
        .collect();
    let key = SecretString::from(field("key"));
    // The name appears on pages and in the audit log. A browser may fill both fields with the same text, so a name that
    // equals the key is dropped.
    let name = Some(name).filter(|name| name != key.expose_secret());
    let name = name.unwrap_or_default();
    let form_with_error = |error: String| SignInForm {
        error: Some(error),
        name: name.clone(),
        next: field("next"),
    };
    let address = client_address(peer.ip(), &headers, &state.site.trusted_proxies);
    if let Err(wait) = state.sign_in_attempts.count(address) {
        // Rounded up, because a second too few would be refused again.
        let seconds = wait.as_secs() + 1;
        let error =
            format!("There were too many attempts from your address. Wait {seconds} seconds.");
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut page = sign_in_page(&state, form_with_error(error), status).await;
        page.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(page);
    }
    let is_admin_key = state.service.store().is_admin_key(&key).await;
    if !is_admin_key.map_err(Error::from)? {
        // The log gets the address only: the name may be a key that was typed into the wrong field.
        state.service.record_refused_sign_in(address).await;
        tokio::time::sleep(WRONG_KEY_DELAY).await;
        tracing::warn!("somebody tried to sign in with a wrong admin key");
        let error = "This is not the admin key.".to_owned();
        let form = form_with_error(error);
        return Ok(sign_in_page(&state, form, StatusCode::UNAUTHORIZED).await);
    }
    let admin = state.service.with_actor(Actor::Admin(name.clone()));
    admin.record_sign_in(address).await?;
    // A browser drops a `Secure` cookie that comes over plain HTTP, as it does on a developer's machine.
    let secure = state.site.public_url.starts_with("https://");
    let cookie = state
        .admin_sessions
        .open(name.clone(), secure)
        .map_err(Error::from)?;
    let next = safe_next_page(&field("next"));
    Ok((jar.add(cookie), Redirect::to(&next)).into_response())
}

/// Ends the admin's session.
pub async fn sign_out(State(state): State<AppState>, jar: CookieJar) -> Response {
    let jar = state.admin_sessions.close(jar);
    (jar, Redirect::to("/admin")).into_response()
}

/// Returns `next` if it is an admin page, and `/admin` otherwise. The form comes from the browser, so `next` could lead
/// to another site.
pub fn safe_next_page(next: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_.@:+=-".contains(c);
    // A browser resolves these segments, which could lead out of the admin pages.
    let has_dot_segment = next
        .split('/')
        .any(|segment| segment == "." || segment == "..");
    let is_admin_page = next.starts_with("/admin/")
        && !next.contains("//")
        && !has_dot_segment
        && next.chars().all(is_plain);
    if is_admin_page { next } else { "/admin" }.to_owned()
}

/// Renders the sign-in page.
pub async fn sign_in_page(state: &AppState, form: SignInForm, status: StatusCode) -> Response {
    let SignInForm { error, name, next } = form;
    let content =
        move || view! { <SignInPage error=error.clone() name=name.clone() next=next.clone() /> };
    render_page(state, document("Admin", status), content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_only_to_admin_pages() {
        assert_eq!(
            safe_next_page("/admin/dev/flows/demo"),
            "/admin/dev/flows/demo"
        );
        for other in [
            "",
            "/",
            "https://evil.example",
            "//evil.example",
            "/admin//evil.example",
            "/adminx",
            "/admin/\r\nx: y",
            "/admin/%2e%2e",
            "/admin/../connect",
            "/admin/.",
        ] {
            assert_eq!(safe_next_page(other), "/admin", "{other}");
        }
    }
}
