//! The sessions of admins who are signed in.
//!
//! A session is a cookie of random bits. Only this process knows it, so a restart signs everybody out. It ends after
//! half an hour without a request, and after twelve hours in any case.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use secrecy::ExposeSecret as _;
use service::{Actor, RandomnessError, Service};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq as _;

pub(crate) const COOKIE_NAME: &str = "s3_connect_admin";
const MAX_IDLE: Duration = Duration::from_mins(30);
const MAX_AGE: Duration = Duration::from_hours(12);

struct AdminSession {
    admin_name: String,
    form_token: String,
    opened_at: Instant,
    last_used_at: Instant,
}

impl AdminSession {
    fn is_valid(&self) -> bool {
        self.last_used_at.elapsed() < MAX_IDLE && self.opened_at.elapsed() < MAX_AGE
    }
}

/// The open sessions, by the value of their cookie. Clones share them.
#[derive(Clone, Default)]
pub struct AdminSessions(Arc<Mutex<HashMap<String, AdminSession>>>);

impl AdminSessions {
    fn with_sessions<T>(
        &self,
        use_them: impl FnOnce(&mut HashMap<String, AdminSession>) -> T,
    ) -> T {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens a session and returns its cookie. `secure` limits the cookie to HTTPS.
    ///
    /// # Errors
    /// Returns [`RandomnessError`] if the operating system has no randomness to give.
    pub fn open(
        &self,
        admin_name: String,
        secure: bool,
    ) -> Result<Cookie<'static>, RandomnessError> {
        let token = service::secret_token()?.expose_secret().to_owned();
        let now = Instant::now();
        let session = AdminSession {
            admin_name,
            form_token: service::secret_token()?.expose_secret().to_owned(),
            opened_at: now,
            last_used_at: now,
        };
        self.with_sessions(|sessions| {
            // Only whoever knows the admin key opens a session, so a clean-up here keeps the map small enough.
            sessions.retain(|_, session| session.is_valid());
            sessions.insert(token.clone(), session);
        });
        // `Strict` keeps the cookie from every request that another site begins. It does not keep out our own
        // subdomains, which is why forms carry a token as well (`admin::csrf_guard`).
        Ok(Cookie::build((COOKIE_NAME, token))
            .path("/admin")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(secure)
            .build())
    }

    /// Returns the admin that a request's cookie belongs to, and restarts the idle time of the session.
    pub fn find_admin(&self, headers: &HeaderMap) -> Option<Admin> {
        let jar = CookieJar::from_headers(headers);
        let cookie = jar.get(COOKIE_NAME)?;
        self.with_sessions(|sessions| {
            let session = sessions
                .get_mut(cookie.value())
                .filter(|session| session.is_valid())?;
            session.last_used_at = Instant::now();
            Some(Admin {
                name: session.admin_name.clone(),
                form_token: session.form_token.clone(),
            })
        })
    }

    /// Returns whether `form_token` is that of the session whose cookie is in the headers, and `None` if there is no
    /// valid session. Does not restart the idle time.
    pub fn is_form_token_valid(&self, headers: &HeaderMap, form_token: &str) -> Option<bool> {
        let jar = CookieJar::from_headers(headers);
        let cookie = jar.get(COOKIE_NAME)?;
        self.with_sessions(|sessions| {
            let session = sessions
                .get(cookie.value())
                .filter(|session| session.is_valid())?;
            // In constant time: how long a comparison takes must not tell how much of a guess was right.
            Some(
                session
                    .form_token
                    .as_bytes()
                    .ct_eq(form_token.as_bytes())
                    .into(),
            )
        })
    }

    /// Ends the session of the cookie in this jar, and tells the browser to remove the cookie.
    pub fn close(&self, jar: CookieJar) -> CookieJar {
        if let Some(cookie) = jar.get(COOKIE_NAME) {
            self.with_sessions(|sessions| sessions.remove(cookie.value()));
        }
        // A browser removes a cookie only if the path is the one that it was set with.
        jar.remove(Cookie::build((COOKIE_NAME, "")).path("/admin"))
    }
}

/// An admin who is signed in. A handler that takes it cannot be reached by anybody else.
pub struct Admin {
    pub name: String,
    /// Every form carries this token, which proves that one of our pages sent the form.
    pub form_token: String,
}

impl Admin {
    /// Returns the service as this admin uses it: audit events name the admin.
    pub fn service(&self, service: &Service) -> Service {
        service.with_actor(Actor::Admin(self.name.clone()))
    }
}
