//! All languages, and all that is wrong with them.

use crate::check;
use crate::read::{self, Language};
use std::error::Error;
use std::path::Path;

/// English first: the others are held against it.
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];
/// What only pages say, by functions that are made here.
pub const PAGES: [&str; 1] = ["widget"];

pub fn read(folder: &Path) -> Result<(Vec<Language>, Vec<String>), Box<dyn Error>> {
    let mut languages = Vec::new();
    let mut problems = Vec::new();
    for code in LANGUAGES {
        languages.push(read::language(folder, code, &mut problems)?);
    }
    check::against_each_other(&languages, &mut problems);
    check::against_domain(&languages[0], &mut problems);
    for language in &languages {
        check::alone(language, &mut problems);
    }
    Ok((languages, problems))
}
