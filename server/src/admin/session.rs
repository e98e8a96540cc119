//! Who is signed in: a cookie of random bits, known to this process only, gone after half an hour of rest,
//! and after a working day in any case.

use super::sign_in::{Signing, sign_in_page};
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use secrecy::ExposeSecret as _;
use service::{Actor, Service, Unrandom};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq as _;

pub(super) const NAME: &str = "s3_connect_admin";
const IDLE: Duration = Duration::from_mins(30);
const LONGEST: Duration = Duration::from_hours(12);

struct Signed {
    name: String,
    form_token: String,
    since: Instant,
    used: Instant,
}

impl Signed {
    fn is_good(&self) -> bool {
        self.used.elapsed() < IDLE && self.since.elapsed() < LONGEST
    }
}

#[derive(Clone, Default)]
pub struct AdminSessions(Arc<Mutex<HashMap<String, Signed>>>);

impl AdminSessions {
    fn with<T>(&self, use_it: impl FnOnce(&mut HashMap<String, Signed>) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn open(&self, name: String, secure: bool) -> Result<Cookie<'static>, Unrandom> {
        let token = service::secret_token()?.expose_secret().to_owned();
        let now = Instant::now();
        let signed = Signed {
            name,
            form_token: service::secret_token()?.expose_secret().to_owned(),
            since: now,
            used: now,
        };
        self.with(|all| {
            all.retain(|_, signed| signed.is_good());
            all.insert(token.clone(), signed);
        });
        Ok(Cookie::build((NAME, token))
            .path("/admin")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(secure)
            .build())
    }

    /// Returns who is signed in by a request's cookie.
    pub fn admin(&self, headers: &HeaderMap) -> Option<Admin> {
        let jar = CookieJar::from_headers(headers);
        self.touch(jar.get(NAME)?.value())
    }

    /// Whose cookie it is, who then stays signed in for another while.
    fn touch(&self, token: &str) -> Option<Admin> {
        self.with(|all| {
            let signed = all.get_mut(token).filter(|signed| signed.is_good())?;
            signed.used = Instant::now();
            Some(Admin {
                name: signed.name.clone(),
                form_token: signed.form_token.clone(),
            })
        })
    }

    /// Returns whether a form was made for the session whose cookie came with it; `None` if that is nobody's, or not
    /// good any more. Looking doesn't keep anybody signed in.
    pub fn made_form(&self, headers: &HeaderMap, form_token: &str) -> Option<bool> {
        let jar = CookieJar::from_headers(headers);
        let cookie = jar.get(NAME)?;
        self.with(|all| {
            let signed = all.get(cookie.value()).filter(|signed| signed.is_good())?;
            Some(
                signed
                    .form_token
                    .as_bytes()
                    .ct_eq(form_token.as_bytes())
                    .into(),
            )
        })
    }

    pub fn close(&self, jar: CookieJar) -> CookieJar {
        if let Some(cookie) = jar.get(NAME) {
            self.with(|all| all.remove(cookie.value()));
        }
        jar.remove(Cookie::build((NAME, "")).path("/admin"))
    }
}

/// Somebody signed in. A handler that takes it unwrapped cannot be reached by anybody else.
pub struct Admin {
    pub name: String,
    /// What each form has to bring along, so that no other page can have made it.
    pub form_token: String,
}

impl Admin {
    /// The use cases, done by this admin.
    pub fn acts(&self, service: &Service) -> Service {
        service.by(Actor::Admin(self.name.clone()))
    }
}

impl FromRequestParts<AppState> for Admin {
    /// The page to sign in, from which one comes back to where one wanted to go.
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        if let Some(admin) = state.admin_sessions.admin(&parts.headers) {
            return Ok(admin);
        }
        let (signing, status) = if parts.method == Method::GET {
            (Signing::to(parts.uri.path()), StatusCode::OK)
        } else {
            let words = "You were signed out. Sign in again; nothing was changed.";
            let signing = Signing::again(words, page_of(parts.uri.path()));
            (signing, StatusCode::UNAUTHORIZED)
        };
        Err(sign_in_page(state, signing, status).await)
    }
}

/// The page whose button posts to this path, where that is none itself.
fn page_of(path: &str) -> &str {
    const ACTIONS: [&str; 5] = [
        "/origins",
        "/external-id/rotate",
        "/external-id/cancel",
        "/links/end",
        "/check",
    ];
    let page = ACTIONS.iter().find_map(|action| path.strip_suffix(action));
    page.unwrap_or(path)
}
