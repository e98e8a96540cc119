//! Who reads the page: which languages their browser asks for.

use axum::http::{HeaderMap, header};
use words::Language;

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
    pub fn language(&self) -> Language {
        self.language_of(None)
    }

    /// The vendor's word on its tenant's language comes before the browser's.
    pub fn language_of(&self, locale: Option<&str>) -> Language {
        Language::of_reader(locale, self.accept_language.as_deref())
    }
}
