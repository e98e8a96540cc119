//! Who reads the page: which languages their browser asks for.

use axum::http::{HeaderMap, header};
use i18n::Locale;

pub struct Reader {
    accept_language: Option<String>,
}

impl Reader {
    pub fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(header::ACCEPT_LANGUAGE);
        Self {
            accept_language: header
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        }
    }

    /// Where no session says more.
    pub fn locale(&self) -> Locale {
        self.locale_of(None)
    }

    /// The vendor's word on its tenant's language comes before the browser's.
    pub fn locale_of(&self, locale: Option<&str>) -> Locale {
        Locale::of_reader(locale, self.accept_language.as_deref())
    }
}
