//! Chooses the language of a page.

use axum::http::{HeaderMap, header};
use i18n::Locale;

/// The languages that a browser asks for.
pub struct AcceptLanguage(Option<String>);

impl AcceptLanguage {
    /// Reads the header `Accept-Language`.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let header = headers.get(header::ACCEPT_LANGUAGE);
        Self(
            header
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        )
    }

    /// Returns the locale for a page without a session.
    pub fn locale(&self) -> Locale {
        self.locale_for_session(None)
    }

    /// Returns the locale for a page of a session. The session's own locale comes first, because the vendor knows the
    /// language in which the tenant uses its product.
    pub fn locale_for_session(&self, session_locale: Option<&str>) -> Locale {
        Locale::negotiate(session_locale, self.0.as_deref())
    }
}
