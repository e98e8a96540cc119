//! Loads the messages of all languages and checks them.

use crate::ftl_parser::{self, LocaleFiles};
use crate::locale_checks;
use std::error::Error;
use std::path::Path;

/// The order of `i18n::Locale`. English comes first, because the others are compared with it.
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// Loads all languages. Returns them with the problems that were found.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub fn load(folder: &Path) -> Result<(Vec<LocaleFiles>, Vec<String>), Box<dyn Error>> {
    let mut locales = Vec::new();
    let mut problems = Vec::new();
    for language in LANGUAGES {
        locales.push(ftl_parser::parse_locale(folder, language, &mut problems)?);
    }
    locale_checks::compare_with_english(&locales, &mut problems);
    locale_checks::compare_with_domain(&locales[0], &mut problems);
    for locale in &locales {
        locale_checks::check_forms(locale, &mut problems);
    }
    Ok((locales, problems))
}
