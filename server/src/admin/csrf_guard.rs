//! Protects admin forms against cross-site request forgery.
//!
//! A form reaches its handler only if one of our own pages sent it. Two things prove that: the headers in which the
//! browser names the page's origin, and the token that each form carries.
//!
//! The session cookie is `SameSite=Strict`. That keeps out requests from other sites, but not those from other
//! subdomains or ports of our own site.

use crate::input::{form_token, read_body};
use crate::problem::Problem;
use crate::problem_code::ProblemCode;
use crate::state::{AppState, Site};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use url::Url;

/// The sign-in form needs no token: whoever sends it has no session yet, or wants another one.
const SIGN_IN_PATH: &str = "/admin/sign-in";

/// Refuses forms that none of our own pages sent.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // Only POST changes anything. The admin routes take no method besides it and GET.
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match check_form(&state, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Returns the request, with its body to be read again, if one of our own pages sent it.
///
/// # Errors
/// - `other_origin` if the browser names another origin.
/// - `stale_form` if the form does not carry the token of the session.
/// - The problems of [`read_body`].
async fn check_form(state: &AppState, request: Request) -> Result<Request, Problem> {
    if !is_own_page_request(request.headers(), &state.site) {
        return Err(Problem::new(
            ProblemCode::OtherOrigin,
            "This form was not sent from our own page, so nothing was changed.",
        ));
    }
    let sessions = &state.admin_sessions;
    let is_signed_in = sessions
        .is_form_token_valid(request.headers(), "")
        .is_some();
    // Without a session there is nothing to forge, and the handler answers with the sign-in page.
    if !is_signed_in || request.uri().path() == SIGN_IN_PATH {
        return Ok(request);
    }
    let (parts, body) = read_whole_body(state, request).await?;
    let token = form_token(&parts.headers, &body).await.unwrap_or_default();
    if sessions.is_form_token_valid(&parts.headers, &token) == Some(false) {
        return Err(Problem::new(
            ProblemCode::StaleForm,
            "This form is from before you last signed in, so nothing was changed. Copy what you typed, load the page again, and send it once more.",
        ));
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

async fn read_whole_body(state: &AppState, request: Request) -> Result<(Parts, Bytes), Problem> {
    let (parts, content) = request.into_parts();
    // The route's size limit is in the extensions, so reading the body needs the parts as well.
    let request = Request::from_parts(parts.clone(), content);
    Ok((parts, read_body(request, state).await?))
}

/// Returns whether a request may come from one of our own pages. Programs other than browsers send neither header, and
/// cannot be tricked into sending somebody's cookie, so a missing header is accepted.
fn is_own_page_request(headers: &HeaderMap, site: &Site) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or("null"))
    };
    let has_own_origin =
        text("origin").is_none_or(|origin| is_own_origin(origin, text("host"), site));
    // `none` means that the user started the request, for example from a bookmark.
    let is_same_origin =
        text("sec-fetch-site").is_none_or(|site| ["same-origin", "none"].contains(&site));
    has_own_origin && is_same_origin
}

/// Returns whether an `Origin` header names our own origin. `null` never does: browsers send it for pages without an
/// origin, such as sandboxed frames.
fn is_own_origin(origin: &str, host: Option<&str>, site: &Site) -> bool {
    let Ok(origin) = Url::parse(origin).map(|url| url.origin()) else {
        return false;
    };
    let is_origin_of = |url: &str| Url::parse(url).is_ok_and(|url| url.origin() == origin);
    // Without the setting S3_CONNECT_PUBLIC_URL, the public URL is only derived from the listening address. A browser
    // may use another name of this machine, such as localhost, so the `Host` header counts too.
    let is_derived_url = site.public_url == format!("http://{}", site.leptos.site_addr);
    is_origin_of(&site.public_url)
        || is_derived_url && host.is_some_and(|host| is_origin_of(&format!("http://{host}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::config::LeptosOptions;

    fn site(public_url: &str) -> Site {
        Site {
            public_url: public_url.to_owned(),
            environment: crate::first_start::default_environment().expect("an environment"),
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
    fn accepts_only_requests_of_our_own_pages() {
        const OWN: &str = "https://connect.acme.com";
        const DERIVED: &str = "http://127.0.0.1:3000";
        for (public_url, headers, is_own) in [
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
            // The client chooses the host, so it counts only if no public URL is set.
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
            (DERIVED, vec![("origin", DERIVED)], true),
            (
                DERIVED,
                vec![
                    ("origin", "http://localhost:3000"),
                    ("host", "localhost:3000"),
                ],
                true,
            ),
            (
                DERIVED,
                vec![
                    ("origin", "http://localhost:4000"),
                    ("host", "localhost:3000"),
                ],
                false,
            ),
            (
                DERIVED,
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
                is_own_page_request(&map, &site(public_url)),
                is_own,
                "{public_url} {headers:?}"
            );
        }
    }
}
