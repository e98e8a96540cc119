//! Coming in with the admin key, and going out again.

use super::page::{document, page};
use crate::client_address::client_address;
use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::SignIn;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use leptos::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};
use service::Error;
use std::net::SocketAddr;
use std::time::Duration;

/// A wrong key costs this much time, so that guessing is no use.
const WRONG_KEY_DELAY: Duration = Duration::from_millis(700);
const LONGEST_NAME: usize = 80;

/// The page to sign in, as it is to be shown.
#[derive(Clone, Default)]
pub struct Signing {
    error: Option<String>,
    name: String,
    next: String,
}

impl Signing {
    pub fn to(path: &str) -> Self {
        Self {
            next: path.to_owned(),
            ..Self::default()
        }
    }

    pub fn again(error: &str, path: &str) -> Self {
        Self {
            error: Some(error.to_owned()),
            ..Self::to(path)
        }
    }
}

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
        .take(LONGEST_NAME)
        .collect();
    let key = SecretString::from(field("key"));
    // The name is shown and kept in the log, and a browser may fill both fields with the same text.
    let name = Some(name).filter(|name| name != key.expose_secret());
    let name = name.unwrap_or_default();
    let again = |words: String| Signing {
        error: Some(words),
        name: name.clone(),
        next: field("next"),
    };
    let address = client_address(peer.ip(), &headers, &state.site.trusted_proxies);
    if let Err(wait) = state.attempts.one_more(address) {
        let seconds = wait.as_secs() + 1;
        let words =
            format!("There were too many attempts from your address. Wait {seconds} seconds.");
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut page = sign_in_page(&state, again(words), status).await;
        page.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(page);
    }
    let known = state.service.store().is_admin_key(&key).await;
    if !known.map_err(Error::from)? {
        tokio::time::sleep(WRONG_KEY_DELAY).await;
        tracing::warn!("a sign-in with a wrong admin key");
        let words = "This is not the admin key.".to_owned();
        return Ok(sign_in_page(&state, again(words), StatusCode::UNAUTHORIZED).await);
    }
    let secure = state.site.public_url.starts_with("https://");
    let cookie = state
        .admin_sessions
        .open(name.clone(), secure)
        .map_err(Error::from)?;
    Ok((jar.add(cookie), Redirect::to(&ours(&field("next")))).into_response())
}

pub async fn sign_out(State(state): State<AppState>, jar: CookieJar) -> Response {
    let jar = state.admin_sessions.close(jar);
    (jar, Redirect::to("/admin")).into_response()
}

/// Where to go on: a page of the admin's, whatever the form says.
pub fn ours(next: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/_.@:+=-".contains(c);
    // A browser goes up at dots, and out of the admin's pages.
    let up = next
        .split('/')
        .any(|segment| segment == "." || segment == "..");
    let ours =
        next.starts_with("/admin/") && !next.contains("//") && !up && next.chars().all(plain);
    if ours { next } else { "/admin" }.to_owned()
}

pub async fn sign_in_page(state: &AppState, signing: Signing, status: StatusCode) -> Response {
    let Signing { error, name, next } = signing;
    let content =
        move || view! { <SignIn error=error.clone() name=name.clone() next=next.clone() /> };
    page(state, document("Admin", status), content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_a_page_of_ours_only() {
        assert_eq!(ours("/admin/dev/flows/demo"), "/admin/dev/flows/demo");
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
            assert_eq!(ours(other), "/admin", "{other}");
        }
    }
}
