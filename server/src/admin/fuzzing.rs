//! Shows the fuzz targets who a cookie signs in, and what a sign-in believes.

use super::session::AdminSessions;
pub use super::sign_in::ours as page_after_sign_in;
use crate::client_address::{TrustedProxies, client_address};
use axum::http::HeaderMap;
use std::net::IpAddr;

/// The sessions of a server where one admin is signed in.
pub struct Cookies {
    sessions: AdminSessions,
    /// The value of the admin's cookie.
    pub token: String,
}

impl Cookies {
    pub const NAME: &str = super::session::NAME;
    /// Who is signed in.
    pub const ADMIN: &str = "Anna";

    /// # Panics
    /// When the operating system has no randomness.
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

    /// The name of the admin that a request with these headers comes from.
    pub fn admin(&self, headers: &HeaderMap) -> Option<String> {
        self.sessions.admin(headers).map(|admin| admin.name)
    }
}

/// Returns whose attempt to sign in it is, by the default settings.
pub fn client(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    client_address(peer, headers, &TrustedProxies::default())
}
