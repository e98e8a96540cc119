//! Gives the fuzz targets access to sign-ins: sessions by cookie, client addresses, and the page after a sign-in.

pub use super::sign_in::safe_next_page as page_after_sign_in;
use crate::client_address::{TrustedProxies, client_address};
use crate::state::admin_sessions::{self, AdminSessions};
use axum::http::HeaderMap;
use std::net::IpAddr;

/// The sessions of a server where one admin is signed in.
pub struct Cookies {
    sessions: AdminSessions,
    /// The value of the admin's cookie.
    pub token: String,
}

impl Cookies {
    pub const NAME: &str = admin_sessions::COOKIE_NAME;
    /// The name of the admin who is signed in.
    pub const ADMIN: &str = "Anna";

    /// Signs an admin in.
    ///
    /// # Panics
    /// Panics if the operating system has no randomness to give.
    #[expect(clippy::new_without_default, reason = "it draws randomness")]
    pub fn new() -> Self {
        let sessions = AdminSessions::default();
        let cookie = sessions.open(Self::ADMIN.to_owned(), true);
        let cookie = cookie.unwrap_or_else(|error| panic!("{error}"));
        Self {
            token: cookie.value().to_owned(),
            sessions,
        }
    }

    /// Returns the name of the admin that a request with these headers comes from.
    pub fn admin(&self, headers: &HeaderMap) -> Option<String> {
        self.sessions.find_admin(headers).map(|admin| admin.name)
    }
}

/// Returns the address that a sign-in attempt counts for, with the default settings.
pub fn sign_in_address(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    client_address(peer, headers, &TrustedProxies::default())
}
