//! Who is signed in: a cookie of random bits, known to this process only, gone after half an hour of rest.

use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::OptionalFromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use secrecy::ExposeSecret as _;
use service::Unrandom;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const NAME: &str = "s3_connect_admin";
const IDLE: Duration = Duration::from_mins(30);

#[derive(Clone, Default)]
pub struct AdminSessions(Arc<Mutex<HashMap<String, Instant>>>);

impl AdminSessions {
    fn with<T>(&self, use_it: impl FnOnce(&mut HashMap<String, Instant>) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn open(&self, secure: bool) -> Result<Cookie<'static>, Unrandom> {
        let token = service::secret_token()?.expose_secret().to_owned();
        self.with(|all| {
            all.retain(|_, used| used.elapsed() < IDLE);
            all.insert(token.clone(), Instant::now());
        });
        Ok(Cookie::build((NAME, token))
            .path("/admin")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(secure)
            .build())
    }

    /// Whether the cookie is of somebody signed in, who then stays so for another while.
    fn touch(&self, token: &str) -> bool {
        self.with(|all| match all.get_mut(token) {
            Some(used) if used.elapsed() < IDLE => {
                *used = Instant::now();
                true
            }
            _ => false,
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
pub struct Admin;

impl OptionalFromRequestParts<AppState> for Admin {
    type Rejection = Problem;
    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Option<Self>, Problem> {
        let jar = CookieJar::from_headers(&parts.headers);
        Ok(jar
            .get(NAME)
            .filter(|cookie| state.admin_sessions.touch(cookie.value()))
            .map(|_| Self))
    }
}
