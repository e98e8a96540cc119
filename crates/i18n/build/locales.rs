//! All languages, and all that is wrong with them.

use crate::check;
use crate::read::{self, Locale};
use std::error::Error;
use std::path::Path;

/// English first: the others are held against it.
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];
/// What only pages say, by functions that are made here.
pub const PAGES: [&str; 1] = ["widget"];

pub fn read(folder: &Path) -> Result<(Vec<Locale>, Vec<String>), Box<dyn Error>> {
    let mut locales = Vec::new();
    let mut problems = Vec::new();
    for code in LANGUAGES {
        locales.push(read::locale(folder, code, &mut problems)?);
    }
    check::against_each_other(&locales, &mut problems);
    check::against_domain(&locales[0], &mut problems);
    for locale in &locales {
        check::alone(locale, &mut problems);
    }
    Ok((locales, problems))
}
