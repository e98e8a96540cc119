//! Keeps other sites out. Before a form reaches its handler, it is checked that one of our own pages sent it: by what
//! the browser says of where it comes from, and by the token that each form carries.
//!
//! The cookie is `SameSite=Strict`, which alone keeps out what another site begins, but not what a page on another
//! subdomain or port of ours does.

use crate::input::{body, form_token};
use crate::problem::Problem;
use crate::state::{AppState, Site};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use url::Url;

/// Whoever signs in has no session yet, or wants another one.
const SIGN_IN: &str = "/admin/sign-in";

pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // Nothing else changes anything: other methods have no routes.
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match checked(&state, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn checked(state: &AppState, request: Request) -> Result<Request, Problem> {
    if !is_from_here(request.headers(), &state.site) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "other_origin",
            "This form was not sent from our own page, so nothing was changed.",
        ));
    }
    let sessions = &state.admin_sessions;
    // Nobody is signed in: the handler says so.
    let signed_in = sessions.made_form(request.headers(), "").is_some();
    if !signed_in || request.uri().path() == SIGN_IN {
        return Ok(request);
    }
    let (parts, body) = with_whole_body(state, request).await?;
    let token = form_token(&parts.headers, &body).await.unwrap_or_default();
    if sessions.made_form(&parts.headers, &token) == Some(false) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "stale_form",
            "This form is from before you last signed in, so nothing was changed. Copy what you typed, load the page again, and send it once more.",
        ));
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

async fn with_whole_body(state: &AppState, request: Request) -> Result<(Parts, Bytes), Problem> {
    let (parts, content) = request.into_parts();
    // The limit of the route is in the extensions.
    let request = Request::from_parts(parts.clone(), content);
    Ok((parts, body(request, state).await?))
}

/// Returns whether one of our own pages began the request. Programs say nothing of where they come from.
fn is_from_here(headers: &HeaderMap, site: &Site) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or("null"))
    };
    let own = text("origin").is_none_or(|origin| is_own_origin(origin, text("host"), site));
    let same = text("sec-fetch-site").is_none_or(|site| ["same-origin", "none"].contains(&site));
    own && same
}

/// Returns whether a browser's `Origin` is ours. `null`, which stands for pages without an origin, never is.
fn is_own_origin(origin: &str, host: Option<&str>, site: &Site) -> bool {
    let Ok(origin) = Url::parse(origin).map(|url| url.origin()) else {
        return false;
    };
    let is = |address: &str| Url::parse(address).is_ok_and(|url| url.origin() == origin);
    // Where nobody said what the address outside is, a browser may have come by another name of this machine.
    let is_made_up = site.public_url == format!("http://{}", site.leptos.site_addr);
    is(&site.public_url) || is_made_up && host.is_some_and(|host| is(&format!("http://{host}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::config::LeptosOptions;

    fn site(public_url: &str) -> Site {
        Site {
            public_url: public_url.to_owned(),
            environment: crate::first_start::environment().expect("an environment"),
            sandbox_console: None,
            iam_wait: std::time::Duration::ZERO,
            trusted_proxies: crate::client_address::TrustedProxies::default(),
            leptos: LeptosOptions::builder()
                .output_name("s3-connect")
                .site_addr(std::net::SocketAddr::from(([127, 0, 0, 1], 3000)))
                .build(),
        }
    }

    #[test]
    fn only_our_own_pages_may_begin_a_change() {
        const OWN: &str = "https://connect.acme.com";
        const MADE_UP: &str = "http://127.0.0.1:3000";
        for (public, headers, ours) in [
            (OWN, vec![], true),
            (OWN, vec![("origin", OWN)], true),
            (OWN, vec![("origin", "https://connect.acme.com:443")], true),
            (OWN, vec![("origin", "http://connect.acme.com")], false),
            (
                OWN,
                vec![("origin", "https://connect.acme.com:8443")],
                false,
            ),
            (OWN, vec![("origin", "https://evil.acme.com")], false),
            (OWN, vec![("origin", "null")], false),
            (OWN, vec![("origin", "")], false),
            (OWN, vec![("origin", "file:///admin")], false),
            // The host is the client's to say, so it counts only where there is nothing better.
            (
                OWN,
                vec![("origin", "https://evil.com"), ("host", "evil.com")],
                false,
            ),
            (
                OWN,
                vec![
                    ("origin", "http://connect.acme.com"),
                    ("host", "connect.acme.com"),
                ],
                false,
            ),
            (OWN, vec![("sec-fetch-site", "same-origin")], true),
            (OWN, vec![("sec-fetch-site", "none")], true),
            (OWN, vec![("sec-fetch-site", "same-site")], false),
            (OWN, vec![("sec-fetch-site", "cross-site")], false),
            (
                OWN,
                vec![("origin", OWN), ("sec-fetch-site", "cross-site")],
                false,
            ),
            (MADE_UP, vec![("origin", MADE_UP)], true),
            (
                MADE_UP,
                vec![
                    ("origin", "http://localhost:3000"),
                    ("host", "localhost:3000"),
                ],
                true,
            ),
            (
                MADE_UP,
                vec![
                    ("origin", "http://localhost:4000"),
                    ("host", "localhost:3000"),
                ],
                false,
            ),
            (
                MADE_UP,
                vec![("origin", "null"), ("host", "localhost:3000")],
                false,
            ),
        ] {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| {
                    (
                        name.parse::<axum::http::HeaderName>().expect("a name"),
                        value.parse().expect("a value"),
                    )
                })
                .collect();
            assert_eq!(
                is_from_here(&map, &site(public)),
                ours,
                "{public} {headers:?}"
            );
        }
    }
}
