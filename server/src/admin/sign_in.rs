//! Coming in with the admin key, and going out again.

use super::page::{document, page};
use crate::input::Form;
use crate::problem::Problem;
use crate::state::AppState;
use app::admin::SignIn;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use leptos::prelude::*;
use secrecy::SecretString;
use service::Error;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// A wrong key costs this much time, so that guessing is no use.
const WRONG_KEY_DELAY: Duration = Duration::from_millis(700);
/// So many attempts at once from one address, and one more every so often.
const BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const ONE_MORE_EVERY: Duration = Duration::from_secs(3);
const LONGEST_NAME: usize = 80;

/// How often an address has tried.
#[derive(Clone)]
pub struct Attempts(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Default for Attempts {
    fn default() -> Self {
        let quota = Quota::with_period(ONE_MORE_EVERY)
            .unwrap_or(Quota::per_minute(BURST))
            .allow_burst(BURST);
        Self(Arc::new(RateLimiter::keyed(quota)))
    }
}

impl Attempts {
    /// Counts one more; the wait when there were too many.
    fn one_more(&self, address: IpAddr) -> Result<(), Duration> {
        self.0.retain_recent();
        self.0
            .check_key(&address)
            .map_err(|early| early.wait_time_from(DefaultClock::default().now()))
    }
}

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
    let again = |words: String| Signing {
        error: Some(words),
        name: name.clone(),
        next: field("next"),
    };
    if let Err(wait) = state.attempts.one_more(client(peer.ip(), &headers)) {
        let seconds = wait.as_secs() + 1;
        let words =
            format!("There were too many attempts from your address. Wait {seconds} seconds.");
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut page = sign_in_page(&state, again(words), status).await;
        page.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(page);
    }
    let key = SecretString::from(field("key"));
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

/// Who asks. Behind a proxy of our own network everybody would have its address, so there the one that it wrote
/// down counts. Nobody else is believed.
pub fn client(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let near = match peer.to_canonical() {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let written = last
        .filter(|_| near)
        .and_then(|all| all.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    written.unwrap_or(peer)
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
    page(state, document("Admin", status), content).await
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

    #[test]
    fn only_a_proxy_nearby_is_believed_who_asks() {
        let asks = |peer: &str, written: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in written {
                let value = HeaderValue::from_str(line).expect("a header");
                headers.append("x-forwarded-for", value);
            }
            client(peer.parse().expect("an address"), &headers).to_string()
        };
        assert_eq!(asks("203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(asks("203.0.113.9", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(asks("10.0.0.2", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(asks("10.0.0.2", &["1.1.1.1, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(
            asks("::ffff:10.0.0.2", &["1.1.1.1", "2001:db8::7"]),
            "2001:db8::7"
        );
        assert_eq!(asks("127.0.0.1", &["nobody"]), "127.0.0.1");
        assert_eq!(asks("fd00::1", &[]), "fd00::1");
    }
}
